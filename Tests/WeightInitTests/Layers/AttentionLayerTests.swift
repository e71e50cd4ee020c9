import Testing

@testable import WeightInit

@Suite("Attention")
struct AttentionLayerTests {
  private func plan(
    _ layer: String,
    scheme: String = "glorot-uniform",
    _ layout: WeightLayout = .pytorch
  ) throws -> InitializationPlan {
    try Making.plan(
      #"{"seed": 7, "initializer": "\#(scheme)", "input": 8, "layers": [\#(layer)]}"#,
      overrides: .init(layout: layout)
    )
  }

  @Test("A seed gives the same maps fused and separate, and in every layout")
  func sameNetwork() throws {
    for scheme in ["he-normal", "orthogonal", "raai", "aci"] {
      let separate = try plan(#"{"attention": 2, "name": "a"}"#, scheme: scheme)
      let fused = try plan(
        #"{"attention": 2, "name": "a", "projections": "fused"}"#,
        scheme: scheme
      )
      let maps = try ["q_proj", "k_proj", "v_proj"].map {
        try #require(try separate.values(of: "a.\($0).weight", as: Float.self))
      }
      #expect(
        try fused.values(of: "a.in_proj_weight", as: Float.self) == maps.flatMap { $0 },
        "\(scheme)"
      )
      let keras = try plan(#"{"attention": 2, "name": "a"}"#, scheme: scheme, .keras)
      let kernel = try #require(try keras.values(of: "a.query.kernel", as: Float.self))
      #expect(keras.tensors.first { $0.name == "a.query.kernel" }?.shape == [8, 2, 4])
      #expect(keras.tensors.first { $0.name == "a.query.bias" }?.shape == [2, 4])
      #expect(keras.tensors.first { $0.name == "a.attention_output.kernel" }?.shape == [2, 4, 8])
      for row in 0..<8 {
        for column in 0..<8 { #expect(kernel[column * 8 + row] == maps[0][row * 8 + column]) }
      }
    }
  }

  @Test("Fused projections have the fans of single ones")
  func fans() throws {
    let fused = try plan(#"{"attention": 2, "name": "a", "projections": "fused"}"#)
    let tensor = try #require(fused.plannedTensors.first)
    #expect(tensor.fans?.fanIn == 8 && tensor.fans?.fanOut == 8)
    // Variance 2/(8 + 8) = 1/8: the bound is √(3/8).
    #expect(
      tensor.law == .independent(.uniform(low: -(0.375.squareRoot()), high: 0.375.squareRoot()))
    )
    let torch = tensor.frameworkFans.first { $0.framework == .torch }
    #expect(torch?.fanIn == 8 && torch?.fanOut == 24)
    #expect(torch.map(tensor.differs) == true)
    // PyTorch draws the fused matrix by its own count: variance 2/(8 + 24).
    let own = try plan(
      #"{"attention": 2, "name": "a", "projections": "fused"}"#,
      scheme: "torch-default"
    )
    let bound = (3.0 * 2 / 32).squareRoot()
    #expect(own.plannedTensors.first?.law == .independent(.uniform(low: -bound, high: bound)))
  }

  @Test("Heads of queries may share those of keys and values")
  func groupedQueries() throws {
    let plan = try plan(
      #"{"attention": 4, "kv-heads": 2, "head-dim": 3, "name": "a", "bias": false}"#
    )
    #expect(
      plan.tensors.map { [$0.name] + $0.shape.map(String.init) } == [
        ["a.q_proj.weight", "12", "8"], ["a.k_proj.weight", "6", "8"],
        ["a.v_proj.weight", "6", "8"], ["a.out_proj.weight", "8", "12"],
      ]
    )
  }

  @Test("Orthogonal projections are stacked, each orthogonal by itself")
  func law() throws {
    let fused = try plan(
      #"{"attention": 2, "name": "a", "projections": "fused"}"#,
      scheme: "orthogonal"
    )
    #expect(
      fused.plannedTensors.first?.law
        == .stacked([LawBlock(rows: 8, count: 3, law: .orthogonal(gain: 1))])
    )
  }
}
