import Testing
import WeightInit

/// Laws and entries of schemes against numbers that are written out.
@Suite("Frameworks' schemes")
struct CatalogueTests {
  private func law(_ claim: String, _ layer: LayerContext) throws -> TensorLaw {
    try Making.scheme(claim).weightLaw(of: layer)
  }

  @Test("Variances are those of the frameworks' formulas")
  func variances() throws {
    let layer = Making.layer(50, 200)
    for (claim, variance) in [
      ("he-normal:convention=jax", 0.01), ("he-normal:convention=mlx", 0.005),
      ("he-uniform:convention=keras", 0.01), ("he-rademacher:slope=1", 0.005),
      ("glorot-normal:gain=2", 0.032), ("glorot-normal:convention=keras", 0.008),
      ("glorot-uniform", 0.008), ("lecun-normal:convention=jax", 0.005),
      ("variance-scaling:scale=3,mode=fan_geo_avg", 0.03), ("lecun-uniform", 0.005),
      ("variance-scaling:scale=3,mode=fan_out,distribution=truncated-normal", 0.06),
      ("torch-default", 1.0 / 600), ("keras-default", 0.008), ("flax-default", 0.005),
      ("mlx-default", 1.0 / 600), ("truncated-normal:std=1,corrected=true", 1),
      ("truncated-normal:std=1", 0.773_741_3), ("edge-of-chaos:activation=relu", 0.01),
    ] {
      let moments = try #require(try law(claim, layer).moments(neurons: 50, fanIn: 200))
      #expect(abs(moments.variance - variance) < 1e-7 * variance, "\(claim)")
    }
  }

  @Test("A normal truncated at two deviations has kurtosis 2.36554")
  func truncatedKurtosis() throws {
    let moments = try #require(
      try law("lecun-normal:convention=jax", Making.layer(5, 4)).moments(neurons: 5, fanIn: 4)
    )
    #expect(abs((moments.kurtosis ?? 0) - 2.36554) < 1e-5)
  }

  @Test("Grouped convolutions have the fans that Keras and MLX count")
  func groups() throws {
    let layer = Making.convolution(64, channels: 4, kernel: [3, 3], groups: 8)
    let keras = try #require(try law("keras-default", layer).moments(neurons: 64, fanIn: 36))
    #expect(abs(keras.variance - 2.0 / (36 + 576)) < 1e-15)
    let mlx = try #require(try law("mlx-default", layer).moments(neurons: 64, fanIn: 36))
    #expect(abs(mlx.variance - 1.0 / (3 * 36)) < 1e-15)
    let older = try law("mlx-default:fan=all-groups", layer)
    let moments = try #require(older.moments(neurons: 64, fanIn: 36))
    #expect(abs(moments.variance - 1.0 / (3 * 288)) < 1e-15)
    #expect(try Making.scheme("mlx-default").biasLaw(of: layer) == .constant(0))
  }

  @Test("dirac passes channels on; delta-orthogonal holds an orthogonal matrix in the middle")
  func taps() throws {
    let layer = Making.convolution(6, channels: 3, kernel: [2, 3], groups: 2)
    let dirac = try Making.weights("dirac:gain=2", layer)
    let taken = dirac.indices.filter { dirac[$0] != 0 }
    // Tap (1, 1) of 2 × 3 is place 4; row r of a group takes channel r.
    #expect(taken == (0..<6).map { $0 * 18 + ($0 % 3) * 6 + 4 })
    #expect(taken.allSatisfy { dirac[$0] == 2 })
    for (claim, tap) in [("delta-orthogonal", 1), ("delta-orthogonal:center=upper", 4)] {
      let values = try Making.weights(claim, layer)
      for group in 0..<2 {
        let rows = values[group * 54..<(group + 1) * 54]
        let matrix = Matrix(
          rows.enumerated().filter { $0.offset % 6 == tap }.map(\.element),
          rows: 3,
          columns: 3
        )
        #expect(matrix.distanceFromIsometry() < 1e-13)
      }
      #expect(values.indices.allSatisfy { $0 % 6 == tap || values[$0] == 0 })
    }
    #expect(throws: WeightInitError.self) {
      try Making.scheme("delta-orthogonal").weightLaw(of: Making.layer(3, 4))
    }
    #expect(throws: WeightInitError.self) { try Making.scheme("identity").weights(of: layer) }
  }

  @Test("The first layer on the edge of chaos keeps the input's variance and has no bias")
  func edgeOfChaos() throws {
    let claim = "edge-of-chaos:activation=clipped-relu,sparsity=0.9,clip=0.72"
    let scheme = try Making.scheme(claim)
    let hidden = Making.layer(10, 100)
    let weight = try #require(try scheme.weightLaw(of: hidden).moments(neurons: 10, fanIn: 100))
    #expect(abs(weight.variance * 100 - 12.931005159386105) < 1e-7)
    let bias = try #require(try scheme.biasLaw(of: hidden).moments(neurons: 10, fanIn: 1))
    #expect(abs(bias.variance - 0.7231604964955288) < 1e-8)
    let first = Making.layer(10, 100, position: .first)
    let entry = try #require(try scheme.weightLaw(of: first).moments(neurons: 10, fanIn: 100))
    #expect(abs(entry.variance - 0.01) < 1e-12)
    #expect(try scheme.biasLaw(of: first) == .constant(0))
  }

  @Test(
    "Parameters that contradict one another are refused",
    arguments: [
      "truncated-normal:std=1,lower=2,upper=1", "truncated-normal:std=1,lower=50,upper=60",
      "he-normal:convention=jax,slope=0.1", "edge-of-chaos:activation=clipped-relu",
      "edge-of-chaos:activation=clipped-relu,sparsity=0.8",
      "edge-of-chaos:activation=clipped-relu,sparsity=0.8,clip=1,slope-target=0.5",
      "edge-of-chaos:activation=shifted-relu,sparsity=0.4", "edge-of-chaos:sparsity=0.4",
    ]
  )
  func refusals(claim: String) {
    #expect(throws: WeightInitError.self) { try Making.scheme(claim) }
  }
}

@Suite("Warnings of schemes")
struct SchemeWarningTests {
  private func warnings(_ claim: String, width: Int) throws -> [String] {
    try Making.plan(
      #"{"initializer": "\#(claim)", "input": 64, "layers": [{"dense": \#(width)}, {"dense": \#(width)}, {"dense": \#(width)}]}"#
    )
    .warnings.map(\.message)
  }

  /// Clipped activations with a slope V′(q*) of 0.5 train at width 300; without a clip, or with wide
  /// clips at high sparsity, they do not (Price and others 2024, section 4).
  @Test("The edge of chaos of sparse activations says where the variance drifts, once")
  func stability() throws {
    let steady = "edge-of-chaos:activation=clipped-relu,sparsity=0.6,slope-target=0.5"
    #expect(try warnings(steady, width: 300) == [])
    let unclipped = try warnings("edge-of-chaos:activation=shifted-relu,sparsity=0.7", width: 300)
    #expect(unclipped.count == 1)
    #expect(unclipped.first?.contains("without a clip nothing draws the variance back") == true)
    let wide = try warnings(
      "edge-of-chaos:activation=clipped-relu,sparsity=0.85,slope-target=0.9",
      width: 300
    )
    #expect(wide.count == 1)
    #expect(wide.first?.contains("width 300") == true)
    #expect(try warnings("edge-of-chaos:activation=tanh", width: 8) == [])
  }
}
