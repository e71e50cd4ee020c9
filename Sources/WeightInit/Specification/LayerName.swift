/// What layers may be called.
enum LayerName {
  static let rule =
    "a layer's name must be 1 to 200 bytes of UTF-8 without `/`, `..`, control characters and line "
    + "separators, and without spaces or dots at its ends"

  static func isValid(_ name: String) -> Bool {
    guard (1...200).contains(name.utf8.count), !name.contains("/"), !name.contains("..") else {
      return false
    }
    let forbidden: [Unicode.GeneralCategory] = [.control, .lineSeparator, .paragraphSeparator]
    guard name.unicodeScalars.allSatisfy({ !forbidden.contains($0.properties.generalCategory) })
    else { return false }
    return !name.hasPrefix(" ") && !name.hasPrefix(".") && !name.hasSuffix(" ")
      && !name.hasSuffix(".")
  }
}
