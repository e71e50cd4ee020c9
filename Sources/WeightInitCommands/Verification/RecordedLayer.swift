import WeightFiles
import WeightInit

/// What a plan or a manifest says of a tensor, from which follows what schemes saw of its layer.
struct RecordedLayer {
  private let layer: String
  private let kind: String
  private let layerRole: LayerRole?
  private let isWeight: Bool
  private let order: AxisOrder
  private let fans: (fanIn: Double, fanOut: Double)?
  private let hasBias: Bool
  private let claim: String
  private let scale: Double
  private let law: TensorLaw
  private let streamCount: Int

  init(_ plan: TensorPlan) {
    layer = plan.layer
    kind = plan.layerKind
    layerRole = plan.layerRole
    isWeight = plan.role == .weight
    order = plan.order
    fans = plan.fans
    hasBias = plan.bias != nil
    claim = plan.claim
    scale = plan.scale
    law = plan.law
    streamCount = plan.streams.count
  }

  init(_ record: Manifest.Tensor) {
    layer = record.layer
    kind = record.layerKind
    layerRole = record.layerRole
    isWeight = record.role == .weight
    order = record.axisOrder
    fans = record.fans.map { ($0.fanIn, $0.fanOut) }
    hasBias = record.bias != nil
    claim = record.claim
    scale = record.scale ?? 1
    law = record.law
    streamCount = record.streams?.count ?? 0
  }

  /// What schemes saw of the layer of each tensor; `nil` for tensors that hold no weights, or whose
  /// layer does not follow from what is recorded.
  static func contexts(of records: [RecordedLayer]) -> [LayerContext?] {
    let weights = records.filter(\.isWeight)
    let counts = Dictionary(weights.map { ($0.layer, 1) }, uniquingKeysWith: +)
    // Embeddings are no stages of the signal.
    let stages = weights.filter { !["embedding", "tokens"].contains($0.kind) }.map(\.layer)
    let isOnly = Set(stages).count <= 1
    return records.map { record in
      // Layers of several maps do not say which of them a tensor holds.
      guard record.isWeight, record.streamCount <= 1, counts[record.layer] == 1 else { return nil }
      let position: LayerPosition =
        switch record.layer {
        case _ where isOnly: .only
        case stages.first: .first
        case stages.last: .last
        default: .hidden
        }
      return record.context(at: position)
    }
  }

  private func context(at position: LayerPosition) -> LayerContext? {
    let shape = order.logicalShape
    guard order.isValid, order.neuronAxes < shape.count, let fans,
      let fanOut = Int(exactly: fans.fanOut), fanOut > 0
    else { return nil }
    let positions = Array(shape.dropFirst(order.neuronAxes + 1))
    let hasKernel = kind.contains("conv")
    let length = positions.reduce(1, *)
    guard order.neurons > 0, order.rowLength > 0, length > 0 else { return nil }
    let groups =
      if kind.hasPrefix("conv-transpose") {
        order.neuronAxes == 2 ? shape[0] : 1
      } else {
        hasKernel ? order.neurons * length / fanOut : 1
      }
    var context = LayerContext(
      name: layer,
      neurons: order.neurons,
      fanIn: order.rowLength,
      fanOut: fanOut,
      groups: max(groups, 1),
      kernel: hasKernel ? positions : [],
      channelLength: length,
      hasBias: hasBias,
      position: position,
      seed: 0
    )
    let dilution = (Double(order.rowLength) / fans.fanIn).rounded()
    context.dilution = dilution >= 1 && dilution < 1e6 ? Int(dilution) : 1
    context.kind = kind
    context.role = layerRole
    guard isTrue(of: context) else { return nil }
    return context
  }

  /// Whether the claim promises of the layer what was recorded: else the layer is not the one that it
  /// is taken for.
  private func isTrue(of context: LayerContext) -> Bool {
    // Of a scheme that the registry does not have nothing can be asked.
    guard let resolved = try? ToolContext.current.initializers.resolve(claim) else { return true }
    guard let promised = try? resolved.initializer.weightLaw(of: context) else { return false }
    return scale == 1 ? promised == law : promised.scaled(by: scale) == law
  }
}
