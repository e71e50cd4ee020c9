import WeightInit
internal import Yams

/// Turns the nodes of Yams into document nodes.
struct YAMLConverter {
  private static let maximumDepth = 64

  let path: String
  var remainingValues: Int

  /// Converts a node and all below it.
  ///
  /// - Parameters:
  ///   - node: The node.
  ///   - depth: The number of lists and maps that hold it.
  /// - Returns: The document node, with the place of the anchor for an alias.
  /// - Throws: ``WeightFileError``.
  mutating func convert(_ node: Node, depth: Int) throws -> DocumentNode {
    remainingValues -= 1
    guard remainingValues >= 0 else {
      throw failure("the document holds too many values, counting aliases", at: node.mark)
    }
    guard depth <= Self.maximumDepth else {
      throw failure("lists and maps are nested more than \(Self.maximumDepth) deep", at: node.mark)
    }
    let content: DocumentNode.Content
    switch node {
    case .scalar(let scalar):
      content = try resolve(scalar)
    case .sequence(let sequence):
      try check(sequence.tag, isOneOf: [.implicit, .nonSpecific, .seq], at: sequence.mark)
      var values: [DocumentNode] = []
      for value in sequence { values.append(try convert(value, depth: depth + 1)) }
      content = .list(values)
    case .mapping(let mapping):
      try check(mapping.tag, isOneOf: [.implicit, .nonSpecific, .map], at: mapping.mark)
      content = .map(try convert(mapping, depth: depth))
    case .alias(let alias):
      throw failure("the alias \(alias.anchor.rawValue) stands for nothing", at: alias.mark)
    }
    return DocumentNode(content, line: node.mark?.line, column: node.mark?.column)
  }

  private mutating func convert(_ mapping: Node.Mapping, depth: Int) throws -> [DocumentNode.Entry]
  {
    var entries: [DocumentNode.Entry] = []
    var keys: Set<String> = []
    for (key, value) in mapping {
      guard case .scalar(let scalar) = key else {
        throw failure("the keys of a map must be words, not lists or maps", at: key.mark)
      }
      // Yams tells 1 and "1" apart, which are the same key here.
      guard keys.insert(scalar.string).inserted else {
        throw failure(
          "the key \"\(scalar.string.prefix(80))\" occurs a second time in the same map",
          at: scalar.mark
        )
      }
      entries.append(.init(key: scalar.string, value: try convert(value, depth: depth + 1)))
    }
    return entries
  }

  private func resolve(_ scalar: Node.Scalar) throws -> DocumentNode.Content {
    let isPlain = scalar.style == .plain
    // The tag as written; Yams marks untagged quoted scalars as strings.
    switch scalar.tag.rawValue {
    case Tag.Name.implicit.rawValue where isPlain: return YAMLCoreSchema.resolve(scalar.string)
    case Tag.Name.implicit.rawValue, Tag.Name.nonSpecific.rawValue, Tag.Name.str.rawValue:
      return .string(scalar.string)
    case let tag:
      let content = YAMLCoreSchema.resolve(scalar.string)
      switch (tag, content) {
      case (Tag.Name.null.rawValue, .null), (Tag.Name.bool.rawValue, .bool),
        (Tag.Name.int.rawValue, .number), (Tag.Name.float.rawValue, .number):
        return content
      default:
        throw failure("the tag \(tag) does not fit the value or is not supported", at: scalar.mark)
      }
    }
  }

  private func check(_ tag: Tag, isOneOf names: [Tag.Name], at mark: Mark?) throws {
    guard names.contains(where: { $0.rawValue == tag.rawValue }) else {
      throw failure("the tag \(tag.rawValue) is not supported", at: mark)
    }
  }

  private func failure(_ message: String, at mark: Mark?) -> WeightFileError {
    let place = mark.map { "line \($0.line), column \($0.column): " } ?? ""
    return WeightFileError(code: .malformed, message: place + message, path: path)
  }
}
