/// How the values that users give are understood: those of documents, and the texts of claims.
extension ParameterReader {
  /// A number, `inf`, or a fraction such as `1/3`.
  static func number(_ node: DocumentNode) -> Double? {
    switch node.content {
    case .number: return node.double
    case .string(let text):
      if text == "inf" || text == ".inf" { return .infinity }
      let parts = text.split(separator: "/", omittingEmptySubsequences: false)
      guard parts.count <= 2, let numerator = parts.first.flatMap({ Double($0) }),
        numerator.isFinite
      else { return nil }
      guard parts.count == 2 else { return numerator }
      return Double(parts[1]).map { numerator / $0 }
    default: return nil
    }
  }

  /// A whole number.
  static func integer(_ node: DocumentNode) -> Int? {
    switch node.content {
    case .number: node.integer
    case .string(let text): Int(text)
    default: nil
    }
  }

  /// A list of whole numbers in a range, or one number for all.
  static func integers(
    _ node: DocumentNode,
    count: Int?,
    in range: ClosedRange<Int>
  ) -> [Int]? {
    let values: [Int]
    if let elements = node.list {
      values = elements.compactMap(Self.integer)
      guard values.count == elements.count, (count ?? values.count) == values.count,
        !values.isEmpty
      else { return nil }
    } else {
      guard let value = integer(node) else { return nil }
      values = Array(repeating: value, count: count ?? 1)
    }
    return values.allSatisfy(range.contains) ? values : nil
  }

  /// A word, or what stands for one.
  static func text(_ node: DocumentNode) -> String? {
    switch node.content {
    case .string(let text), .number(let text): text
    case .bool(let value): String(value)
    default: nil
    }
  }
}
