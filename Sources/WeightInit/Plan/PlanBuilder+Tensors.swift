extension PlanBuilder {
  /// Plans the tensors of a layer.
  mutating func appendTensors(of stage: NetworkStage, at place: LayerPosition) {
    let names = tensorNames(of: stage)
    let draws = stage.geometry.maps.enumerated().map { index, map in
      draw(map, index, of: stage, at: place, tensorNames: names)
    }
    for (part, name) in zip(stage.geometry.parts, names) {
      switch part.content {
      case .weights(let indices, let weight):
        let maps = indices.compactMap { draws[$0] }
        guard maps.count == indices.count else { continue }
        appendWeights(
          stage,
          part.role,
          name,
          maps,
          indices,
          stored: weight,
          bias: biasName(of: indices, in: stage.geometry, names)
        )
      case .biases(let indices, let shape):
        let maps = indices.compactMap { draws[$0] }
        guard maps.count == indices.count else {
          // The scheme of the weights is missing or wrong; the bias's own may be wrong too.
          if case .drawn(let claim) = stage.layer.bias {
            _ = resolve(claim, at: stage.pointer + "/bias")
          }
          continue
        }
        let resting = indices.map { stage.geometry.maps[$0].restingBias }
        appendBiases(stage, part.role, name, zip(maps, resting).map { ($0, $1) }, shape: shape)
      case .constant(let value, let shape):
        appendConstant(stage, part.role, name, value, shape: shape)
      }
    }
  }

  /// The tensor that holds the biases of just these maps, where schemes may draw them.
  private func biasName(
    of maps: [Int],
    in geometry: LayerGeometry,
    _ names: [String]
  ) -> String? {
    guard maps.allSatisfy({ geometry.maps[$0].hasBias }) else { return nil }
    for (part, name) in zip(geometry.parts, names) {
      if case .biases(maps, _) = part.content { return name }
    }
    return nil
  }

  private func tensorNames(of stage: NetworkStage) -> [String] {
    let layout = spec.layout ?? .pytorch
    return stage.geometry.parts.map { part in
      stage.kind == BareTensorLayer.identifier
        ? stage.name
        : stage.name + "." + (part.name ?? layout.name(of: part.role, in: stage.kind))
    }
  }

  // MARK: - Tensors

  private mutating func appendWeights(
    _ stage: NetworkStage,
    _ role: TensorRole,
    _ name: String,
    _ maps: [MapDraw],
    _ indices: [Int],
    stored weight: LayerGeometry.Weight,
    bias: String?
  ) {
    guard let first = maps.first else { return }
    if let other = maps.first(where: {
      $0.scheme.claim != first.scheme.claim || $0.scale != first.scale
    }) {
      report(
        stage.pointer,
        stage.layer,
        "`\(first.context.name)` and `\(other.context.name)` are stored in the one tensor `\(name)`, "
          + "and rules give them unlike schemes; let the rules name both"
      )
      return
    }
    let (order, shape) = (spec.layout ?? .pytorch).store(weight)
    let rowLength = weight.fanIn
    append(
      stage,
      role,
      name: name,
      shape: shape,
      order: order,
      fans: (first.context.contributions, Double(first.context.fanOut)),
      frameworkFans: FrameworkFans.all(
        ofMap: indices[0],
        of: stage.layer.kind,
        input: stage.input,
        hasBias: first.context.hasBias
      ),
      scheme: first.scheme.identifier,
      parameters: first.scheme.parameters,
      scale: first.scale,
      bias: bias,
      rules: first.rules,
      law: .stack(maps.map { ($0.law, $0.context.neurons) }),
      streams: maps.compactMap { $0.stream("weight") },
      prepare: {
        StackedFill.make(
          try maps.map { (try $0.weights(), $0.context.neurons) },
          rowLength: rowLength
        )
      }
    )
  }

  private mutating func appendBiases(
    _ stage: NetworkStage,
    _ role: TensorRole,
    _ name: String,
    _ maps: [(draw: MapDraw, resting: Double)],
    shape: [Int]
  ) {
    guard let first = maps.first?.draw else { return }
    // A rule that names the bias, and not its layer.
    let decision = rules.decide(names: [name], besides: first.names)
    let own: (claim: Claim, pointer: String)? =
      if let (claim, pointer) = decision.initializer {
        (claim, pointer)
      } else if case .drawn(let claim) = stage.layer.bias {
        (claim, stage.pointer + "/bias")
      } else {
        nil
      }
    var blocks: [(law: TensorLaw, rows: Int)] = []
    var fills: [@Sendable () throws -> any TensorFill] = []
    var streams: [PlannedStream] = []
    var scheme = first.scheme
    do {
      for (map, resting) in maps {
        let law: TensorLaw
        if let own {
          guard let resolved = resolve(own.claim, at: own.pointer) else { return }
          let vector = map.context.vector(length: map.context.neurons, rolePrefix: "bias/")
          (scheme, law) = (resolved, try resolved.initializer.weightLaw(of: vector))
          fills.append {
            map.stored(try resolved.initializer.weights(of: vector), rowLength: 1)
          }
          if law.isRandom {
            streams.append(
              PlannedStream(seed: vector.seed, path: vector.name, role: "bias/weight")
            )
          }
        } else {
          let drawn = try map.scheme.initializer.biasLaw(of: map.context)
          law = drawn == .constant(0) ? .constant(resting) : drawn
          fills.append {
            drawn == .constant(0)
              ? ConstantFill(resting)
              : map.stored(try map.scheme.initializer.biases(of: map.context), rowLength: 1)
          }
          if law.isRandom {
            streams.append(
              PlannedStream(seed: map.context.seed, path: map.context.name, role: "bias")
            )
          }
        }
        blocks.append((law, map.context.neurons))
      }
    } catch {
      report(stage.pointer, stage.layer, (error as? WeightInitError)?.message ?? "\(error)")
      return
    }
    let law = TensorLaw.stack(blocks)
    let isZero = law == .constant(0)
    let prepared = zip(fills, blocks).map { (prepare: $0, rows: $1.rows) }
    append(
      stage,
      role,
      name: name,
      shape: shape,
      order: AxisOrder(logicalShape: shape, neuronAxes: shape.count),
      fans: own == nil ? (first.context.contributions, Double(first.context.fanOut)) : (1, 1),
      scheme: isZero ? Zeros.identifier : scheme.identifier,
      parameters: isZero ? [] : scheme.parameters,
      rules: own == nil ? first.rules : decision.matched,
      law: law,
      streams: streams,
      prepare: {
        StackedFill.make(try prepared.map { (try $0.prepare(), $0.rows) }, rowLength: 1)
      }
    )
  }

  private mutating func appendConstant(
    _ stage: NetworkStage,
    _ role: TensorRole,
    _ name: String,
    _ value: Double,
    shape: [Int]
  ) {
    let order = AxisOrder(logicalShape: shape, neuronAxes: max(1, shape.count))
    // A role speaks of what a normalization scales by, and not of its other constants.
    let decision = rules.decide(
      names: [name],
      besides: [stage.name],
      role: role == .scale ? stage.layer.role : nil
    )
    guard let (claim, pointer) = decision.initializer else {
      guard let factor = factor(of: decision, stage) else { return }
      let value = value * factor
      append(
        stage,
        role,
        name: name,
        shape: shape,
        order: order,
        fans: nil,
        scheme: value == 0 ? Zeros.identifier : value == 1 ? Ones.identifier : Constant.identifier,
        parameters: value == 0 || value == 1 ? [] : [(name: "value", value: .number(value))],
        rules: decision.matched,
        law: .constant(value),
        streams: [],
        prepare: { ConstantFill(value) }
      )
      return
    }
    guard let own = resolve(claim, at: pointer) else { return }
    let vector = LayerContext(
      name: stage.name,
      neurons: shape.reduce(1, *),
      fanIn: 1,
      hasBias: false,
      position: .hidden,
      seed: spec.seed,
      rolePrefix: role.rawValue + "/"
    )
    do {
      let law = try own.initializer.weightLaw(of: vector)
      append(
        stage,
        role,
        name: name,
        shape: shape,
        order: order,
        fans: nil,
        scheme: own.identifier,
        parameters: own.parameters,
        rules: decision.matched,
        law: law,
        streams: law.isRandom
          ? [PlannedStream(seed: spec.seed, path: stage.name, role: vector.rolePrefix + "weight")]
          : [],
        prepare: { try own.initializer.weights(of: vector) }
      )
    } catch {
      report(stage.pointer, stage.layer, (error as? WeightInitError)?.message ?? "\(error)")
    }
  }

  private mutating func append(
    _ stage: NetworkStage,
    _ role: TensorRole,
    name: String,
    shape: [Int],
    order: AxisOrder,
    fans: (fanIn: Double, fanOut: Double)?,
    frameworkFans: [FrameworkFans] = [],
    scheme: String,
    parameters: [(name: String, value: ParameterValue)],
    scale: Double = 1,
    bias: String? = nil,
    rules: [String],
    law: TensorLaw,
    streams: [PlannedStream],
    prepare: @escaping @Sendable () throws -> any TensorFill
  ) {
    guard
      let descriptor = TensorDescriptor(
        name: name,
        shape: shape,
        elementType: stage.layer.elementType ?? spec.elementType
      )
    else {
      report(stage.pointer, stage.layer, "the tensor `\(name)` of shape \(shape) is too large")
      return
    }
    let (sum, overflow) = byteCount.addingReportingOverflow(descriptor.byteCount)
    guard !overflow else {
      report(stage.pointer, stage.layer, "the tensors up to `\(name)` are together too large")
      return
    }
    byteCount = sum
    if let problem = law.problem(
      in: descriptor.elementType,
      neurons: order.neurons,
      fanIn: order.rowLength
    ) {
      report(stage.pointer, stage.layer, "the scheme \(scheme) of `\(name)`: \(problem)")
      return
    }
    tensors.append(
      TensorPlan(
        descriptor: descriptor,
        order: order,
        layer: stage.name,
        layerKind: stage.kind,
        layerRole: stage.role,
        role: role,
        fans: fans,
        frameworkFans: frameworkFans,
        scheme: scheme,
        scale: scale,
        parameters: parameters,
        law: law,
        streams: streams,
        bias: bias,
        rules: rules,
        prepare: prepare
      )
    )
  }
}

extension LayerContext {
  /// The context of a vector of the layer that a scheme of its own draws.
  fileprivate func vector(length: Int, rolePrefix: String) -> LayerContext {
    LayerContext(
      name: name,
      neurons: length,
      fanIn: 1,
      hasBias: false,
      position: position,
      seed: seed,
      rolePrefix: rolePrefix
    )
  }
}
