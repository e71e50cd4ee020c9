import InitializationTheory

/// Follows the shapes through a network.
struct StageResolver {
  private let spec: NetworkSpec
  private let places: [LayerPlace]
  private let layout: WeightLayout

  private(set) var stages: [NetworkStage] = []
  private(set) var diagnostics: [Diagnostic] = []
  /// Layers that were left out because their shapes are not known, for other checks.
  private(set) var unresolved: [(layer: LayerSpec, pointer: String)] = []

  /// What the named layers give; `nil` for those whose output is not known.
  private var outputs: [String: FeatureShape?] = [:]
  /// What flows into the next layer.
  private var current: FeatureShape?
  /// Behind a layer whose shape could not be found, only its own mistakes are worth telling.
  private var isKnown: Bool
  private var counts: [String: Int] = [:]

  init(_ spec: NetworkSpec, places: [LayerPlace], unread: Set<String>) {
    self.spec = spec
    self.places = places
    layout = spec.layout ?? .pytorch
    current = spec.input
    isKnown = !unread.contains("input")
    if isKnown, let problem = spec.input?.problem {
      diagnostics.append(Diagnostic(pointer: "/input", message: problem))
      isKnown = false
    }
  }

  mutating func resolve() {
    var seen: [String: String] = [:]
    for (layer, place) in zip(spec.layers, places) {
      // Layers that could not be read at all are missing from the list.
      if place.followsUnread { isKnown = false }
      let kind = type(of: layer.kind).identifier
      counts[kind, default: 0] += 1
      let name = layer.name ?? "\(kind)\(counts[kind] ?? 1)"
      if let earlier = seen.updateValue(place.pointer, forKey: name) {
        report(
          place.pointer + "/name",
          layer,
          "the name `\(name)` is already taken by the layer at \(earlier); names must differ"
            + (place.isRepeated ? "; write `{i}` into it, which counts the repetitions" : "")
        )
      }
      if !LayerName.isValid(name) { report(place.pointer + "/name", layer, LayerName.rule) }
      resolve(layer, name, kind, place.pointer)
    }
  }

  private mutating func resolve(
    _ layer: LayerSpec,
    _ name: String,
    _ kind: String,
    _ pointer: String
  ) {
    if layer.unread.contains(kind) || layer.unread.contains("from") { isKnown = false }
    guard isKnown else {
      unresolved.append((layer, pointer))
      return
    }
    do {
      let input = try input(of: layer)
      var hasBias = true
      if case .none = layer.bias { hasBias = false }
      let geometry = try layer.kind.geometry(
        of: input,
        in: LayerSetting(hasBias: hasBias, layout: layout)
      )
      try geometry.check(in: kind)
      stages.append(
        NetworkStage(
          name: name,
          pointer: pointer,
          layer: layer,
          geometry: geometry,
          input: input,
          role: layer.role
        )
      )
      current = geometry.output
      outputs[name] = .some(geometry.output)
    } catch {
      report(pointer, layer, error.message)
      isKnown = false
      unresolved.append((layer, pointer))
    }
  }

  /// What flows into a layer: what the layer before gives, or the layers that it names, side by side.
  private func input(of layer: LayerSpec) throws(LayerShapeError) -> FeatureShape? {
    guard !layer.from.isEmpty else { return current }
    var joined: FeatureShape?
    for name in layer.from {
      let shape: FeatureShape?
      if name == LayerSpec.networkInput {
        shape = spec.input
      } else if let output = outputs[name] {
        shape = output
      } else {
        throw LayerShapeError(
          "`from` names the layer `\(name)`, which does not come before this one"
            + NearestName.suggestion(for: name, in: outputs.keys.sorted())
        )
      }
      guard let first = joined else {
        joined = shape
        continue
      }
      guard let shape, shape.spatial == first.spatial else {
        throw LayerShapeError(
          "`from` joins channels, but `\(name)` gives \(shape?.description ?? "an unknown shape") "
            + "and the layers before \(first)"
        )
      }
      let (channels, overflow) = first.channels.addingReportingOverflow(shape.channels)
      guard !overflow else { throw LayerShapeError("the joined input is too large") }
      joined = FeatureShape(channels: channels, spatial: first.spatial)
    }
    return joined
  }

  private mutating func report(_ pointer: String, _ layer: LayerSpec, _ message: String) {
    diagnostics.append(Diagnostic(pointer: pointer, line: layer.line, message: message))
  }
}
