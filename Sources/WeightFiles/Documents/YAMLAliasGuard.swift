import WeightInit
internal import Yams

/// Keeps aliases out of the keys of maps, before the YAML parser meets them.
///
/// An alias costs nothing until it is walked, and the conversion counts what it walks. But the parser
/// itself walks keys to find doubles, and aliases of aliases of aliases in a key would keep it busy
/// for ever. So a text with aliases is first parsed with each `*` replaced by a character that means
/// nothing to YAML: aliases become plain words, which can be recognized where they are keys.
enum YAMLAliasGuard {
  private static let standIn: Unicode.Scalar = "\u{E000}"

  /// Finds a key that is, or may hold, an alias.
  ///
  /// - Parameter text: A YAML text.
  /// - Returns: The place of the key; `nil` when no key holds aliases.
  /// - Throws: `YamlError`, where the text is no YAML.
  static func keyWithAlias(in text: String) throws -> Mark? {
    guard text.utf8.contains(UInt8(ascii: "&")), text.utf8.contains(UInt8(ascii: "*")) else {
      return nil
    }
    var disarmed = String.UnicodeScalarView()
    disarmed.append(contentsOf: text.unicodeScalars.map { $0 == "*" ? standIn : $0 })
    return try Parser(yaml: String(disarmed), resolver: .basic, encoding: .utf8).singleRoot()
      .flatMap(keyWithAlias)
  }

  private static func keyWithAlias(in node: Node) -> Mark? {
    switch node {
    case .scalar, .alias:
      return nil
    case .sequence(let sequence):
      for value in sequence {
        if let mark = keyWithAlias(in: value) { return mark }
      }
    case .mapping(let mapping):
      for (key, value) in mapping {
        // Keys that are lists or maps are no keys of ours anyway.
        guard case .scalar(let scalar) = key else { return key.mark }
        if scalar.style == .plain, scalar.string.unicodeScalars.first == standIn {
          return scalar.mark
        }
        if let mark = keyWithAlias(in: value) { return mark }
      }
    }
    return nil
  }
}
