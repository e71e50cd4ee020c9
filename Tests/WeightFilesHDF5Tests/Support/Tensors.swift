#if HDF5 && (os(Linux) || os(macOS))
  import Foundation
  import Testing
  import WeightFiles
  import WeightInit

  /// A tensor and its bytes.
  struct Tensor {
    var descriptor: TensorDescriptor
    var bytes: [UInt8]

    /// A tensor of arbitrary bits, so that nothing but an exact copy passes a comparison.
    init(_ name: String, _ shape: [Int], _ elementType: ElementType = .float32) throws {
      descriptor = try #require(
        TensorDescriptor(name: name, shape: shape, elementType: elementType)
      )
      var state = UInt64(truncatingIfNeeded: name.utf8.reduce(7) { 31 &* $0 &+ Int($1) })
      bytes = (0..<descriptor.byteCount).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return UInt8(truncatingIfNeeded: state >> 56)
      }
    }
  }

  extension TensorFormat {
    /// Writes tensors in pieces of at most `pieceCount` elements.
    func write(
      _ tensors: [Tensor],
      layers: [LayerOutline] = [],
      pieceCount: Int = 1_000_003,
      at url: URL
    ) throws {
      let writer = try makeWriter(
        for: FileContents(tensors: tensors.map(\.descriptor), layers: layers),
        at: url
      )
      for index in writer.order {
        let tensor = tensors[index]
        let pieceByteCount = pieceCount * tensor.descriptor.elementType.byteCount
        try tensor.bytes.withUnsafeBytes { bytes in
          for start in stride(from: 0, to: bytes.count, by: pieceByteCount) {
            let end = min(start + pieceByteCount, bytes.count)
            try writer.write(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
          }
        }
      }
      try writer.finish()
    }
  }

  extension TensorReader {
    /// All bytes of the tensor of a name.
    func bytes(of name: String) throws -> [UInt8] {
      let index = try #require(tensors.firstIndex { $0.name == name }, "no tensor \(name)")
      var bytes: [UInt8] = []
      try forEachChunk(of: index) { bytes += Array($0) }
      return bytes
    }

    /// The values of the tensor of a name, whatever its type.
    func values(of name: String) throws -> [Double] {
      let index = try #require(tensors.firstIndex { $0.name == name }, "no tensor \(name)")
      let elementType = tensors[index].elementType
      let bytes = try bytes(of: name)
      return stride(from: 0, to: bytes.count, by: elementType.byteCount).map { start in
        let bits = bytes[start..<(start + elementType.byteCount)].reversed()
          .reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return elementType.value(bits: bits)
      }
    }
  }

  extension ElementType {
    /// The value of an element from its bits.
    func value(bits: UInt64) -> Double {
      switch self {
      case .float64: return Double(bitPattern: bits)
      case .float32: return Double(Float(bitPattern: UInt32(bits)))
      case .bfloat16: return Double(Float(bitPattern: UInt32(bits) << 16))
      case .float16:
        // Not through Float16, which Intel Macs lack.
        let exponent = Int(bits >> 10 & 31)
        let fraction = Double(bits & 1023) / 1024
        let magnitude =
          exponent == 0 ? fraction * 0x1p-14 : (1 + fraction) * pow(2, Double(exponent - 15))
        return bits >> 15 == 0 ? magnitude : -magnitude
      }
    }
  }

  /// Runs `body`, which must throw a `WeightFileError`, and returns it.
  func weightFileError(
    sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () throws -> Void
  ) throws -> WeightFileError {
    try #require(throws: WeightFileError.self, sourceLocation: sourceLocation, performing: body)
  }
#endif
