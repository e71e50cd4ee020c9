import Testing
import WeightInit

@Suite("Sparse scheme")
struct SparseTests {
  @Test(
    "Each line has as many zeros as its convention counts",
    arguments: [
      ("sparse:sparsity=0.07", 7, true), ("sparse:sparsity=0.07,convention=mlx", 8, true),
      ("sparse:sparsity=0.07,convention=torch", 8, false), ("sparse:sparsity=0.911", 92, true),
      ("sparse:sparsity=0", 0, true), ("sparse:sparsity=0.99", 99, true),
    ]
  )
  func counts(claim: String, zeroCount: Int, isPerNeuron: Bool) throws {
    let (rows, columns) = isPerNeuron ? (40, 100) : (100, 40)
    let values = try Making.weights(claim, Making.layer(rows, columns))
    for line in 0..<40 {
      let zeros = (0..<100).count {
        values[isPerNeuron ? line * columns + $0 : $0 * columns + line] == 0
      }
      #expect(zeros == zeroCount)
    }
  }

  @Test("Each set of places is as likely as any other")
  func uniformity() throws {
    // 10 sets of 2 out of 5 places, 20,000 lines: chi-square with 9 degrees of freedom exceeds 33.7 in
    // one of 10,000 correct draws.
    for claim in ["sparse:sparsity=0.6", "sparse:sparsity=0.6,convention=torch"] {
      let isTorch = claim.hasSuffix("torch")
      let values = try Making.weights(
        claim,
        isTorch ? Making.layer(5, 20_000) : Making.layer(20_000, 5)
      )
      var counts: [Int: Int] = [:]
      for line in 0..<20_000 {
        let kept = (0..<5).reduce(0) { set, place in
          values[isTorch ? place * 20_000 + line : line * 5 + place] == 0 ? set : set | 1 << place
        }
        counts[kept, default: 0] += 1
      }
      #expect(counts.count == 10)
      let statistic = counts.values.reduce(0.0) {
        $0 + (Double($1) - 2000) * (Double($1) - 2000) / 2000
      }
      #expect(statistic < 33.7, "\(claim)")
    }
  }

  @Test("A neuron is the same whatever the number of neurons, and its weights those of `normal`")
  func independence() throws {
    let few = try Making.weights("sparse:sparsity=0.8,std=3", Making.layer(4, 50))
    let many = try Making.weights("sparse:sparsity=0.8,std=3", Making.layer(90, 50))
    #expect(few == Array(many.prefix(200)))
    let dense = try Making.weights("normal:std=3", Making.layer(90, 50))
    #expect(zip(many, dense).allSatisfy { $0 == 0 || $0 == $1 })
  }

  @Test("Every layout and number of threads gives the same weights", arguments: ["paper", "torch"])
  func layouts(convention: String) throws {
    let spec = """
      {"seed": 3, "initializer": "sparse:sparsity=0.9,convention=\(convention)", "input": 130,
        "layers": [{"dense": 310, "name": "a"}, {"dense": 70, "name": "b"}]}
      """
    let plain = try Making.plan(spec)
    var keras = try Making.plan(spec, overrides: .init(layout: .keras))
    for (layer, rows, columns) in [("a", 310, 130), ("b", 70, 310)] {
      let expected = try #require(try plain.values(of: "\(layer).weight", as: Float.self))
      #expect(
        expected.count { $0 == 0 }
          == (convention == "paper" ? rows * (columns / 10 * 9) : columns * (rows / 10 * 9))
      )
      for jobs in [1, 3] {
        keras.jobs = jobs
        let stored = try #require(try keras.values(of: "\(layer).kernel", as: Float.self))
        let turned = (0..<rows * columns).map { stored[$0 % columns * rows + $0 / columns] }
        #expect(turned == expected)
      }
    }
  }

  @Test("A kernel counts as the weights into a neuron; PyTorch and MLX know matrices alone")
  func kernels() throws {
    let layer = Making.convolution(8, channels: 4, kernel: [3, 3])
    let values = try Making.weights("sparse:sparsity=0.5", layer)
    for row in 0..<8 { #expect(values[row * 36..<(row + 1) * 36].count { $0 == 0 } == 18) }
    for convention in ["torch", "mlx"] {
      let scheme = try Making.scheme("sparse:sparsity=0.5,convention=\(convention)")
      #expect(throws: WeightInitError.self) { try scheme.weightLaw(of: layer) }
      #expect(throws: WeightInitError.self) { try scheme.weights(of: layer) }
    }
  }

  @Test("A sparsity that leaves a line nothing is an error that says so")
  func nothingLeft() throws {
    for claim in ["sparse:sparsity=0.95", "sparse:sparsity=1"] {
      let scheme = try Making.scheme(claim)
      let error = #expect(throws: WeightInitError.self) {
        try scheme.weights(of: Making.layer(30, 10))
      }
      #expect(error?.code == .unsupportedLayer)
      #expect(error?.message.contains("leaves none of the 10 weights") == true)
    }
  }
}
