import InitializationTheory

/// Reads a network specification and collects all its problems, in document order.
struct SpecificationReader {
  private(set) var seed: UInt64 = 0
  private(set) var initializer: Claim?
  private(set) var elementType = ElementType.float32
  private(set) var layout: WeightLayout?
  private(set) var input: FeatureShape?
  private(set) var layers: [LayerSpec] = []
  /// Where each of ``layers`` stands; layers that could not be read are left out.
  private(set) var places: [LayerPlace] = []
  var rules: [InitializationRule] = []
  /// The number of residual blocks, where it was given.
  private(set) var depth: Int?
  /// The repetitions of the only repeated group, which are the network's blocks when nothing is said.
  var repeatedDepth: Int?
  private(set) var diagnostics: [Diagnostic] = []
  /// The keys of the root that were given but could not be read.
  private(set) var unread: Set<String> = []

  private let kinds: LayerKindRegistry
  private static let rootKeys = [
    "seed", "initializer", "dtype", "layout", "input", "depth", "rules", "layers",
  ]
  static let layerKeys = [
    "name", "activation", "bias", "initializer", "dtype", "role", "from", "tied",
  ]
  /// Whether the layer right before could not be read.
  var followsUnread = false
  /// What the repeated groups count at the moment, by their letters.
  var counters: [(letter: String, value: Int)] = []
  var groupCount = 0

  init(_ document: DocumentNode, kinds: LayerKindRegistry) {
    self.kinds = kinds
    guard let entries = document.entries else {
      report(
        "",
        document,
        "a specification is a map with `seed`, `initializer`, `input` and `layers`, "
          + "found \(document.summary)"
      )
      return
    }
    for entry in entries {
      let problems = diagnostics.count
      readRoot(entry)
      if diagnostics.count > problems { unread.insert(entry.key) }
    }
    if document["layers"] == nil {
      report(
        "",
        document,
        "`layers` is missing: list the network's layers, for example "
          + "`layers: [{dense: 300, name: fc1, activation: relu}]`"
      )
    }
  }

  // MARK: - The root

  private mutating func readRoot(_ entry: DocumentNode.Entry) {
    let (node, pointer) = (entry.value, "/" + entry.key.pointerToken)
    switch entry.key {
    case "seed":
      if let value = node.unsignedInteger {
        seed = value
      } else {
        report(
          pointer,
          node,
          "the seed must be a whole number from 0 to \(UInt64.max), found \(node.summary)"
        )
      }
    case "initializer":
      initializer = claim(node, pointer)
    case "dtype":
      if let type: ElementType = word(node, pointer) { elementType = type }
    case "layout":
      layout = word(node, pointer)
    case "input":
      readInput(node, pointer)
    case "layers":
      guard let list = node.list else {
        report(pointer, node, "`layers` must be a list, found \(node.summary)")
        return
      }
      if list.isEmpty { report(pointer, node, "`layers` is empty: list the network's layers") }
      for (index, layer) in list.enumerated() { readLayer(layer, at: "/layers/\(index)") }
      if groupCount != 1 { repeatedDepth = nil }
    case "depth":
      if let value = node.integer, value > 0 {
        depth = value
      } else {
        report(
          pointer,
          node,
          "`depth` is the number of residual blocks, a whole number from 1, found \(node.summary)"
        )
      }
    case "rules":
      readRules(node, pointer)
    default:
      report(
        pointer,
        node,
        "unknown key `\(entry.key)`"
          + elaborate(NearestName.suggestion(for: entry.key, in: Self.rootKeys), Self.rootKeys)
      )
    }
  }

  private mutating func readInput(_ node: DocumentNode, _ pointer: String) {
    if let features = node.integer, features > 0 {
      input = FeatureShape(channels: features)
      return
    }
    if let lengths = node.list?.compactMap(\.integer), lengths.count == node.list?.count,
      (1...4).contains(lengths.count), lengths.allSatisfy({ $0 > 0 })
    {
      input = FeatureShape(channels: lengths[0], spatial: Array(lengths.dropFirst()))
      return
    }
    report(
      pointer,
      node,
      "`input` must be a number of features, or [channels, height, width] with one to three spatial "
        + "lengths, all at least 1, found \(node.summary)"
    )
  }

  // MARK: - Layers

  mutating func readLayer(_ node: DocumentNode, at pointer: String) {
    let entries: [DocumentNode.Entry]
    switch node.content {
    case .map(let given): entries = given
    // `- flatten` is short for `- {flatten: }`.
    case .string(let word):
      entries = [.init(key: word, value: DocumentNode(.null, line: node.line))]
    default:
      report(pointer, node, "a layer is a map such as {dense: 300}, found \(node.summary)")
      followsUnread = true
      return
    }
    if entries.contains(where: { $0.key == "repeat" }) {
      readGroup(entries, node, at: pointer)
      return
    }
    let named = entries.filter { kinds[$0.key] != nil }
    guard named.count == 1, let kindEntry = named.first, let type = kinds[kindEntry.key] else {
      reportKind(entries, named, pointer, node)
      // What a layer of any kind may say is checked all the same.
      _ = readCommon(entries, of: nil, at: pointer)
      followsUnread = true
      return
    }

    var common = readCommon(entries, of: type, at: pointer)
    var (arguments, argumentPlaces) = kindArguments(kindEntry, type, pointer)
    for entry in entries
    where entry.key != kindEntry.key && !Self.layerKeys.contains(entry.key) {
      arguments.append(entry)
      argumentPlaces[entry.key] = nil
    }
    var reader = ParameterReader(
      arguments,
      of: kindEntry.key,
      at: pointer,
      places: argumentPlaces,
      line: node.line
    )
    let kind = type.init(&reader)
    reader.finish(commonKeys: Self.layerKeys)
    diagnostics += reader.diagnostics
    if !reader.diagnostics.isEmpty { common.unread.insert(kindEntry.key) }
    var layer = LayerSpec(
      name: common.name,
      kind: kind,
      activation: common.activation,
      bias: common.bias,
      initializer: common.initializer,
      elementType: common.elementType,
      line: node.line,
      unread: common.unread
    )
    layer.role = common.role
    layer.from = common.from
    layer.tied = common.tied
    layers.append(layer)
    places.append(
      LayerPlace(pointer: pointer, followsUnread: followsUnread, isRepeated: !counters.isEmpty)
    )
    followsUnread = false
  }

  /// What layers of every kind may say.
  private struct CommonParts {
    var name: String?
    var activation = Activation.linear
    var bias = LayerSpec.Bias.none
    var initializer: Claim?
    var elementType: ElementType?
    var role: LayerRole?
    var from: [String] = []
    var tied: String?
    /// The keys whose values could not be read.
    var unread: Set<String> = []
  }

  /// Reads what layers of every kind may say; `nil` stands for a kind that is not known.
  private mutating func readCommon(
    _ entries: [DocumentNode.Entry],
    of type: (any LayerKind.Type)?,
    at pointer: String
  ) -> CommonParts {
    var parts = CommonParts()
    if type?.offersBias ?? false { parts.bias = .byScheme }
    for entry in entries where Self.layerKeys.contains(entry.key) {
      let place = pointer + "/" + entry.key.pointerToken
      let problems = diagnostics.count
      switch entry.key {
      case "name": parts.name = layerName(entry.value, place)
      case "activation":
        if let claim = claim(entry.value, place) {
          switch Activation.resolve(claim, at: place) {
          case .success(let resolved): parts.activation = resolved
          case .failure(let problems): diagnostics += problems.diagnostics
          }
        }
      case "bias":
        if let type { parts.bias = readBias(entry.value, place, type) }
      case "initializer": parts.initializer = claim(entry.value, place)
      case "role": parts.role = word(entry.value, place)
      case "from": parts.from = readFrom(entry.value, place)
      case "tied": parts.tied = layerName(entry.value, place)
      default: parts.elementType = word(entry.value, place)
      }
      if diagnostics.count > problems { parts.unread.insert(entry.key) }
    }
    return parts
  }

  /// The kind's own parameters, what stands behind its name, as one value or as a map; and where.
  private func kindArguments(
    _ entry: DocumentNode.Entry,
    _ type: any LayerKind.Type,
    _ pointer: String
  ) -> (arguments: [DocumentNode.Entry], places: [String: String]) {
    let place = pointer + "/" + entry.key.pointerToken
    switch entry.value.content {
    case .null: return ([], [:])
    case .map(let entries):
      let places = entries.map { ($0.key, place + "/" + $0.key.pointerToken) }
      return (entries, Dictionary(places, uniquingKeysWith: { first, _ in first }))
    default:
      let name = type.principalParameter ?? entry.key
      return ([.init(key: name, value: entry.value)], [name: place])
    }
  }

  private mutating func reportKind(
    _ entries: [DocumentNode.Entry],
    _ named: [DocumentNode.Entry],
    _ pointer: String,
    _ node: DocumentNode
  ) {
    let names = kinds.all.map { $0.identifier }
    if named.count > 1 {
      report(
        pointer,
        node,
        "a layer has one kind, found " + named.map { "`\($0.key)`" }.joined(separator: " and ")
      )
    } else if let entry = entries.first(where: {
      !Self.layerKeys.contains($0.key) && ForeignLayerNames.advice(for: $0.key) != nil
    }) {
      report(
        pointer + "/" + entry.key.pointerToken,
        entry.value,
        "unknown layer kind `\(entry.key)`" + (ForeignLayerNames.advice(for: entry.key) ?? "")
      )
    } else if let entry = entries.first(where: {
      !Self.layerKeys.contains($0.key) && NearestName.of($0.key, in: names) != nil
    }) {
      report(
        pointer + "/" + entry.key.pointerToken,
        entry.value,
        "unknown layer kind `\(entry.key)`" + NearestName.suggestion(for: entry.key, in: names)
      )
    } else {
      let unknown = entries.first { !Self.layerKeys.contains($0.key) }
      report(
        pointer,
        node,
        (unknown.map { "unknown layer kind `\($0.key)`" } ?? "the layer names no kind")
          + "; known are " + names.joined(separator: ", ")
      )
    }
  }

  mutating func layerName(_ node: DocumentNode, _ pointer: String) -> String? {
    guard let name = (node.text ?? node.integer.map(String.init)).map(counted),
      LayerName.isValid(name)
    else {
      report(pointer, node, "\(LayerName.rule), found \(node.summary)")
      return nil
    }
    return name
  }

  private mutating func readBias(
    _ node: DocumentNode,
    _ pointer: String,
    _ type: any LayerKind.Type
  ) -> LayerSpec.Bias {
    if !type.offersBias, node.bool != false {
      report(pointer, node, "a `\(type.identifier)` layer has no bias; leave `bias` out")
      return .none
    }
    if let flag = node.bool { return flag ? .byScheme : .none }
    return claim(node, pointer).map(LayerSpec.Bias.drawn) ?? .byScheme
  }

  // MARK: - Values

  /// A claim as text (`raai:k=100`) or as an object (`{raai: {k: 100}}`, `{name: raai, k: 100}`).
  mutating func claim(_ node: DocumentNode, _ pointer: String) -> Claim? {
    switch node.content {
    case .string(let text):
      do {
        return try Claim(text, line: node.line)
      } catch {
        report(pointer, node, (error as? WeightInitError)?.message ?? "\(error)")
        return nil
      }
    case .map(let entries):
      if let name = node["name"]?.text {
        return Claim(
          name: name,
          arguments: entries.filter { $0.key != "name" },
          at: "",
          line: node.line
        )
      }
      if entries.count == 1, let entry = entries.first {
        switch entry.value.content {
        case .map(let arguments):
          return Claim(
            name: entry.key,
            arguments: arguments,
            at: "/" + entry.key.pointerToken,
            line: node.line
          )
        case .null: return Claim(name: entry.key, arguments: [], at: "", line: node.line)
        default: break
        }
      }
      fallthrough
    default:
      report(
        pointer,
        node,
        "expected a name such as `raai`, a claim such as `raai:k=100`, or a map such as "
          + "{raai: {k: 100}}, found \(node.summary)"
      )
      return nil
    }
  }

  private mutating func word<Word>(_ node: DocumentNode, _ pointer: String) -> Word?
  where Word: CaseIterable & RawRepresentable<String> {
    if let text = node.text, let value = Word(rawValue: text) { return value }
    let words = Word.allCases.map(\.rawValue)
    report(
      pointer,
      node,
      "expected one of \(words.joined(separator: ", ")), found \(node.summary)"
        + NearestName.suggestion(for: node.text ?? "", in: words)
    )
    return nil
  }

  private func elaborate(_ suggestion: String, _ known: [String]) -> String {
    suggestion.isEmpty ? "; known are " + known.joined(separator: ", ") : suggestion
  }

  mutating func report(_ pointer: String, _ node: DocumentNode, _ message: String) {
    diagnostics.append(Diagnostic(pointer: pointer, line: node.line, message: message))
  }
}
