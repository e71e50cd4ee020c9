import Testing
import WeightInit

@Suite("ZerO and ZerO*")
struct ZeroHadamardTests {
  private func matrix(_ claim: String, _ rows: Int, _ columns: Int) throws -> Matrix {
    Matrix(
      try Making.weights(claim, Making.layer(rows, columns)),
      rows: rows,
      columns: columns
    )
  }

  private static let root = 0.7071067811865476
  private static let eighth = 0.3535533905932738

  @Test("Matrices have the entries of algorithm 1")
  func golden() throws {
    let (r, e) = (Self.root, Self.eighth)
    #expect(try matrix("ZerO", 2, 1) == Matrix([[1], [1]]))
    #expect(try matrix("ZerO:normalization=isometric", 2, 1) == Matrix([[r], [r]]))
    #expect(try matrix("zero-hadamard", 3, 2) == Matrix([[r, r], [r, -r], [r, r]]))
    #expect(
      try matrix("zero-hadamard:normalization=isometric", 4, 2)
        == Matrix([[0.5, 0.5], [0.5, -0.5], [0.5, 0.5], [0.5, -0.5]])
    )
    #expect(
      try matrix("zero-hadamard", 5, 3)
        == Matrix([
          [0.5, 0.5, 0.5], [0.5, -0.5, 0.5], [0.5, 0.5, -0.5], [0.5, -0.5, -0.5], [0.5, 0.5, 0.5],
        ])
    )
    let wide = try matrix("zero-hadamard:normalization=isometric", 6, 4)
    #expect(
      wide
        == Matrix([
          [e, e, e, e], [e, -e, e, -e], [e, e, -e, -e], [e, -e, -e, e], [e, e, e, e],
          [e, -e, e, -e],
        ])
    )
  }

  @Test("Square and narrowing layers keep their first inputs", arguments: ["paper", "isometric"])
  func identity(normalization: String) throws {
    let claim = "zero-hadamard:normalization=\(normalization)"
    #expect(try matrix(claim, 3, 3) == Matrix([[1, 0, 0], [0, 1, 0], [0, 0, 1]]))
    #expect(try matrix(claim, 2, 4) == Matrix([[1, 0, 0, 0], [0, 1, 0, 0]]))
    #expect(try matrix(claim, 1, 1) == Matrix([[1]]))
    #expect(try matrix(claim, 1, 2) == Matrix([[1, 0]]))
  }

  @Test(
    "Widening to a power of two is an isometry, times √2 in the paper's scale",
    arguments: [(2, 1), (8, 5), (64, 33), (128, 100)]
  )
  func isometry(rows: Int, columns: Int) throws {
    let isometric = try matrix("zero-hadamard:normalization=isometric", rows, columns)
    #expect(isometric.distanceFromIsometry() < 1e-14)
    let paper = try matrix("zero-hadamard", rows, columns)
    #expect(paper.distanceFromIsometry(scale: 2) < 1e-14)
  }

  @Test(
    "A convolution holds the matrix in its centre tap, even kernels at index k/2, groups apart",
    arguments: [
      ([3], 1, [1]), ([3, 3], 1, [1, 1]), ([2, 4], 1, [1, 2]), ([1, 1], 1, [0, 0]), ([5], 2, [2]),
      ([3, 2, 1], 3, [1, 1, 0]), ([4], 2, [2]),
    ]
  )
  func centre(kernel: [Int], groups: Int, centre: [Int]) throws {
    for (rows, columns) in [(4, 2), (3, 3), (2, 3)] {
      let layer = Making.convolution(
        rows * groups,
        channels: columns,
        kernel: kernel,
        groups: groups
      )
      let weights = try Making.weights("zero-hadamard", layer)
      let expected = try matrix("zero-hadamard", rows, columns)
      let positions = kernel.reduce(1, *)
      for index in weights.indices {
        let (row, rest) = index.quotientAndRemainder(dividingBy: columns * positions)
        let (column, position) = rest.quotientAndRemainder(dividingBy: positions)
        let tap = zip(kernel, centre).reduce(0) { $0 * $1.0 + $1.1 }
        #expect(weights[index] == (position == tap ? expected[row % rows, column] : 0))
      }
    }
  }

  @Test(
    "ZerO*'s first layer is random of variance 1/fan_in and kurtosis 3, 9/5 or 1",
    arguments: [("normal", 3.0), ("uniform", 1.8), ("rademacher", 1)]
  )
  func first(distribution: String, kurtosis: Double) throws {
    let claim = "zero-hadamard-star:distribution=\(distribution)"
    for layer in [
      Making.layer(400, 25, position: .first, seed: 4),
      Making.convolution(400, channels: 5, kernel: [5], position: .only, seed: 4),
    ] {
      let values = try Making.weights(claim, layer)
      var mean = BatchMean()
      var variance = BatchMean()
      var fourth = BatchMean()
      for value in values {
        mean.add(value)
        variance.add(value * value)
        fourth.add(value * value * value * value)
      }
      #expect(mean.agrees(with: 0))
      #expect(variance.agrees(with: 1 / 25.0))
      #expect(fourth.agrees(with: kurtosis / 625))
      if distribution == "rademacher" { #expect(Set(values.map(abs)) == [0.2]) }
      if distribution == "uniform" { #expect(values.allSatisfy { abs($0) <= 0.12.squareRoot() }) }
    }
  }

  @Test("ZerO* is ZerO behind the first layer, whatever the distribution")
  func behind() throws {
    for position in [LayerPosition.hidden, .last] {
      let layer = Making.layer(9, 5, position: position)
      #expect(
        try Making.weights("ZerO*:distribution=uniform", layer)
          == Making.weights("ZerO", layer)
      )
    }
  }

  @Test("Of several bare tensors only the first matrix is random under ZerO*")
  func bareTensors() throws {
    let plan = try Making.plan(
      #"""
      {"initializer": "zero-hadamard-star", "layers": [
        {"tensor": [8], "name": "scale", "initializer": "ones"},
        {"tensor": [8, 4], "name": "a"}, {"tensor": [8, 8], "name": "b"},
        {"tensor": [2, 8], "name": "c"}]}
      """#
    )
    #expect(plan.plannedTensors.map(\.law.isRandom) == [false, true, false, false])
  }
}
