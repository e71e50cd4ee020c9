import Testing

@testable import WeightInit

@Suite("Rules, repetitions and references")
struct RuleTests {
  private func plan(_ text: String) throws -> InitializationPlan { try Making.plan(text) }

  private func messages(_ text: String) throws -> [String] {
    do {
      _ = try plan(text)
      return []
    } catch let error as WeightInitError {
      return error.diagnostics.map { "\($0.pointer): \($0.message)" }
    }
  }

  @Test(
    "Factors are numbers, fractions and roots",
    arguments: [
      ("0.5", 0.5), ("1/4", 0.25), ("0", 0), ("sqrt(2)", 2.0.squareRoot()),
      ("1/sqrt(2)", 0.5.squareRoot()), ("1/sqrt(2L)", 1 / 24.0.squareRoot()),
      ("1/sqrt(2 * L)", 1 / 24.0.squareRoot()), ("1/sqrt(L)", 1 / 12.0.squareRoot()),
    ]
  )
  func factor(text: String, value: Double) throws {
    let scale = try #require(RuleScale(text))
    let found = try #require(scale.value(depth: 12))
    #expect(abs(found - value) <= 1e-15)
  }

  @Test(
    "What is no factor is refused",
    arguments: [
      "", "x", "-1", "inf", "1/0", "sqrt(L)", "1/sqrt()", "1/sqrt(-L)", "1/sqrt(2L", "nan",
    ]
  )
  func noFactor(text: String) { #expect(RuleScale(text) == nil) }

  @Test("The last rule that says something decides, and all that matched are recorded")
  func order() throws {
    let plan = try plan(
      #"""
      {"initializer": "he-normal", "input": 4, "rules": {
        "*": {"initializer": "normal:std=1", "scale": 3}, "b*": {"initializer": "uniform:low=-1,high=1"},
        "b.bias": "constant:value=2", "b.weight": {"scale": "1/2"}
      }, "layers": [{"dense": 4, "name": "a"}, {"dense": 4, "name": "b"}]}
      """#
    )
    let tensors = Dictionary(
      uniqueKeysWithValues: plan.plannedTensors.map { ($0.descriptor.name, $0) }
    )
    #expect(tensors["a.weight"]?.law == .independent(.normal(mean: 0, standardDeviation: 3)))
    #expect(tensors["a.weight"]?.rules == ["*"])
    #expect(tensors["a.bias"]?.law == .constant(0))
    #expect(tensors["b.weight"]?.law == .independent(.uniform(low: -0.5, high: 0.5)))
    #expect(tensors["b.weight"]?.rules == ["*", "b*", "b.weight"])
    #expect(tensors["b.bias"]?.law == .constant(2))
    #expect(plan.warnings.isEmpty)
    let values = try #require(try plan.values(of: "a.weight", as: Double.self))
    let plain = try self.plan(
      #"{"initializer": "normal:std=1", "input": 4, "layers": [{"dense": 4, "name": "a"}]}"#
    )
    let base = try #require(try plain.values(of: "a.weight", as: Double.self))
    #expect(values == base.map { 3 * $0 })
  }

  @Test("Rules reach the constants of normalizations by their own names, and layers by their roles")
  func constants() throws {
    let plan = try plan(
      #"""
      {"initializer": "he-normal", "input": 4, "rules": {
        "n.weight": "zeros", "role:residual-last": {"zero": true}
      }, "layers": [
        {"dense": 4, "name": "a"}, {"layer-norm": null, "name": "n"},
        {"dense": 4, "name": "b", "role": "residual-last"}
      ]}
      """#
    )
    let laws = plan.plannedTensors.map { ($0.descriptor.name, $0.law) }
    #expect(laws.first { $0.0 == "n.weight" }?.1 == .constant(0))
    #expect(laws.first { $0.0 == "n.bias" }?.1 == .constant(0))
    #expect(laws.first { $0.0 == "b.weight" }?.1 == .constant(0))
    #expect(laws.first { $0.0 == "a.weight" }?.1 != .constant(0))
  }

  @Test("A rule that matches nothing is a warning with the name that may have been meant")
  func unused() throws {
    let plan = try plan(
      #"{"initializer": "he-normal", "input": 4, "rules": {"fc": {"scale": 2}}, "layers": [{"dense": 4, "name": "fc1"}]}"#
    )
    #expect(plan.warnings.map(\.pointer) == ["/rules/fc"])
    #expect(plan.warnings.first?.message.contains("did you mean `fc1`") == true)
  }

  @Test("Groups are repeated, with their numbers in the names; the depth is their number")
  func repetition() throws {
    let plan = try plan(
      #"""
      {"initializer": "normal:std=1", "input": 4, "rules": {"*.out": {"scale": "1/sqrt(2L)"}}, "layers": [
        {"repeat": 8, "start": 1, "layers": [
          {"dense": 6, "name": "h.{i}.in"}, {"dense": 4, "name": "h.{i}.out"}
        ]}
      ]}
      """#
    )
    #expect(plan.tensors.count == 32)
    #expect(plan.tensors.first?.name == "h.1.in.weight")
    #expect(plan.tensors.last?.name == "h.8.out.bias")
    #expect(plan.plannedTensors[2].law == .independent(.normal(mean: 0, standardDeviation: 0.25)))
  }

  @Test("Repetitions may hold repetitions that count by another letter")
  func nestedRepetition() throws {
    let plan = try plan(
      #"""
      {"initializer": "he-normal", "input": 4, "layers": [
        {"repeat": 2, "layers": [{"repeat": 3, "count": "j", "layers": [
          {"dense": 4, "name": "s{i}.b{j}", "bias": false}]}]}
      ]}
      """#
    )
    #expect(
      plan.tensors.map(\.name) == [
        "s0.b0.weight", "s0.b1.weight", "s0.b2.weight", "s1.b0.weight", "s1.b1.weight",
        "s1.b2.weight",
      ]
    )
  }

  @Test("A layer may take its input from elsewhere, and from several layers side by side")
  func references() throws {
    let plan = try plan(
      #"""
      {"initializer": "he-normal", "input": [3, 8, 8], "layers": [
        {"conv2d": 4, "kernel": 3, "padding": 1, "name": "a"},
        {"conv2d": 5, "kernel": 3, "padding": 1, "name": "b"},
        {"conv2d": 6, "kernel": 1, "name": "c", "from": ["a", "b", "input"]},
        {"conv2d": 7, "kernel": 1, "name": "d", "from": "a"}
      ]}
      """#
    )
    #expect(plan.tensors.first { $0.name == "c.weight" }?.shape == [6, 12, 1, 1])
    #expect(plan.tensors.first { $0.name == "d.weight" }?.shape == [7, 4, 1, 1])
  }

  @Test("A role may stand at a normalization, whose scale it means")
  func normalizationRole() throws {
    func laws(_ rule: String, depth: String = "") throws -> [String: TensorLaw] {
      let plan = try plan(
        #"""
        {"initializer": "he-normal", "input": [4, 8, 8], "rules": {"role:residual-last": \#(rule)}, \#(depth)
        "layers": [
          {"conv2d": 4, "kernel": 1, "name": "c", "bias": false},
          {"batch-norm": null, "name": "n", "role": "residual-last"}, {"batch-norm": null, "name": "m"}]}
        """#
      )
      #expect(plan.warnings.isEmpty)
      let names = plan.plannedTensors.filter { !$0.rules.isEmpty }.map(\.descriptor.name)
      #expect(names == ["n.weight"])
      return Dictionary(
        uniqueKeysWithValues: plan.plannedTensors.map { ($0.descriptor.name, $0.law) }
      )
    }
    for rule in [#"{"zero": true}"#, #""zeros""#] {
      let found = try laws(rule)
      #expect(found["n.weight"] == .constant(0))
      for name in ["n.running_var", "m.weight"] { #expect(found[name] == .constant(1)) }
    }
    let scaled = try laws(#"{"scale": "1/sqrt(2L)"}"#, depth: #""depth": 8,"#)
    #expect(scaled["n.weight"] == .constant(0.25))
    #expect(throws: WeightInitError.self) { try laws(#"{"scale": "1/sqrt(2L)"}"#) }
  }

  @Test("A tied layer holds no tensors of its own")
  func tied() throws {
    let plan = try plan(
      #"""
      {"initializer": "he-normal", "layers": [
        {"embedding": 4, "vocabulary": 9, "name": "e"},
        {"dense": 9, "name": "head", "tied": "e", "bias": false}
      ]}
      """#
    )
    #expect(plan.tensors.map(\.name) == ["e.weight"])
  }

  @Test(
    "Mistakes are named at their place",
    arguments: [
      (#""rules": {"*": {"scale": "x"}}"#, "/rules/*/scale: `scale` must be"),
      (#""rules": {"*": {"sclae": 2}}"#, "/rules/*/sclae: unknown key `sclae`"),
      (#""rules": {"*": {"initializer": "raia"}}"#, "/rules/*/initializer: unknown initializer"),
      (#""rules": {"role:last": {"zero": true}}"#, "/rules/role:last: unknown role `last`"),
      (#""rules": {"*": {"scale": "1/sqrt(2L)"}}"#, "/rules/*/scale: the scale of the rule"),
      (#""rules": {"a": {"initializer": "raai", "scale": 2}}"#, "raai cannot be scaled"),
      (#""rules": [1]"#, "/rules: `rules` is a map of patterns"),
      (#""depth": 0"#, "/depth: `depth` is the number of residual blocks"),
    ]
  )
  func mistakes(part: String, expected: String) throws {
    let found = try messages(
      #"{"initializer": "he-normal", "input": 4, \#(part), "layers": [{"dense": 4, "name": "a"}]}"#
    )
    #expect(found.count == 1 && found[0].contains(expected), "\(found)")
  }

  @Test(
    "Mistakes of groups and references too",
    arguments: [
      (#"{"repeat": 0, "layers": [{"dense": 1}]}"#, "/layers/0/repeat: `repeat` must be"),
      (#"{"repeat": 2, "layers": []}"#, "needs `layers`"),
      (#"{"repeat": 2, "layers": [{"dense": 4, "name": "a"}]}"#, "write `{i}` into it"),
      (#"{"repeat": 2, "times": 2, "layers": [{"dense": 4}]}"#, "unknown key `times`"),
      (#"{"repeat": 9, "layers": [{"dense": 0}]}"#, "/layers/0/layers/0/dense: `units`"),
      (
        #"{"repeat": 1000, "layers": [{"repeat": 1000, "count": "j", "layers": [{"dense": 4}]}]}"#,
        "more than 131072 layers"
      ),
      (#"{"dense": 4, "from": "nowhere"}"#, "`from` names the layer `nowhere`"),
      (#"{"dense": 4, "tied": "nowhere", "bias": false}"#, "`tied` names the layer `nowhere`"),
      (#"{"dense": 4, "role": "last"}"#, "expected one of residual-last, classifier"),
    ]
  )
  func groupMistakes(layer: String, expected: String) throws {
    let found = try messages(#"{"initializer": "he-normal", "input": 4, "layers": [\#(layer)]}"#)
    #expect(found.count == 1 && found[0].contains(expected), "\(found)")
  }
}
