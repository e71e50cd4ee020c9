import WeightInit

/// The element type of a .npy file, as its `descr` gives it.
enum NumPyElementType: Equatable {
  /// Floating point numbers that this package reads.
  case floatingPoint(ElementType, isBigEndian: Bool)
  /// Something else, spelled as in the file.
  case other(String)
  /// Python objects, which would have to be unpickled.
  case object

  /// Understands a `descr`; `nil` when it describes no element type.
  ///
  /// - Parameter descriptor: The literal: a string, or a list for a structured type.
  init?(_ descriptor: PythonLiteral) {
    switch descriptor {
    case .string(let text):
      self.init(text)
    case .list(let fields):
      guard !fields.isEmpty else { return nil }
      var holdsObjects = false
      for field in fields {
        guard case .tuple(let parts) = field, (2...3).contains(parts.count),
          let type = NumPyElementType(parts[1])
        else { return nil }
        if type == .object { holdsObjects = true }
      }
      self = holdsObjects ? .object : .other("structured")
    case .tuple(let parts):
      // A subarray: (element type, shape).
      guard parts.count == 2, let type = NumPyElementType(parts[0]) else { return nil }
      self = type == .object ? .object : .other("subarray")
    default:
      return nil
    }
  }

  private init?(_ text: String) {
    let hasOrder = text.first.map("<>=|".contains) ?? false
    let name = String(hasOrder ? text.dropFirst() : Substring(text))
    guard let first = name.unicodeScalars.first, first.isASCII,
      first.properties.isAlphabetic || first == "?",
      name.unicodeScalars.allSatisfy({ $0.isASCII && $0.value > 0x20 })
    else { return nil }
    let isBigEndian = text.hasPrefix(">")
    switch name {
    case "f4", "f", "float32", "single": self = .floatingPoint(.float32, isBigEndian: isBigEndian)
    case "f8", "d", "float64", "double": self = .floatingPoint(.float64, isBigEndian: isBigEndian)
    case "f2", "e", "float16", "half": self = .floatingPoint(.float16, isBigEndian: isBigEndian)
    // numpy has no bfloat16: the type of the ml_dtypes package is saved as two opaque bytes.
    case "V2" where !isBigEndian: self = .floatingPoint(.bfloat16, isBigEndian: false)
    default:
      let parts = text.split(separator: ",")
      let holdsObjects = parts.contains { part in
        let code = part.drop { "<>=|0123456789".contains($0) }
        return code.hasPrefix("O") || code.hasPrefix("object")
      }
      self = holdsObjects ? .object : .other(text)
    }
  }
}
