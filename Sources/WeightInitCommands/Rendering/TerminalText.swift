/// Text for a terminal from files of anyone's making: control characters, which could move the cursor
/// or hide a verdict, become replacement characters.
enum TerminalText {
  /// A text of one line.
  static func line(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isControl) else { return text }
    var result = String.UnicodeScalarView()
    result.append(contentsOf: text.unicodeScalars.map { isControl($0) ? "\u{FFFD}" : $0 })
    return String(result)
  }

  /// A text of several lines, whose colours stay.
  static func lines(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var rest = Substring(text).unicodeScalars
    while let scalar = rest.popFirst() {
      if scalar == "\u{1B}", let code = colour(rest) {
        result.append(scalar)
        result.append(contentsOf: rest[..<code])
        rest = rest[code...]
      } else if scalar == "\n" || scalar == "\t" || !isControl(scalar) {
        result.append(scalar)
      } else {
        result.append("\u{FFFD}")
      }
    }
    return String(result)
  }

  /// The end of a colour's code, of which the escape character has been taken.
  private static func colour(
    _ rest: Substring.UnicodeScalarView
  ) -> Substring.UnicodeScalarView.Index? {
    guard rest.first == "[" else { return nil }
    let code = rest.dropFirst().prefix { ("0"..."9").contains($0) }
    guard code.endIndex < rest.endIndex, rest[code.endIndex] == "m" else { return nil }
    return rest.index(after: code.endIndex)
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .control
  }
}
