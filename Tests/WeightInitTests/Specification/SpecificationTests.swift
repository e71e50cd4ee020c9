import Testing
import WeightInit

@Suite("Specifications")
struct SpecificationTests {
  @Test(
    "A claim may be text or a map",
    arguments: [
      #""raai:k=50,variance=0.8""#, #""raai: k=50 , variance = 0.8""#,
      #"{"raai": {"k": 50, "variance": 0.8}}"#, #"{"name": "raai", "k": 50, "variance": 0.8}"#,
      #"{"raai": {"k": "50", "variance": "4/5"}}"#,
    ]
  )
  func claims(claim: String) throws {
    let plan = try Making.plan(
      #"{"initializer": \#(claim), "input": 4, "layers": [{"dense": 3}]}"#
    )
    #expect(plan.plannedTensors[0].claim == "raai:k=50,variance=0.8")
    #expect(plan.plannedTensors[0].law == .replacedEntry(variance: 0.8, k: 50))
  }

  @Test(
    "A scheme without arguments may be a name or an empty map",
    arguments: [
      #""raai""#, #"{"raai": null}"#, #"{"raai": {}}"#, #"{"name": "raai"}"#, #""RAAI""#,
    ]
  )
  func bare(claim: String) throws {
    let plan = try Making.plan(
      #"{"initializer": \#(claim), "input": 4, "layers": [{"dense": 3}]}"#
    )
    #expect(plan.plannedTensors[0].claim == "raai:k=100,variance=0.9")
  }

  @Test("Infinity is `inf`")
  func infinity() throws {
    for claim in [#""aci:k=inf""#, #"{"aci": {"k": "inf"}}"#] {
      let plan = try Making.plan(
        #"{"initializer": \#(claim), "input": 4, "layers": [{"dense": 3}]}"#
      )
      #expect(plan.plannedTensors[0].law == .anticorrelated(variance: 2, k: .infinity))
      #expect(plan.plannedTensors[0].claim == "aci:k=inf,variance=2")
    }
  }

  @Test("What is left out has its default")
  func defaults() throws {
    let plan = try Making.plan(
      #"{"initializer": "raai", "input": 4, "layers": [{"dense": 3}, {"dense": 2}, "flatten", {"dense": 1}]}"#
    )
    #expect(plan.seed == 0)
    #expect(plan.layout == .pytorch)
    #expect(
      plan.tensors.map(\.name) == [
        "dense1.weight", "dense1.bias", "dense2.weight", "dense2.bias", "dense3.weight",
        "dense3.bias",
      ]
    )
    #expect(plan.tensors.allSatisfy { $0.elementType == .float32 })
    #expect(plan.layers.map(\.name) == ["dense1", "dense2", "flatten1", "dense3"])
    #expect(plan.layers.map(\.tensorIndices) == [[0, 1], [2, 3], [], [4, 5]])
  }

  @Test("Layers override the network, and a caller overrides both but for a layer's own scheme")
  func overrides() throws {
    let json = #"""
      {"seed": 18446744073709551615, "initializer": "raai", "input": 4, "dtype": "float16",
       "layout": "keras", "layers": [
        {"dense": 3, "name": 7}, {"dense": 2, "dtype": "float64", "initializer": "rai"}]}
      """#
    let plan = try Making.plan(json)
    #expect(plan.seed == .max)
    #expect(plan.layout == .keras)
    #expect(plan.tensors.map(\.elementType) == [.float16, .float16, .float64, .float64])
    #expect(plan.plannedTensors.map(\.scheme) == ["raai", "raai", "rai", "rai"])
    #expect(plan.tensors[0].name == "7.kernel")
    let other = try Making.plan(
      json,
      overrides: .init(seed: 3, initializer: "aci:k=1", elementType: .bfloat16, layout: .mlx)
    )
    #expect(other.seed == 3)
    #expect(other.layout == .mlx)
    #expect(other.tensors.allSatisfy { $0.elementType == .bfloat16 })
    #expect(other.plannedTensors.map(\.scheme) == ["aci", "zeros", "rai", "rai"])
  }

  @Test("A specification made by code gives the plan of the same document")
  func code() throws {
    let spec = try NetworkSpec(
      seed: 5,
      initializer: "raai",
      input: FeatureShape(channels: 3, spatial: [9, 9]),
      layers: [
        LayerSpec(
          "conv2d",
          ["channels": .integer(4), "kernel": .integers([3, 2]), "padding": .text("same")],
          name: "c",
          activation: .relu
        ),
        LayerSpec("flatten"),
        .dense(5, name: "d", hasBias: false, initializer: "aci:k=inf"),
      ]
    )
    let made = try InitializationPlan(spec)
    let read = try Making.plan(
      #"""
      {"seed": 5, "initializer": "raai", "input": [3, 9, 9], "layers": [
        {"conv2d": 4, "kernel": [3, 2], "padding": "same", "name": "c", "activation": "relu"},
        "flatten", {"dense": 5, "name": "d", "bias": false, "initializer": "aci:k=inf"}]}
      """#
    )
    #expect(made.tensors == read.tensors)
    for index in made.tensors.indices {
      #expect(try Making.bytes(made, index) == Making.bytes(read, index))
    }
  }

  @Test("Embeddings are standard normal unless they name a scheme")
  func embeddings() throws {
    let plan = try Making.plan(
      #"""
      {"initializer": "raai", "layers": [
        {"embedding": 4, "vocabulary": 10, "name": "a"},
        {"embedding": 4, "vocabulary": 10, "name": "b", "initializer": "uniform:low=-1,high=1"}]}
      """#
    )
    #expect(plan.plannedTensors[0].law == .independent(.normal(mean: 0, standardDeviation: 1)))
    #expect(plan.plannedTensors[1].law == .independent(.uniform(low: -1, high: 1)))
    let none = try InitializerRegistry([])
    #expect(
      try Making.plan(#"{"layers": [{"embedding": 4, "vocabulary": 10}]}"#, registry: none)
        .tensors.count == 1
    )
  }
}
