extension PlanBuilder {
  /// Decides how a map is drawn; `nil` when that is not known or wrong, which has been reported.
  mutating func draw(
    _ map: LayerGeometry.Map,
    _ index: Int,
    of stage: NetworkStage,
    at place: LayerPosition,
    tensorNames: [String]
  ) -> MapDraw? {
    var names = [stage.name]
    for name in [map.name, map.label].compactMap(\.self) where !name.isEmpty {
      names.append(stage.name + "." + name)
    }
    for (part, name) in zip(stage.geometry.parts, tensorNames) {
      if case .weights(let maps, _) = part.content, maps.contains(index) { names.append(name) }
    }
    let decision = rules.decide(names: names, role: stage.layer.role)
    guard let scheme = scheme(of: stage, decision) else { return nil }
    var context = LayerContext(map, of: stage, at: place, seed: spec.seed)
    for part in stage.geometry.parts {
      if case .weights(let maps, let stored) = part.content, maps.count > 1, maps.contains(index) {
        context.stackedNeurons = stored.neurons
      }
    }
    guard let scale = factor(of: decision, stage) else { return nil }
    do {
      let law = try scheme.initializer.weightLaw(of: context)
      guard let scaled = scale == 1 ? law : law.scaled(by: scale) else {
        report(
          stage.pointer,
          stage.layer,
          "\(scheme.identifier) cannot be scaled: one entry of each neuron has a law of its own; "
            + "use another scheme for `\(stage.name)`, or exempt it from the rule"
        )
        return nil
      }
      guard map.blockOrder == nil || scaled.ignoresRowOrder else {
        report(
          stage.pointer,
          stage.layer,
          "the rows of a matrix of \(scheme.identifier) cannot change places, but the layout "
            + "\((spec.layout ?? .pytorch).rawValue) stacks the gates of `\(stage.name)` in another "
            + "order than they are drawn in as one matrix; use `gates: separate`"
        )
        return nil
      }
      for warning in scheme.initializer.warnings(for: context) {
        warn(stage.pointer, stage.layer, "\(scheme.claim): \(warning)")
      }
      return MapDraw(
        context: context,
        scheme: scheme,
        scale: scale,
        rules: decision.matched,
        names: names,
        law: scaled,
        blockOrder: map.blockOrder
      )
    } catch {
      report(stage.pointer, stage.layer, (error as? WeightInitError)?.message ?? "\(error)")
      return nil
    }
  }

  /// What a decision multiplies by; `nil` when the depth that it needs is not known, which has been
  /// reported.
  mutating func factor(of decision: RuleBook.Decision, _ stage: NetworkStage) -> Double? {
    guard let (factor, rule) = decision.scale else { return 1 }
    guard let value = factor.value(depth: spec.depth) else {
      report(
        rule.pointer + "/scale",
        stage.layer,
        "the scale of the rule `\(rule.subject)` needs the number of residual blocks L; give "
          + "`depth: …` at the top"
      )
      return nil
    }
    return value
  }

  private mutating func scheme(
    of stage: NetworkStage,
    _ decision: RuleBook.Decision
  ) -> ResolvedInitializer? {
    if let (claim, pointer) = decision.initializer { return resolve(claim, at: pointer) }
    if let claim = stage.layer.initializer {
      return resolve(claim, at: stage.pointer + "/initializer")
    }
    if stage.layer.unread.contains("initializer") { return nil }
    if stage.layer.kind is EmbeddingLayer, !(defaultScheme?.initializer is any FrameworkDefault) {
      return try? InitializerRegistry.builtIn.resolve("normal:std=1")
    }
    if spec.initializer == nil, !unread.contains("initializer") {
      report(
        stage.pointer,
        stage.layer,
        "the layer has no initializer; give one here or `initializer: …` at the top"
      )
    }
    return defaultScheme
  }
}

extension LayerContext {
  /// What a scheme sees of a map of a layer.
  fileprivate init(
    _ map: LayerGeometry.Map,
    of stage: NetworkStage,
    at place: LayerPosition,
    seed: UInt64
  ) {
    self.init(
      name: map.name.isEmpty ? stage.name : stage.name + "/" + map.name,
      neurons: map.weight.neurons,
      fanIn: map.weight.fanIn,
      fanOut: map.weight.fanOut,
      groups: map.weight.groups,
      kernel: map.weight.kernel,
      channelLength: map.weight.channelLength,
      hasBias: map.hasBias,
      position: place,
      seed: seed
    )
    dilution = map.weight.dilution
    kind = stage.kind
    role = stage.role
    recurrentUnits = map.recurrentUnits
    self.map = map.name
    mapRole = map.role
    restingBias = map.restingBias
  }
}
