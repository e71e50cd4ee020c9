/// The rules of a network, and which of them matched something.
struct RuleBook {
  /// What the matching rules say of a map.
  struct Decision {
    /// The scheme and where it stands.
    var initializer: (claim: Claim, pointer: String)?
    var scale: (factor: RuleScale, rule: InitializationRule)?
    /// The rules that matched, as they are written.
    var matched: [String] = []
  }

  private let rules: [InitializationRule]
  private var isUsed: [Bool]

  init(_ rules: [InitializationRule]) {
    self.rules = rules
    isUsed = Array(repeating: false, count: rules.count)
  }

  /// What the rules say of something.
  ///
  /// - Parameters:
  ///   - names: The names that it goes by.
  ///   - others: Names of the layer that holds it; rules that match one of them speak of the layer's
  ///     weights, and not of a bias or a constant.
  ///   - role: The role of its layer.
  /// - Returns: The decision of the last rule for each aspect.
  mutating func decide(
    names: [String],
    besides others: [String] = [],
    role: LayerRole? = nil
  ) -> Decision {
    var decision = Decision()
    for (index, rule) in rules.enumerated() {
      let matches =
        switch rule.subject {
        case .names(let pattern):
          names.contains(where: pattern.matches) && !others.contains(where: pattern.matches)
        case .role(let wanted): role == wanted
        }
      guard matches else { continue }
      isUsed[index] = true
      decision.matched.append(rule.subject.description)
      if let claim = rule.initializer {
        decision.initializer = (claim, rule.pointer + "/initializer")
      }
      if let scale = rule.scale { decision.scale = (scale, rule) }
    }
    return decision
  }

  /// The rules that matched nothing so far.
  var unused: [InitializationRule] { zip(rules, isUsed).filter { !$0.1 }.map(\.0) }
}
