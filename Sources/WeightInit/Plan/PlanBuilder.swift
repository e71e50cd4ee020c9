/// Turns a specification into tensor plans and collects what stands in the way.
struct PlanBuilder {
  private let spec: NetworkSpec
  /// The position in the document of each layer, for messages.
  private let positions: [Int]
  private let registry: InitializerRegistry
  /// The keys of the document's root that were given but could not be read.
  private let unread: Set<String>

  /// The scheme of layers that name none.
  private(set) var defaultScheme: ResolvedInitializer?
  private(set) var tensors: [TensorPlan] = []
  private(set) var outlines: [LayerOutline] = []
  private(set) var diagnostics: [Diagnostic] = []
  /// The bytes of all tensors.
  private var byteCount = 0

  private struct Stage {
    var name: String
    var pointer: String
    var layer: LayerSpec
    var geometry: LayerGeometry
  }

  init(
    spec: NetworkSpec,
    positions: [Int],
    registry: InitializerRegistry,
    unread: Set<String> = []
  ) {
    self.spec = spec
    self.positions = positions
    self.registry = registry
    self.unread = unread
  }

  mutating func build() {
    defaultScheme = spec.initializer.flatMap { resolve($0, at: "/initializer") }
    let stages = resolveShapes()
    let counted = stages.indices.filter { stages[$0].geometry.countsAsStage }
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
      append(stage, at: place)
    }
    reportCollisions()
  }

  // MARK: - Shapes

  private mutating func resolveShapes() -> [Stage] {
    var stages: [Stage] = []
    var current = spec.input
    // Behind a layer whose shape could not be found, only its own mistakes are worth telling.
    var isKnown = !unread.contains("input") && checkInput()
    var next = 0
    var counts: [String: Int] = [:]
    var seen: [String: Int] = [:]
    for (layer, position) in zip(spec.layers, positions) {
      // Layers that could not be read at all are missing from the list.
      if position != next { isKnown = false }
      next = position + 1
      let kind = type(of: layer.kind).identifier
      counts[kind, default: 0] += 1
      let name = layer.name ?? "\(kind)\(counts[kind] ?? 1)"
      let pointer = "/layers/\(position)"
      if let earlier = seen[name] {
        report(
          pointer + "/name",
          layer,
          "the name `\(name)` is already taken by layer \(earlier); names must differ"
        )
      }
      seen[name] = position
      if !LayerName.isValid(name) { report(pointer + "/name", layer, LayerName.rule) }
      var hasBias = true
      if case .none = layer.bias { hasBias = false }
      if layer.unread.contains(kind) { isKnown = false }
      guard isKnown else {
        checkClaims(of: layer, pointer)
        continue
      }
      do {
        let geometry = try layer.kind.geometry(of: current, hasBias: hasBias)
        if let weight = geometry.weight { try weight.check(in: kind) }
        stages.append(Stage(name: name, pointer: pointer, layer: layer, geometry: geometry))
        current = geometry.output
      } catch {
        report(pointer, layer, error.message)
        isKnown = false
        checkClaims(of: layer, pointer)
      }
    }
    return stages
  }

  /// Whether the network's input, which code may have made, holds what documents may hold.
  private mutating func checkInput() -> Bool {
    guard let problem = spec.input?.problem else { return true }
    diagnostics.append(Diagnostic(pointer: "/input", message: problem))
    return false
  }

  /// Reports what is wrong with the schemes of a layer of unknown shape.
  private mutating func checkClaims(of layer: LayerSpec, _ pointer: String) {
    if let claim = layer.initializer { _ = resolve(claim, at: pointer + "/initializer") }
    if case .drawn(let claim) = layer.bias { _ = resolve(claim, at: pointer + "/bias") }
  }

  // MARK: - Schemes

  private mutating func resolve(_ claim: Claim, at pointer: String) -> ResolvedInitializer? {
    switch registry.resolve(claim, at: pointer) {
    case .success(let resolved): return resolved
    case .failure(let problems):
      diagnostics += problems.diagnostics
      return nil
    }
  }

  private mutating func scheme(of stage: Stage) -> ResolvedInitializer? {
    if let claim = stage.layer.initializer {
      return resolve(claim, at: stage.pointer + "/initializer")
    }
    if stage.layer.unread.contains("initializer") { return nil }
    if stage.layer.kind is EmbeddingLayer {
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

  // MARK: - Tensors

  private mutating func append(
    _ stage: Stage,
    at place: LayerPosition
  ) {
    let first = tensors.count
    let geometry = stage.geometry
    let resolved =
      geometry.weight == nil ? nil : scheme(of: stage)
    let hasBias = geometry.vectors.contains { $0.role == .bias }
    if resolved == nil, case .drawn(let claim) = stage.layer.bias {
      _ = resolve(claim, at: stage.pointer + "/bias")
    }
    let context = geometry.weight.map { weight in
      LayerContext(
        name: stage.name,
        neurons: weight.logicalShape[0],
        fanIn: weight.fanIn,
        fanOut: weight.fanOut,
        groups: weight.groups,
        kernel: weight.kernel,
        channelLength: weight.channelLength,
        hasBias: hasBias,
        position: place,
        seed: spec.seed
      )
    }
    if let weight = geometry.weight, let context, let resolved {
      let (order, shape) = (spec.layout ?? .pytorch).store(weight)
      appendDrawn(
        stage,
        .weight,
        shape: shape,
        order: order,
        resolved,
        context,
        stream: "weight",
        law: { try resolved.initializer.weightLaw(of: context) },
        fill: { try resolved.initializer.weights(of: context) }
      )
    }
    for (role, length) in geometry.vectors {
      if role == .bias, let context, let resolved {
        appendBias(stage, length: length, resolved, context)
      } else if let value = role.constant {
        append(
          stage,
          role,
          shape: [length],
          order: AxisOrder(logicalShape: [length]),
          fans: nil,
          scheme: value == 0 ? Zeros.identifier : Ones.identifier,
          parameters: [],
          law: .constant(value),
          streamRole: nil,
          prepare: { ConstantFill(value) }
        )
      }
    }
    outlines.append(
      LayerOutline(
        name: stage.name,
        kerasClass: geometry.kerasClass,
        tensorIndices: Array(first..<tensors.count)
      )
    )
  }

  private mutating func appendBias(
    _ stage: Stage,
    length: Int,
    _ resolved: ResolvedInitializer,
    _ context: LayerContext
  ) {
    let order = AxisOrder(logicalShape: [length])
    guard case .drawn(let claim) = stage.layer.bias else {
      appendDrawn(
        stage,
        .bias,
        shape: [length],
        order: order,
        resolved,
        context,
        stream: "bias",
        law: { try resolved.initializer.biasLaw(of: context) },
        fill: { try resolved.initializer.biases(of: context) }
      )
      return
    }
    guard let own = resolve(claim, at: stage.pointer + "/bias") else { return }
    let vector = LayerContext(
      name: stage.name,
      neurons: length,
      fanIn: 1,
      hasBias: false,
      position: context.position,
      seed: spec.seed,
      rolePrefix: "bias/"
    )
    appendDrawn(
      stage,
      .bias,
      shape: [length],
      order: order,
      own,
      vector,
      stream: "weight",
      law: { try own.initializer.weightLaw(of: vector) },
      fill: { try own.initializer.weights(of: vector) }
    )
  }

  private mutating func appendDrawn(
    _ stage: Stage,
    _ role: TensorRole,
    shape: [Int],
    order: AxisOrder,
    _ resolved: ResolvedInitializer,
    _ context: LayerContext,
    stream: String,
    law makeLaw: () throws -> TensorLaw,
    fill: @escaping @Sendable () throws -> any TensorFill
  ) {
    let law: TensorLaw
    do {
      law = try makeLaw()
    } catch {
      report(
        stage.pointer,
        stage.layer,
        (error as? WeightInitError)?.message ?? "\(error)"
      )
      return
    }
    let isZeroBias = role == .bias && law == .constant(0)
    append(
      stage,
      role,
      shape: shape,
      order: order,
      fans: (context.fanIn, context.fanOut),
      scheme: isZeroBias ? Zeros.identifier : resolved.identifier,
      parameters: isZeroBias ? [] : resolved.parameters,
      law: law,
      streamRole: law.isRandom ? context.rolePrefix + stream : nil,
      prepare: fill
    )
  }

  private mutating func append(
    _ stage: Stage,
    _ role: TensorRole,
    shape: [Int],
    order: AxisOrder,
    fans: (fanIn: Int, fanOut: Int)?,
    scheme: String,
    parameters: [(name: String, value: ParameterValue)],
    law: TensorLaw,
    streamRole: String?,
    prepare: @escaping @Sendable () throws -> any TensorFill
  ) {
    let kind = type(of: stage.layer.kind).identifier
    let name =
      kind == BareTensorLayer.identifier
      ? stage.name : stage.name + "." + (spec.layout ?? .pytorch).name(of: role, in: kind)
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
      neurons: order.logicalShape.first ?? 1,
      fanIn: fans?.fanIn ?? 1
    ) {
      report(stage.pointer, stage.layer, "the scheme \(scheme) of `\(name)`: \(problem)")
      return
    }
    tensors.append(
      TensorPlan(
        descriptor: descriptor,
        order: order,
        layer: stage.name,
        layerKind: kind,
        role: role,
        fans: fans,
        scheme: scheme,
        parameters: parameters,
        law: law,
        stream: streamRole.map { RandomStream(seed: spec.seed, path: stage.name, role: $0) },
        streamRole: streamRole,
        prepare: prepare
      )
    )
  }

  // MARK: - Checks

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
      guard let stream = tensor.stream else { continue }
      if let other = layersByStream.updateValue(layer, forKey: stream), other != layer {
        diagnostics.append(
          Diagnostic(
            pointer: "/layers",
            message: "the layers `\(other)` and `\(layer)` meet in a random stream; rename one"
          )
        )
      }
    }
  }

  private mutating func report(_ pointer: String, _ layer: LayerSpec, _ message: String) {
    diagnostics.append(Diagnostic(pointer: pointer, line: layer.line, message: message))
  }
}
