import WeightInit

/// A plan for people.
enum PlanText {
  static func render(_ plan: InitializationPlan) -> String {
    var table = TextTable([
      ("tensor", .left), ("shape", .right), ("fan in", .right), ("fan out", .right),
      ("scheme", .left), ("variance", .right), ("bytes", .right), ("law", .left),
    ])
    for tensor in plan.plannedTensors {
      table.append([
        tensor.descriptor.name,
        NumberText.shape(tensor.descriptor.shape),
        tensor.fans.map { String($0.fanIn) } ?? "–",
        tensor.fans.map { String($0.fanOut) } ?? "–",
        tensor.claim,
        NumberText.short(tensor.moments?.variance),
        ByteText.describe(tensor.descriptor.byteCount),
        LawText.describe(tensor.law),
      ])
    }
    let bytes = plan.tensors.map(\.byteCount).reduce(0, +)
    let values = plan.tensors.map(\.elementCount).reduce(0, +)
    return table.render(.standardOutput)
      + "\n\n\(plan.tensors.count) tensors, \(values) values, \(ByteText.describe(bytes)), seed "
      + "\(plan.seed), layout \(plan.layout.rawValue)"
  }
}
