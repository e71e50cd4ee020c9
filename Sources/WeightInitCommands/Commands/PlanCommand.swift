import ArgumentParser
import WeightInit

/// Shows what would be drawn, without drawing it.
struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Shows what would be drawn: tensors, shapes, fans, schemes, laws, bytes."
  )

  @OptionGroup var specification: SpecificationOptions
  @OptionGroup var reporting: ReportOptions

  func run() throws {
    try reporting.keep(specification.spec)
    let plan = try specification.plan()
    let report = PlanReport(plan)
    try reporting.deliver(report) { PlanText.render(plan) }
  }
}

/// What `plan --json` reports.
struct PlanReport: Report {
  static let schemaIdentifier = "weightinit/plan/1"

  struct Tensor: Encodable {
    var name: String
    var layer: String
    var layerKind: String
    var layerRole: LayerRole?
    var role: TensorRole
    var shape: [Int]
    var elementType: ElementType
    var fanIn: Double?
    var fanOut: Double?
    var frameworkFans: [Fans]?
    var scale: Double?
    var rules: [String]?
    var scheme: String
    var parameters: [String: ParameterValue]
    var law: TensorLaw
    var moments: LawMoments?
    var byteCount: Int
  }

  /// What a framework counts for the same weights.
  struct Fans: Encodable {
    var framework: FrameworkFans.Framework
    var shape: [Int]
    var fanIn: Double
    var fanOut: Double
    /// Whether it is another count than ours.
    var differs: Bool
  }

  var seed: UInt64
  var layout: WeightLayout
  var byteCount: Int
  var tensors: [Tensor]
  var warnings: [WarningReport]

  init(_ plan: InitializationPlan) {
    seed = plan.seed
    layout = plan.layout
    byteCount = plan.tensors.map(\.byteCount).reduce(0, +)
    tensors = plan.plannedTensors.map { tensor in
      Tensor(
        name: tensor.descriptor.name,
        layer: tensor.layer,
        layerKind: tensor.layerKind,
        layerRole: tensor.layerRole,
        role: tensor.role,
        shape: tensor.descriptor.shape,
        elementType: tensor.descriptor.elementType,
        fanIn: tensor.fans?.fanIn,
        fanOut: tensor.fans?.fanOut,
        frameworkFans: tensor.frameworkFans.isEmpty
          ? nil
          : tensor.frameworkFans.map { fans in
            Fans(
              framework: fans.framework,
              shape: fans.shape,
              fanIn: fans.fanIn,
              fanOut: fans.fanOut,
              differs: tensor.differs(from: fans)
            )
          },
        scale: tensor.scale == 1 ? nil : tensor.scale,
        rules: tensor.rules.isEmpty ? nil : tensor.rules,
        scheme: tensor.scheme,
        parameters: Dictionary(tensor.parameters.map { ($0.name, $0.value) }) { first, _ in first },
        law: tensor.law,
        moments: tensor.moments,
        byteCount: tensor.descriptor.byteCount
      )
    }
    warnings = plan.warnings.map(WarningReport.init)
  }
}
