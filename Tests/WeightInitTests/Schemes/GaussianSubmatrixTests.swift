import Testing
import WeightInit

@Suite("GSM")
struct GaussianSubmatrixTests {
  private func matrix(_ claim: String, _ layer: LayerContext) throws -> Matrix {
    Matrix(try Making.weights(claim, layer), rows: layer.neurons, columns: layer.fanIn)
  }

  @Test(
    "Blocks mirror exactly, in a first, hidden and last layer",
    arguments: ["gaussian", "orthogonal"],
    [LayerPosition.first, .hidden, .last, .only]
  )
  func blocks(submatrix: String, position: LayerPosition) throws {
    let layer = Making.layer(6, 8, position: position)
    let matrix = try matrix("gsm:submatrix=\(submatrix)", layer)
    for row in 0..<6 {
      for column in 0..<8 {
        #expect(matrix[row, column] != 0)
        if position == .first || position == .hidden {
          #expect(matrix[row, column] == -matrix[(row + 3) % 6, column])
        }
        if position == .last || position == .hidden {
          #expect(matrix[row, column] == -matrix[row, (column + 4) % 8])
        }
      }
    }
    // What does not mirror is random.
    let distinct = [LayerPosition.hidden: 12, .only: 48][position] ?? 24
    #expect(Set(matrix.elements.map(abs)).count == distinct)
  }

  private static let variances: [(String, LayerPosition, Double)] = [
    ("gsm", .first, 1 / 40), ("gsm", .hidden, 1 / 40), ("gsm", .last, 1 / 80),
    ("gsm:mode=fan_in", .first, 1 / 60), ("gsm:mode=fan_in", .hidden, 1 / 30),
    ("gsm:mode=fan_in", .last, 1 / 30), ("gsm:gain=2", .hidden, 4 / 40),
  ]

  @Test("A submatrix has variance 1/rows, or 1/columns by fan_in", arguments: variances)
  func variance(claim: String, position: LayerPosition, expected: Double) throws {
    var variance = BatchMean()
    for seed in 0..<20 {
      let layer = Making.layer(80, 60, position: position, seed: UInt64(seed))
      let matrix = try matrix(claim, layer)
      // The upper left block is the submatrix, whatever mirrors.
      for row in 0..<40 {
        for column in 0..<30 { variance.add(matrix[row, column] * matrix[row, column]) }
      }
    }
    #expect(variance.agrees(with: expected))
  }

  @Test(
    "An orthogonal submatrix is an isometry, or its transpose is",
    arguments: [(12, 8), (8, 12), (8, 8)]
  )
  func orthogonal(rows: Int, columns: Int) throws {
    let matrix = try matrix("gsm:submatrix=orthogonal,gain=3", Making.layer(rows, columns))
    let block = Matrix((0..<rows / 2).map { row in (0..<columns / 2).map { matrix[row, $0] } })
    let tall = rows >= columns ? block : block.transpose
    #expect(tall.distanceFromIsometry(scale: 9) < 1e-12)
  }

  /// The weights of a plan's dense layers in order.
  private func dense(_ plan: InitializationPlan) throws -> [Matrix] {
    for tensor in plan.plannedTensors where tensor.role == .bias {
      #expect(
        try plan.values(of: tensor.descriptor.name, as: Double.self)?.allSatisfy { $0 == 0 } == true
      )
    }
    return try plan.plannedTensors.filter { $0.role == .weight }.map { tensor in
      let values = try #require(try plan.values(of: tensor.descriptor.name, as: Double.self))
      return Matrix(values, rows: tensor.neurons, columns: tensor.rowLength)
    }
  }

  private static func relu(_ values: [Double]) -> [Double] { values.map { max(0, $0) } }

  /// A network is linear when it equals the map that its values at unit vectors span.
  private func expectLinear(inputs: Int, _ network: ([Double]) -> [Double]) {
    let columns = (0..<inputs).map { index in
      network((0..<inputs).map { $0 == index ? 1 : 0 })
    }
    let probes = RandomStream(seed: 1, path: "probe", role: "input")
    var norm = 0.0
    for probe in 0..<5 {
      let input = [Double](unsafeUninitializedCapacity: inputs) { buffer, count in
        probes.fillNormal(from: probe * inputs, into: buffer)
        count = inputs
      }
      let output = network(input)
      for (index, value) in output.enumerated() {
        let expected = (0..<inputs).reduce(0) { $0 + columns[$1][index] * input[$1] }
        #expect(abs(value - expected) < 1e-12)
        norm += value * value
      }
    }
    #expect(norm > 0.01, "the network passes its input on")
  }

  @Test(
    "A ReLU network is linear at first, odd widths with leftover included",
    arguments: [
      ("gsm", [6, 10, 8, 4]), ("gsm:submatrix=orthogonal", [6, 10, 12, 3]),
      ("gsm:mode=fan_in", [5, 4, 6, 8, 1]), ("gsm:odd=leftover", [5, 7, 9, 3]),
      ("gsm:odd=leftover,submatrix=orthogonal", [4, 3, 8, 5, 2]),
    ]
  )
  func linear(claim: String, widths: [Int]) throws {
    let layers = widths.dropFirst().map { #"{"dense": \#($0), "activation": "relu"}"# }
    let plan = try Making.plan(
      #"""
      {"seed": 2, "initializer": "\#(claim)", "input": \#(widths[0]), "dtype": "float64",
       "layers": [\#(layers.joined(separator: ", "))]}
      """#
    )
    let matrices = try dense(plan)
    expectLinear(inputs: widths[0]) { input in
      let hidden = matrices.dropLast().reduce(input) { Self.relu($1($0)) }
      return matrices[matrices.count - 1](hidden)
    }
  }

  @Test("An unpaired unit has a He row in and zeros out")
  func leftover() throws {
    let claim = "gsm:odd=leftover"
    let first = try matrix(claim, Making.layer(7, 200, position: .first))
    let row = (0..<200).map { first[6, $0] }
    let variance = row.reduce(0) { $0 + $1 * $1 } / 200
    // The sample variance of 200 normals has relative deviation √(2/200) = 0.1.
    #expect(abs(variance * 100 - 1) < 0.4)
    let last = try matrix(claim, Making.layer(3, 7, position: .last))
    for row in 0..<3 {
      #expect(last[row, 6] == 0)
      #expect((0..<6).allSatisfy { last[row, $0] != 0 })
    }
  }

  @Test(
    "A convolution pairs channels, and a dense layer behind a flatten those of the convolution",
    arguments: [(4, "gsm"), (5, "gsm:odd=leftover"), (6, "gsm:submatrix=orthogonal")]
  )
  func convolution(channels: Int, claim: String) throws {
    let plan = try Making.plan(
      #"""
      {"seed": 8, "initializer": "\#(claim)", "input": [2, 6], "dtype": "float64", "layers": [
        {"conv1d": \#(channels), "kernel": 3, "activation": "relu"},
        {"conv1d": \#(channels + 2), "kernel": 2, "activation": "relu"},
        {"flatten": null},
        {"dense": 3}]}
      """#
    )
    let tensors = plan.plannedTensors.filter { $0.role == .weight }
    let weights = try tensors.map {
      try #require(try plan.values(of: $0.descriptor.name, as: Double.self))
    }
    let dense = Matrix(weights[2], rows: 3, columns: tensors[2].rowLength)
    expectLinear(inputs: 12) { input in
      let first = Self.relu(
        Self.convolve(input, channels: 2, weights[0], outputs: channels, kernel: 3)
      )
      let second = Self.relu(
        Self.convolve(first, channels: channels, weights[1], outputs: channels + 2, kernel: 2)
      )
      return dense(second)
    }
  }

  /// A convolution of stride 1 without padding; channels by positions, row after row.
  private static func convolve(
    _ input: [Double],
    channels: Int,
    _ weights: [Double],
    outputs: Int,
    kernel: Int
  ) -> [Double] {
    let length = input.count / channels
    let positions = length - kernel + 1
    var result: [Double] = []
    for output in 0..<outputs {
      for position in 0..<positions {
        var sum = 0.0
        for channel in 0..<channels {
          for tap in 0..<kernel {
            sum +=
              weights[(output * channels + channel) * kernel + tap]
              * input[channel * length + position + tap]
          }
        }
        result.append(sum)
      }
    }
    return result
  }

  @Test(
    "What GSM is not defined for is refused with the width",
    arguments: [
      (Making.layer(5, 4), "odd width of 5 outputs"), (Making.layer(4, 5), "odd width of 5 inputs"),
      (Making.layer(5, 4, position: .first), "odd width of 5 outputs"),
      (Making.layer(4, 5, position: .last), "odd width of 5 inputs"),
      (Making.convolution(4, channels: 3, kernel: [2]), "odd width of 3 inputs"),
      (Making.convolution(4, channels: 2, kernel: [3], groups: 2), "2 channel groups"),
    ]
  )
  func refused(layer: LayerContext, message: String) throws {
    let scheme = try Making.scheme("gsm")
    for attempt in [{ _ = try scheme.weightLaw(of: layer) }, { _ = try scheme.weights(of: layer) }]
    {
      let error = #expect(throws: WeightInitError.self) { try attempt() }
      #expect(error?.code == .unsupportedLayer)
      #expect(error?.message.contains(message) == true)
    }
  }

  @Test("A width of one cannot be paired, leftover or not")
  func single() throws {
    let scheme = try Making.scheme("gsm:odd=leftover")
    for layer in [Making.layer(1, 4), Making.layer(4, 1)] {
      #expect(throws: WeightInitError.self) { try scheme.weights(of: layer) }
    }
  }
}
