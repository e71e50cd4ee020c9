import WeightInit

/// A plan for people.
enum PlanText {
  /// The frameworks that count other fans, with what they count.
  private static func others(_ tensor: TensorPlan) -> String {
    guard tensor.role == .weight, !tensor.frameworkFans.isEmpty else { return "–" }
    var groups: [(names: [String], counts: String)] = []
    for fans in tensor.frameworkFans where tensor.differs(from: fans) {
      let counts = "\(NumberText.count(fans.fanIn))/\(NumberText.count(fans.fanOut))"
      if let index = groups.firstIndex(where: { $0.counts == counts }) {
        groups[index].names.append(fans.framework.rawValue)
      } else {
        groups.append(([fans.framework.rawValue], counts))
      }
    }
    guard !groups.isEmpty else { return "same" }
    return "≠ "
      + groups.map { "\($0.names.joined(separator: ",")) \($0.counts)" }.joined(separator: "; ")
  }

  static func render(_ plan: InitializationPlan) -> String {
    var table = TextTable([
      ("tensor", .left), ("shape", .right), ("fan in", .right), ("fan out", .right),
      ("others count", .left),
      ("scheme", .left), ("variance", .right), ("bytes", .right), ("law", .left),
    ])
    for tensor in plan.plannedTensors {
      table.append([
        tensor.descriptor.name,
        NumberText.shape(tensor.descriptor.shape),
        tensor.fans.map { NumberText.count($0.fanIn) } ?? "–",
        tensor.fans.map { NumberText.count($0.fanOut) } ?? "–",
        others(tensor),
        tensor.claim + (tensor.scale == 1 ? "" : " × \(NumberText.short(tensor.scale))"),
        NumberText.short(tensor.moments?.variance),
        ByteText.describe(tensor.descriptor.byteCount),
        LawText.describe(tensor.law),
      ])
    }
    let bytes = plan.tensors.map(\.byteCount).reduce(0, +)
    let values = plan.tensors.map(\.elementCount).reduce(0, +)
    let rules = plan.plannedTensors.filter { !$0.rules.isEmpty }
    let matches =
      rules.isEmpty
      ? ""
      : "\n\n"
        + rules.map { "\($0.descriptor.name): rule \($0.rules.joined(separator: ", "))" }
        .joined(separator: "\n")
    return table.render(.standardOutput) + matches
      + "\n\n\(plan.tensors.count) tensors, \(values) values, \(ByteText.describe(bytes)), seed "
      + "\(plan.seed), layout \(plan.layout.rawValue)"
  }
}
