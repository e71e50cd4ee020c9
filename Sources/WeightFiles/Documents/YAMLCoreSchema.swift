import WeightInit

/// The core schema of YAML 1.2 (section 10.3.2): what a plain scalar is.
enum YAMLCoreSchema {
  /// Resolves the text of a plain scalar.
  ///
  /// - Parameter text: The text.
  /// - Returns: A string when nothing else fits.
  static func resolve(_ text: String) -> DocumentNode.Content {
    switch text {
    case "", "~", "null", "Null", "NULL": .null
    case "true", "True", "TRUE": .bool(true)
    case "false", "False", "FALSE": .bool(false)
    case _ where isNumber(text): .number(text)
    default: .string(text)
    }
  }

  private static func isNumber(_ text: String) -> Bool {
    if text.hasPrefix("0o") { return isDigits(text.dropFirst(2), "01234567") }
    if text.hasPrefix("0x") { return isDigits(text.dropFirst(2), "0123456789abcdefABCDEF") }
    if [".nan", ".NaN", ".NAN"].contains(text) { return true }
    let unsigned = text.hasPrefix("+") || text.hasPrefix("-") ? text.dropFirst() : Substring(text)
    if [".inf", ".Inf", ".INF"].contains(unsigned) { return true }
    // [digits] [. [digits]] [e [sign] digits], with a digit before the e.
    var rest = unsigned.utf8
    func takeDigits() -> Int {
      let count = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count
      rest = rest.dropFirst(count)
      return count
    }
    var digitCount = takeDigits()
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      digitCount += takeDigits()
    }
    guard digitCount > 0 else { return false }
    if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
      rest = rest.dropFirst()
      if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") {
        rest = rest.dropFirst()
      }
      guard takeDigits() > 0 else { return false }
    }
    return rest.isEmpty
  }

  private static func isDigits(_ text: Substring, _ digits: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy(digits.utf8.contains)
  }
}
