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
    var role: TensorRole
    var shape: [Int]
    var elementType: ElementType
    var fanIn: Int?
    var fanOut: Int?
    var scheme: String
    var parameters: [String: ParameterValue]
    var law: TensorLaw
    var moments: LawMoments?
    var byteCount: Int
  }

  var seed: UInt64
  var layout: WeightLayout
  var byteCount: Int
  var tensors: [Tensor]

  init(_ plan: InitializationPlan) {
    seed = plan.seed
    layout = plan.layout
    byteCount = plan.tensors.map(\.byteCount).reduce(0, +)
    tensors = plan.plannedTensors.map { tensor in
      Tensor(
        name: tensor.descriptor.name,
        layer: tensor.layer,
        layerKind: tensor.layerKind,
        role: tensor.role,
        shape: tensor.descriptor.shape,
        elementType: tensor.descriptor.elementType,
        fanIn: tensor.fans?.fanIn,
        fanOut: tensor.fans?.fanOut,
        scheme: tensor.scheme,
        parameters: Dictionary(tensor.parameters.map { ($0.name, $0.value) }) { first, _ in first },
        law: tensor.law,
        moments: tensor.moments,
        byteCount: tensor.descriptor.byteCount
      )
    }
  }
}
