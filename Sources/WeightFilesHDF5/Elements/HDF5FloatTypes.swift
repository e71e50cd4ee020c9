#if HDF5 && (os(Linux) || os(macOS))
  import CHDF5
  import WeightInit

  /// The floating point types of HDF5 that hold the element types of this package.
  struct HDF5FloatTypes: Sendable {
    private let float32: HDF5Handle
    private let float64: HDF5Handle
    private let float16: HDF5Handle
    private let bfloat16: HDF5Handle
    private let bigEndian: [ElementType: HDF5Handle]

    /// Makes all of them, in both byte orders.
    init(_ context: HDF5Context) throws {
      self = try HDF5Library.locked { try HDF5FloatTypes(lockedLibrary: context) }
    }

    private init(lockedLibrary context: HDF5Context) throws {
      float32 = try Self.make(.float32, context)
      float64 = try Self.make(.float64, context)
      float16 = try Self.make(.float16, context)
      bfloat16 = try Self.make(.bfloat16, context)
      var swapped: [ElementType: HDF5Handle] = [:]
      for elementType in ElementType.allCases {
        let type = try Self.make(elementType, context)
        try context.check(H5Tset_order(type.id, H5T_ORDER_BE), "set a byte order")
        swapped[elementType] = type
      }
      bigEndian = swapped
    }

    /// The little-endian type of the given elements, in files of this package and in memory.
    func littleEndian(_ elementType: ElementType) -> HDF5Handle {
      switch elementType {
      case .float32: float32
      case .float64: float64
      case .float16: float16
      case .bfloat16: bfloat16
      }
    }

    /// The elements that a type of a file stands for, in either byte order.
    func elementType(of type: hid_t) -> ElementType? {
      ElementType.allCases.first { elementType in
        H5Tequal(littleEndian(elementType).id, type) > 0
          || bigEndian[elementType].map { H5Tequal($0.id, type) > 0 } == true
      }
    }

    private static func make(
      _ elementType: ElementType,
      _ context: HDF5Context
    ) throws -> HDF5Handle {
      let action = "describe the type \(elementType)"
      let isDouble = elementType == .float64
      let type = try context.handle(
        H5Tcopy(isDouble ? chdf5_float64_little_endian() : chdf5_float32_little_endian()),
        action
      )
      // libhdf5 has names for the 16-bit types only since 1.14 and 2.0.
      switch elementType {
      case .float32, .float64:
        break
      case .float16:
        try context.check(H5Tset_fields(type.id, 15, 10, 5, 0, 10), action)
        try context.check(H5Tset_size(type.id, 2), action)
        try context.check(H5Tset_ebias(type.id, 15), action)
      case .bfloat16:
        try context.check(H5Tset_fields(type.id, 15, 7, 8, 0, 7), action)
        try context.check(H5Tset_size(type.id, 2), action)
        try context.check(H5Tset_ebias(type.id, 127), action)
      }
      return type
    }
  }
#endif
