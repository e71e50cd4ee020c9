import WeightInit

/// The element types of safetensors, in the order in which the reference library sorts them.
enum SafetensorsType: String, CaseIterable {
  case u64 = "U64"
  case i64 = "I64"
  case f64 = "F64"
  case c64 = "C64"
  case f32 = "F32"
  case u32 = "U32"
  case i32 = "I32"
  case bf16 = "BF16"
  case f16 = "F16"
  case u16 = "U16"
  case i16 = "I16"
  case f8e5m2fnuz = "F8_E5M2FNUZ"
  case f8e4m3fnuz = "F8_E4M3FNUZ"
  case f8e8m0 = "F8_E8M0"
  case f8e4m3 = "F8_E4M3"
  case f8e5m2 = "F8_E5M2"
  case i8 = "I8"
  case u8 = "U8"
  case f6e3m2 = "F6_E3M2"
  case f6e2m3 = "F6_E2M3"
  case f4 = "F4"
  case bool = "BOOL"

  init(_ type: ElementType) {
    switch type {
    case .float64: self = .f64
    case .float32: self = .f32
    case .bfloat16: self = .bf16
    case .float16: self = .f16
    }
  }

  /// The type as this package knows it; `nil` for those that it does not measure.
  var elementType: ElementType? {
    ElementType.allCases.first { SafetensorsType($0) == self }
  }

  /// The bits that one element takes.
  var bitCount: Int {
    switch self {
    case .u64, .i64, .f64, .c64: 64
    case .f32, .u32, .i32: 32
    case .bf16, .f16, .u16, .i16: 16
    case .f8e5m2fnuz, .f8e4m3fnuz, .f8e8m0, .f8e4m3, .f8e5m2, .i8, .u8, .bool: 8
    case .f6e3m2, .f6e2m3: 6
    case .f4: 4
    }
  }

  /// The place in the reference library's order of tensors.
  var rank: Int { Self.allCases.firstIndex(of: self) ?? Self.allCases.count }
}
