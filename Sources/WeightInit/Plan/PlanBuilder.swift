import InitializationTheory

/// Turns a specification into tensor plans and collects what stands in the way.
struct PlanBuilder {
  let spec: NetworkSpec
  /// Where each layer stands in the document, for messages.
  private let places: [LayerPlace]
  let registry: InitializerRegistry
  /// The keys of the document's root that were given but could not be read.
  let unread: Set<String>

  /// The scheme of layers that name none.
  private(set) var defaultScheme: ResolvedInitializer?
  var tensors: [TensorPlan] = []
  private(set) var outlines: [LayerOutline] = []
  private(set) var diagnostics: [Diagnostic] = []
  /// What is odd without standing in the way.
  private(set) var warnings: [Diagnostic] = []
  var rules: RuleBook
  /// The bytes of all tensors.
  var byteCount = 0

  init(
    spec: NetworkSpec,
    places: [LayerPlace],
    registry: InitializerRegistry,
    unread: Set<String> = []
  ) {
    self.spec = spec
    self.places = places
    self.registry = registry
    self.unread = unread
    rules = RuleBook(spec.rules)
  }

  mutating func build() {
    defaultScheme = spec.initializer.flatMap { resolve($0, at: "/initializer") }
    for rule in spec.rules {
      if let claim = rule.initializer { _ = resolve(claim, at: rule.pointer + "/initializer") }
    }
    var shapes = StageResolver(spec, places: places, unread: unread)
    shapes.resolve()
    diagnostics += shapes.diagnostics
    for (layer, pointer) in shapes.unresolved { checkClaims(of: layer, pointer) }
    let stages =
      ResidualBranches(shapes.stages, layout: spec.layout ?? .pytorch, rules: rules)
      .marked { drawsZeros($0) }
    let counted = stages.indices.filter {
      stages[$0].geometry.countsAsStage && stages[$0].layer.tied == nil
    }
    for (index, stage) in stages.enumerated() {
      let place: LayerPosition =
        if counted.count <= 1 {
          .only
        } else if index == counted.first {
          .first
        } else if index == counted.last {
          .last
        } else {
          .hidden
        }
      append(stage, at: place, among: stages)
    }
    reportCollisions()
    // What a layer that could not be read would have matched is not known.
    guard diagnostics.isEmpty, !unread.contains("layers") else { return }
    for rule in rules.unused {
      warnings.append(
        Diagnostic(
          pointer: rule.pointer,
          line: rule.line,
          message: "the rule `\(rule.subject)` matches no layer and no tensor"
            + nearest(to: rule.subject, among: stages)
        )
      )
    }
  }

  /// The name that a rule may have meant.
  private func nearest(
    to subject: InitializationRule.Subject,
    among stages: [NetworkStage]
  ) -> String {
    guard case .names(let pattern) = subject else { return "" }
    if stages.contains(where: { $0.name == pattern.description }) {
      return "; the layer draws no weights of its own: name its tensors, as `plan` lists them"
    }
    return NearestName.suggestion(for: pattern.description, in: stages.map(\.name))
  }

  /// Reports what is wrong with the schemes of a layer of unknown shape.
  private mutating func checkClaims(of layer: LayerSpec, _ pointer: String) {
    if let claim = layer.initializer { _ = resolve(claim, at: pointer + "/initializer") }
    if case .drawn(let claim) = layer.bias { _ = resolve(claim, at: pointer + "/bias") }
  }

  // MARK: - Layers

  private mutating func append(
    _ stage: NetworkStage,
    at place: LayerPosition,
    among stages: [NetworkStage]
  ) {
    let first = tensors.count
    if let tied = stage.layer.tied {
      checkTie(of: stage, to: tied, among: stages)
    } else {
      checkSchemes(of: stage)
      appendTensors(of: stage, at: place)
    }
    outlines.append(
      LayerOutline(
        name: stage.name,
        kerasClass: stage.geometry.kerasClass,
        tensorIndices: Array(first..<tensors.count)
      )
    )
  }

  /// Refuses schemes for a layer that draws nothing, which would change nothing.
  private mutating func checkSchemes(of stage: NetworkStage) {
    guard stage.geometry.maps.isEmpty else { return }
    let remedy =
      stage.geometry.parts.isEmpty
      ? "" : "; a rule that names its tensor, as `plan` lists it, can set another value"
    if stage.layer.initializer != nil {
      report(
        stage.pointer + "/initializer",
        stage.layer,
        "a `\(stage.kind)` layer has no weights that a scheme draws; leave `initializer` out"
          + remedy
      )
    }
    if case .drawn = stage.layer.bias {
      report(
        stage.pointer + "/bias",
        stage.layer,
        "the shift of a `\(stage.kind)` layer is not drawn; give `bias: true` or `bias: false`"
          + remedy
      )
    }
  }

  /// Checks that a layer may share the weights of another.
  private mutating func checkTie(
    of stage: NetworkStage,
    to name: String,
    among stages: [NetworkStage]
  ) {
    if stage.layer.initializer != nil {
      report(
        stage.pointer + "/initializer",
        stage.layer,
        "a tied layer shares the weights of `\(name)` and draws none; leave `initializer` out"
      )
    }
    guard let other = stages.first(where: { $0.name == name && $0.name != stage.name }) else {
      report(
        stage.pointer + "/tied",
        stage.layer,
        name == stage.name
          ? "`tied` names the layer itself; give the name of the layer whose weights it shares"
          : "`tied` names the layer `\(name)`, which is not there"
            + NearestName.suggestion(for: name, in: stages.map(\.name))
      )
      return
    }
    func stored(_ stage: NetworkStage) -> [Int]? {
      for part in stage.geometry.parts {
        if case .weights(_, let weight) = part.content {
          return (spec.layout ?? .pytorch).store(weight).shape
        }
      }
      return nil
    }
    // A table holds a vector for each item, and so does the map that it serves as.
    let (own, shared) = (stored(stage), stored(other))
    let isShared = own == shared || own.map { Array($0.reversed()) } == shared
    guard isShared else {
      report(
        stage.pointer + "/tied",
        stage.layer,
        "the layer needs weights of shape \(own ?? []), but those of `\(name)` have the shape "
          + "\(shared ?? []); only layers of the same numbers of weights can share them"
      )
      return
    }
    if case .none = stage.layer.bias { return }
    report(
      stage.pointer + "/bias",
      stage.layer,
      "a tied layer shares the weights of `\(name)` and has no bias of its own; set `bias: false`"
    )
  }

  /// Whether a claim stands for zeros.
  private func drawsZeros(_ claim: Claim) -> Bool {
    guard case .success(let resolved) = registry.resolve(claim, at: "") else { return false }
    let entry = LayerContext(name: "", neurons: 1, fanIn: 1, hasBias: false, seed: spec.seed)
    return (try? resolved.initializer.weightLaw(of: entry)) == .constant(0)
  }

  // MARK: - Messages

  mutating func resolve(_ claim: Claim, at pointer: String) -> ResolvedInitializer? {
    switch registry.resolve(claim, at: pointer) {
    case .success(let resolved): return resolved
    case .failure(let problems):
      for diagnostic in problems.diagnostics where !diagnostics.contains(diagnostic) {
        diagnostics.append(diagnostic)
      }
      return nil
    }
  }

  mutating func report(_ pointer: String, _ layer: LayerSpec, _ message: String) {
    let diagnostic = Diagnostic(pointer: pointer, line: layer.line, message: message)
    // The layers of a repeated group have their mistakes in common.
    if !diagnostics.contains(diagnostic) { diagnostics.append(diagnostic) }
  }

  /// Adds a warning; what several layers have in common is said once.
  mutating func warn(_ pointer: String, _ layer: LayerSpec, _ message: String) {
    guard !warnings.contains(where: { $0.message == message }) else { return }
    warnings.append(Diagnostic(pointer: pointer, line: layer.line, message: message))
  }

  /// Names are checked by layer; tensors may still meet (a bare tensor `fc1.bias` beside a layer
  /// `fc1`), and so may streams, with a chance of 2⁻⁶⁴.
  private mutating func reportCollisions() {
    // Layers of one name have been reported, and meet in all of their tensors.
    var layersByName: [String: String] = [:]
    var layersByStream: [RandomStream: String] = [:]
    for tensor in tensors {
      let (name, layer) = (tensor.descriptor.name, tensor.layer)
      if layersByName.updateValue(layer, forKey: name).map({ $0 != layer }) == true {
        diagnostics.append(
          Diagnostic(
            pointer: "/layers",
            message: "two tensors are called `\(name)`; rename a layer"
          )
        )
      }
      for planned in tensor.streams {
        if let other = layersByStream.updateValue(layer, forKey: planned.stream), other != layer {
          diagnostics.append(
            Diagnostic(
              pointer: "/layers",
              message: "the layers `\(other)` and `\(layer)` meet in a random stream; rename one"
            )
          )
        }
      }
    }
  }
}
