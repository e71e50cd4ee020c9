/// Finds the layers with weights at which residual branches end.
///
/// The role ``LayerRole/residualLast`` may stand at a normalization, which is what a block adds to its
/// skip connection; what schemes draw for the branch are the weights before it. A branch that a
/// normalization's scale of zero already silences is left alone: two zeros in a row would never learn.
struct ResidualBranches {
  private let stages: [NetworkStage]
  private let layout: WeightLayout
  /// A copy, so that looking does not count as a match.
  private let rules: RuleBook
  private let indices: [String: Int]

  init(_ stages: [NetworkStage], layout: WeightLayout, rules: RuleBook) {
    self.stages = stages
    self.layout = layout
    self.rules = rules
    indices = Dictionary(
      stages.enumerated().map { ($1.name, $0) },
      uniquingKeysWith: { first, _ in first }
    )
  }

  /// The stages, with the roles that their weights have for schemes.
  ///
  /// - Parameter isZero: Whether a claim draws zeros.
  /// - Returns: The stages.
  func marked(isZero: (Claim) -> Bool) -> [NetworkStage] {
    var isEnd = stages.map { $0.layer.role == .residualLast }
    guard isEnd.contains(true) else { return stages }
    var isSilenced = stages.map { _ in false }
    // What a stage without maps knows holds for those that flow into it, which all come before it.
    for index in stages.indices.reversed() where stages[index].geometry.maps.isEmpty {
      let silences = isSilenced[index] || hasZeroScale(stages[index], isZero)
      for source in sources(of: index) {
        if isEnd[index] { isEnd[source] = true }
        if silences { isSilenced[source] = true }
      }
    }
    var marked = stages
    for index in stages.indices where isEnd[index] && !stages[index].geometry.maps.isEmpty {
      marked[index].role = isSilenced[index] ? nil : .residualLast
    }
    return marked
  }

  /// The stages that flow into one.
  private func sources(of index: Int) -> [Int] {
    let names = stages[index].layer.from
    guard !names.isEmpty else { return index > 0 ? [index - 1] : [] }
    return names.compactMap { indices[$0] }.filter { $0 < index }
  }

  private func hasZeroScale(_ stage: NetworkStage, _ isZero: (Claim) -> Bool) -> Bool {
    stage.geometry.parts.contains { part in
      guard part.role == .scale else { return false }
      let name = stage.name + "." + (part.name ?? layout.name(of: part.role, in: stage.kind))
      var rules = rules
      let decision = rules.decide(names: [name], besides: [stage.name], role: stage.layer.role)
      if let (claim, _) = decision.initializer { return isZero(claim) }
      return decision.scale?.factor == .number(0)
    }
  }
}
