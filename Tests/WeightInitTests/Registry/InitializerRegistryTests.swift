import Testing
import WeightInit

/// A scheme from outside the package: row r holds `base` times 2⁻ʳ, biases 7.
private struct Halving: Initializer {
  static let identifier = "halving"
  static let aliases = ["halve"]
  static let summary = "halves from row to row"
  static let source = "this test"

  private let base: Double
  private let isAlternating: Bool

  init(_ parameters: inout ParameterReader) {
    base = parameters.number("base", default: 1, in: .positive, "the value of the first row")
    isAlternating = parameters.flag("alternating", default: false, "whether columns change sign")
  }

  func weightLaw(of layer: LayerContext) throws -> TensorLaw {
    guard layer.groups == 1 else {
      throw WeightInitError(code: .unsupportedLayer, message: "halving knows no groups")
    }
    return .constant(base)
  }

  func weights(of layer: LayerContext) throws -> any TensorFill {
    let (base, isAlternating) = (base, isAlternating)
    return RuleFill(columns: layer.fanIn) { row, column in
      let value = base * Double(sign: .plus, exponent: -row, significand: 1)
      return isAlternating && column % 2 == 1 ? -value : value
    }
  }

  func biasLaw(of layer: LayerContext) throws -> TensorLaw { .constant(7) }
  func biases(of layer: LayerContext) throws -> any TensorFill { ConstantFill(7) }
}

/// A scheme that borrows names.
private struct Borrowing<Name: Borrowed>: Initializer {
  static var identifier: String { Name.identifier }
  static var aliases: [String] { Name.aliases }
  static var summary: String { "borrows names" }
  static var source: String { "this test" }

  init(_ parameters: inout ParameterReader) {}
  func weightLaw(of layer: LayerContext) -> TensorLaw { .constant(0) }
  func weights(of layer: LayerContext) -> any TensorFill { ConstantFill(0) }
}

private protocol Borrowed: Sendable {
  static var identifier: String { get }
  static var aliases: [String] { get }
}

private enum TakenIdentifier: Borrowed {
  static let identifier = "raai"
  static let aliases: [String] = []
}

private enum TakenAlias: Borrowed {
  static let identifier = "fresh"
  static let aliases = ["good", "kaiming_normal"]
}

private enum CapitalIdentifier: Borrowed {
  static let identifier = "Fresh"
  static let aliases: [String] = []
}

private enum SplittingAlias: Borrowed {
  static let identifier = "fresh"
  static let aliases = ["a:b"]
}

@Suite("The registry of initializers")
struct InitializerRegistryTests {
  @Test("A name that is taken cannot be registered again")
  func duplicates() {
    for type in [
      Borrowing<TakenIdentifier>.self as any Initializer.Type, Borrowing<TakenAlias>.self,
    ] {
      let error = #expect(throws: WeightInitError.self) {
        try InitializerRegistry.builtIn.registering(type)
      }
      #expect(error?.code == .duplicateIdentifier)
      #expect(error?.message.contains("already taken by") == true)
    }
    #expect(throws: WeightInitError.self) {
      try InitializerRegistry([Halving.self, Halving.self])
    }
  }

  @Test("A name that claims cannot hold is refused")
  func invalid() {
    for type in [
      Borrowing<CapitalIdentifier>.self as any Initializer.Type, Borrowing<SplittingAlias>.self,
    ] {
      let error = #expect(throws: WeightInitError.self) {
        try InitializerRegistry.builtIn.registering(type)
      }
      #expect(error?.code == .invalidIdentifier)
    }
  }

  @Test("The built-in schemes could be registered one by one")
  func builtIn() throws {
    let registry = try InitializerRegistry(InitializerRegistry.builtIn.all)
    #expect(registry.all.count == InitializerRegistry.builtIn.all.count)
  }

  @Test(
    "Names are found by alias, in any case and with underscores",
    arguments: [
      ("raai", "raai"), ("RAAI", "raai"), ("he_normal", "he-normal"), ("He-Normal", "he-normal"),
      ("kaiming_normal", "he-normal"), ("KAIMING_UNIFORM", "he-uniform"),
      ("ZerO", "zero-hadamard"), ("ZerO*", "zero-hadamard-star"),
      ("zero_hadamard", "zero-hadamard"), ("Zero-Hadamard-Star", "zero-hadamard-star"),
    ]
  )
  func names(name: String, identifier: String) throws {
    #expect(try InitializerRegistry.builtIn.initializer(named: name).identifier == identifier)
  }

  @Test(
    "`zero` is none of the schemes that it resembles",
    arguments: ["zero", "ZERO", "Zero", "zero*", "zerO"]
  )
  func zero(name: String) {
    #expect(InitializerRegistry.builtIn[name] == nil)
    let error = #expect(throws: WeightInitError.self) {
      try InitializerRegistry.builtIn.initializer(named: name)
    }
    #expect(error?.message.contains("did you mean `zeros`?") == true)
  }

  @Test("An unknown name is answered with the nearest and all that are known")
  func unknown() {
    let error = #expect(throws: WeightInitError.self) {
      try InitializerRegistry.builtIn.resolve("kamiing-normal")
    }
    #expect(error?.code == .unknownInitializer)
    #expect(error?.message.contains("did you mean `kaiming-normal`?") == true)
    for type in InitializerRegistry.builtIn.all {
      #expect(error?.message.contains(type.identifier) == true)
    }
    let far = #expect(throws: WeightInitError.self) {
      try InitializerRegistry.builtIn.resolve(String(repeating: "x", count: 1_000_000))
    }
    #expect(far?.message.contains("did you mean") == false)
  }

  @Test("A scheme from outside works from the claim to the bytes")
  func outside() throws {
    let registry = try InitializerRegistry.builtIn.registering(Halving.self)
    #expect(registry.all.count == InitializerRegistry.builtIn.all.count + 1)
    #expect(InitializerRegistry.builtIn["halving"] == nil)
    let plan = try Making.plan(
      #"""
      {"initializer": {"halve": {"base": 3, "alternating": true}}, "input": 2, "layout": "keras",
       "layers": [{"dense": 3, "name": "fc"}]}
      """#,
      registry: registry
    )
    #expect(
      plan.plannedTensors.map(\.claim)
        == Array(repeating: "halving:base=3,alternating=true", count: 2)
    )
    #expect(try plan.values(of: "fc.kernel", as: Double.self) == [3, 1.5, 0.75, -3, -1.5, -0.75])
    #expect(try plan.values(of: "fc.bias", as: Double.self) == [7, 7, 7])
    let error = #expect(throws: WeightInitError.self) {
      try Making.plan(
        #"{"initializer": "halving:bas=1", "input": 2, "layers": [{"dense": 3}]}"#,
        registry: registry
      )
    }
    #expect(error?.diagnostics.first?.message.contains("did you mean `base`?") == true)
    let unsupported = #expect(throws: WeightInitError.self) {
      try Making.plan(
        #"{"initializer": "halving", "input": [2, 8], "layers": [{"conv1d": 4, "kernel": 3, "groups": 2}]}"#,
        registry: registry
      )
    }
    #expect(unsupported?.diagnostics.first?.message == "halving knows no groups")
  }

  @Test("A scheme's parameters can be listed without values")
  func declarations() {
    let declarations = ParameterReader.declarations(of: Halving.self)
    #expect(declarations.map(\.name) == ["base", "alternating"])
    #expect(declarations.map(\.isRequired) == [false, false])
    #expect(declarations.map(\.defaultValue) == [.number(1), .flag(false)])
    for type in InitializerRegistry.builtIn.all {
      let names = ParameterReader.declarations(of: type).map(\.name)
      #expect(Set(names).count == names.count)
    }
  }

  @Test("A resolved claim reads as a claim of the same scheme", arguments: EveryScheme.claims)
  func claims(claim: String) throws {
    let resolved = try InitializerRegistry.builtIn.resolve(claim)
    let again = try InitializerRegistry.builtIn.resolve(resolved.claim)
    #expect(again.claim == resolved.claim)
    let layer = Making.layer(6, 4)
    #expect(
      try again.initializer.weights(of: layer).values(0..<24, as: Double.self)
        == resolved.initializer.weights(of: layer).values(0..<24, as: Double.self)
    )
  }
}
