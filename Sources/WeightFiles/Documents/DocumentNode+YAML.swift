public import WeightInit
internal import Yams

extension DocumentNode {
  /// Parses a YAML text.
  ///
  /// Plain scalars are resolved by the core schema of YAML 1.2 (so `yes` and `on` are strings). A key
  /// may not occur twice, keys must be scalars and not aliases, and there may be one document only.
  /// Aliases count as what they stand for.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - path: Where it comes from, for messages.
  ///   - maximumValueCount: How many values, containers included, the text may stand for.
  /// - Throws: ``WeightFileError`` `malformed` with line and column in its message.
  public init(yaml text: String, path: String, maximumValueCount: Int = 1_000_000) throws {
    let root: Node?
    do {
      if let mark = try YAMLAliasGuard.keyWithAlias(in: text) {
        throw WeightFileError(
          code: .malformed,
          message: "line \(mark.line), column \(mark.column): the keys of a map must be words, not "
            + "lists, maps or aliases",
          path: path
        )
      }
      root = try Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot()
    } catch let error as YamlError {
      throw WeightFileError(code: .malformed, message: Self.describe(error), path: path)
    }
    guard let root else {
      self.init(.null, line: 1, column: 1)
      return
    }
    var converter = YAMLConverter(path: path, remainingValues: maximumValueCount)
    self = try converter.convert(root, depth: 0)
  }

  private static func describe(_ error: YamlError) -> String {
    switch error {
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      let place = "line \(mark.line), column \(mark.column)"
      return context.map { "\(place): \(problem) (\($0.text))" } ?? "\(place): \(problem)"
    case .duplicatedKeysInMapping(let duplicates, let context):
      let keys = duplicates.map { "\"\($0)\"" }.joined(separator: ", ")
      return "line \(context.mark.line), column \(context.mark.column): the key \(keys) occurs a "
        + "second time in the same map"
    case .reader(let problem, _, let value, _):
      return "not valid YAML: \(problem) (0x\(String(value, radix: 16)))"
    default:
      return "not valid YAML: \(error)"
    }
  }
}
