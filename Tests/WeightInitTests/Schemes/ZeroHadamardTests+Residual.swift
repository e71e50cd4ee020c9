import Testing
import WeightInit

extension ZeroHadamardTests {
  /// A block of a ResNet: two convolutions, a shortcut that widens, and the classifier.
  private func block(
    _ rules: String = "",
    scheme: String = "ZerO",
    last: String = "",
    norm: String = ""
  ) throws -> InitializationPlan {
    try Making.plan(
      #"""
      {"initializer": "\#(scheme)", "input": [3, 8, 8], "layers": [
        {"conv2d": 4, "kernel": 3, "padding": 1, "name": "stem", "bias": false},
        {"conv2d": 8, "kernel": 1, "stride": 2, "name": "shortcut", "bias": false},
        {"conv2d": 8, "kernel": 3, "stride": 2, "padding": 1, "name": "conv1", "bias": false, "from": "stem"},
        {"batch-norm": null, "name": "bn1"},
        {"conv2d": 8, "kernel": 3, "padding": 1, "name": "conv2", "bias": false\#(last)},
        {"batch-norm": null, "name": "bn2"\#(norm)},
        {"pool": null, "global": true, "operation": "average"},
        {"dense": 5, "name": "fc", "role": "classifier"}]\#(rules)}
      """#
    )
  }

  private func law(_ plan: InitializationPlan, _ name: String) throws -> TensorLaw {
    try #require(plan.plannedTensors.first { $0.descriptor.name == name }).law
  }

  @Test(
    "A residual branch ends in zeros, whether its convolution or the normalization behind bears the role",
    arguments: ["ZerO", "ZerO*"],
    [(#", "role": "residual-last""#, ""), ("", #", "role": "residual-last""#)]
  )
  func residualBranch(scheme: String, roles: (last: String, norm: String)) throws {
    let plan = try block(scheme: scheme, last: roles.last, norm: roles.norm)
    #expect(try law(plan, "conv2.weight") == .constant(0))
    #expect(try plan.values(of: "conv2.weight", as: Double.self)?.allSatisfy { $0 == 0 } == true)
    // Normalizations keep their scale, and everything else follows the algorithms.
    #expect(try law(plan, "bn2.weight") == .constant(1))
    #expect(try law(plan, "fc.weight") == .partialIdentity(gain: 1))
    for name in ["shortcut.weight", "conv1.weight"] {
      guard case .centerTap(.hadamard, _, _, _) = try law(plan, name) else {
        Issue.record("\(name) does not widen by a Hadamard matrix")
        continue
      }
    }
    #expect(
      plan.plannedTensors.filter { $0.layerRole == .residualLast }.map(\.descriptor.name)
        .contains("conv2.weight")
    )
    #expect(plan.plannedTensors.first { $0.layer == "conv1" }?.layerRole == nil)
    // The first layer of ZerO* is random, as without residual branches.
    #expect(try law(plan, "stem.weight").isRandom == (scheme == "ZerO*"))
  }

  @Test("Without a role nothing is zeroed, and other schemes do not look at it")
  func noRole() throws {
    for (scheme, role) in [("ZerO", ""), ("he-normal", #", "role": "residual-last""#)] {
      let plan = try block(scheme: scheme, last: role)
      #expect(try law(plan, "conv2.weight") != .constant(0))
    }
  }

  @Test(
    "A branch that a scale of zero silences keeps its last layer, since two zeros would never learn",
    arguments: [
      #", "rules": {"bn2.weight": "zeros"}"#, #", "rules": {"bn2.weight": {"zero": true}}"#,
      #", "rules": {"bn2.weight": "constant:value=0"}"#,
      #", "rules": {"role:residual-last": {"zero": true}}"#,
    ]
  )
  func silencedBranch(rules: String) throws {
    let plan = try block(rules, norm: #", "role": "residual-last""#)
    #expect(try law(plan, "bn2.weight") == .constant(0))
    #expect(try law(plan, "bn2.running_var") == .constant(1))
    #expect(try law(plan, "conv2.weight") != .constant(0))
  }

  @Test("A role is found through any number of layers without weights, and through several sources")
  func longTail() throws {
    let norms = (0..<3000).map { #"{"layer-norm": null, "name": "n\#($0)"}"# }
    let plan = try Making.plan(
      #"""
      {"initializer": "ZerO", "input": 4, "layers": [
        {"dense": 4, "name": "a"}, {"dense": 4, "name": "b", "from": "input"},
        {"layer-norm": null, "name": "join", "from": ["a", "b"]},
        \#(norms.joined(separator: ",")),
        {"layer-norm": null, "name": "end", "role": "residual-last"}, {"dense": 4, "name": "c"}]}
      """#
    )
    for name in ["a.weight", "b.weight"] { #expect(try law(plan, name) == .constant(0)) }
    #expect(try law(plan, "c.weight") != .constant(0))
  }

  @Test("Attention at the end of a branch has identity queries and zero keys and values")
  func attention() throws {
    func laws(_ projections: String, role: String) throws -> [TensorLaw] {
      let plan = try Making.plan(
        #"""
        {"initializer": "ZerO", "input": 6, "layers": [
          {"attention": 2, "name": "a", "bias": false, "projections": "\#(projections)"\#(role)}]}
        """#
      )
      return plan.plannedTensors.map(\.law)
    }
    let identity = TensorLaw.partialIdentity(gain: 1)
    let role = #", "role": "residual-last""#
    #expect(
      try laws("separate", role: role) == [identity, .constant(0), .constant(0), identity]
    )
    let stacked = TensorLaw.stacked([
      LawBlock(rows: 6, law: identity), LawBlock(rows: 12, law: .constant(0)),
    ])
    #expect(try laws("fused", role: role) == [stacked, identity])
    #expect(try laws("separate", role: "") == [identity, identity, identity, identity])
  }

  @Test("A recurrent layer at the end of a branch is left alone with a warning")
  func recurrentEnd() throws {
    let plan = try Making.plan(
      #"""
      {"initializer": "ZerO", "input": 4, "layers": [
        {"lstm": 4, "name": "r", "role": "residual-last"}]}
      """#
    )
    #expect(plan.warnings.count == 1)
    #expect(plan.warnings.first?.message.contains("does not start at zero") == true)
  }
}
