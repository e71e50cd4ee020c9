import Testing

@testable import WeightInit

@Suite("Recurrent layers")
struct RecurrentLayerTests {
  private func plan(
    _ layer: String,
    scheme: String = "he-normal",
    _ layout: WeightLayout = .pytorch
  ) throws -> InitializationPlan {
    try Making.plan(
      #"{"seed": 7, "initializer": "\#(scheme)", "input": 5, "layers": [\#(layer)]}"#,
      overrides: .init(layout: layout)
    )
  }

  private func values(_ plan: InitializationPlan, _ name: String) throws -> [Double] {
    try #require(try plan.values(of: name, as: Double.self))
  }

  @Test("have the names and shapes of each framework, as its documentation lists them")
  func shapes() throws {
    func shapes(_ layer: String, _ layout: WeightLayout) throws -> [String: [Int]] {
      let tensors = try plan(layer, layout).tensors
      return Dictionary(uniqueKeysWithValues: tensors.map { ($0.name, $0.shape) })
    }
    let lstm = #"{"lstm": 3, "name": "r"}"#
    #expect(
      try shapes(lstm, .pytorch) == [
        "r.weight_ih_l0": [12, 5], "r.weight_hh_l0": [12, 3],
        "r.bias_ih_l0": [12], "r.bias_hh_l0": [12],
      ]
    )
    #expect(
      try shapes(lstm, .keras) == [
        "r.kernel": [5, 12], "r.recurrent_kernel": [3, 12], "r.bias": [12],
      ]
    )
    #expect(
      try shapes(lstm, .mlx) == ["r.Wx": [12, 5], "r.Wh": [12, 3], "r.bias": [12]]
    )
    let gru = #"{"gru": 3, "name": "r"}"#
    #expect(
      try shapes(gru, .keras) == [
        "r.kernel": [5, 9], "r.recurrent_kernel": [3, 9], "r.bias": [2, 9],
      ]
    )
    #expect(
      try shapes(gru, .mlx) == ["r.Wx": [9, 5], "r.Wh": [9, 3], "r.b": [9], "r.bhn": [3]]
    )
    #expect(
      try shapes(#"{"rnn": 3, "name": "r", "bias": false}"#, .mlx) == [
        "r.Wxh": [3, 5], "r.Whh": [3, 3],
      ]
    )
    let deep = try shapes(
      #"{"lstm": 3, "name": "r", "layers": 2, "bidirectional": true}"#,
      .pytorch
    )
    #expect(deep.count == 16)
    #expect(deep["r.weight_ih_l1_reverse"] == [12, 6])
  }

  @Test("A seed gives every gate the same weights in every layout, in the layout's order of gates")
  func gates() throws {
    let layer = #"{"gru": 3, "name": "r"}"#
    let torch = try values(plan(layer), "r.weight_ih_l0")
    let keras = try values(plan(layer, .keras), "r.kernel")
    // PyTorch stacks reset, update, new; Keras update, reset, new, and stores the transpose.
    for (place, gate) in [(0, 1), (1, 0), (2, 2)] {
      for unit in 0..<3 {
        for input in 0..<5 {
          #expect(keras[input * 9 + place * 3 + unit] == torch[(gate * 3 + unit) * 5 + input])
        }
      }
    }
  }

  @Test(
    "So it does where the gates are drawn as one matrix, biases too",
    arguments: ["orthogonal", "raai", "torch-default", "sparse:sparsity=0.4", "he-normal"]
  )
  func fusedGates(scheme: String) throws {
    let layer = #"{"gru": 4, "name": "r", "gates": "fused"}"#
    let torch = try plan(layer, scheme: scheme)
    let keras = try plan(layer, scheme: scheme, .keras)
    let mlx = try plan(layer, scheme: scheme, .mlx)
    let states = try values(torch, "r.weight_hh_l0")
    #expect(try values(mlx, "r.Wh") == states)
    let transposed = try values(keras, "r.recurrent_kernel")
    let biases = try values(torch, "r.bias_hh_l0")
    let both = try values(keras, "r.bias")
    for (place, gate) in [(0, 1), (1, 0), (2, 2)] {
      for unit in 0..<4 {
        #expect(both[12 + place * 4 + unit] == biases[gate * 4 + unit])
        for state in 0..<4 {
          #expect(
            transposed[state * 12 + place * 4 + unit] == states[(gate * 4 + unit) * 4 + state]
          )
        }
      }
    }
  }

  @Test("Keras's order of gates is the one in which fused gates are drawn")
  func fusedOrder() throws {
    let layer = #"{"gru": 4, "name": "r", "gates": "fused"}"#
    let drawn = try plan(layer, scheme: "he-normal", .keras)
    let context = LayerContext(name: "r/recurrent.all", neurons: 12, fanIn: 4, seed: 7)
    let expected: [Double] = try Making.weights("he-normal", context)
    let found = try values(drawn, "r.recurrent_kernel")
    for row in 0..<12 {
      for column in 0..<4 { #expect(found[column * 12 + row] == expected[row * 4 + column]) }
    }
  }

  @Test(
    "A scheme that puts every entry where it belongs cannot fuse gates that are stacked otherwise"
  )
  func fusedIdentity() throws {
    let layer = #"{"gru": 4, "name": "r", "gates": "fused"}"#
    _ = try plan(layer, scheme: "identity", .keras)
    #expect(throws: WeightInitError.self) { try plan(layer, scheme: "identity") }
    #expect(throws: WeightInitError.self) { try plan(layer, scheme: "ZerO", .mlx) }
    _ = try plan(#"{"lstm": 4, "name": "r", "gates": "fused"}"#, scheme: "identity")
  }

  @Test("Keras wraps the two directions of a layer, with the weights that PyTorch has")
  func bidirectional() throws {
    for (layer, gates) in [(#""gru": 3"#, 3), (#""lstm": 3"#, 4), (#""rnn": 3"#, 1)] {
      let layer = "{\(layer), \"name\": \"r\", \"bidirectional\": true}"
      let keras = try plan(layer, .keras)
      #expect(
        keras.tensors.map(\.name) == [
          "r.forward_layer.kernel", "r.forward_layer.recurrent_kernel", "r.forward_layer.bias",
          "r.backward_layer.kernel", "r.backward_layer.recurrent_kernel", "r.backward_layer.bias",
        ]
      )
      #expect(keras.layers.first?.kerasClass == "Bidirectional")
      let torch = try plan(layer)
      // The new gate, the cell gate and the only one stand at the same place in both.
      let gate = min(gates - 1, 2)
      for (own, other) in [
        ("forward_layer.kernel", "weight_ih_l0"),
        ("backward_layer.kernel", "weight_ih_l0_reverse"),
      ] {
        let (kernel, weights) = (try values(keras, "r.\(own)"), try values(torch, "r.\(other)"))
        for unit in 0..<3 {
          for input in 0..<5 {
            #expect(
              kernel[input * gates * 3 + gate * 3 + unit] == weights[(gate * 3 + unit) * 5 + input]
            )
          }
        }
      }
    }
    // The next layer sees both outputs side by side.
    let stacked = try plan(
      #"{"lstm": 3, "bidirectional": true}, {"dense": 2, "name": "d"}"#,
      .keras
    )
    #expect(stacked.tensors.first { $0.name == "d.kernel" }?.shape == [6, 2])
    for (layer, layout) in [
      (#"{"lstm": 3, "bidirectional": true}"#, WeightLayout.mlx),
      (#"{"lstm": 3, "layers": 2}"#, .keras), (#"{"gru": 3, "layers": 2}"#, .mlx),
    ] {
      #expect(throws: WeightInitError.self) { try plan(layer, layout) }
    }
  }

  @Test("Orthogonal weights are orthogonal gate by gate, or as one matrix when fused")
  func orthogonality() throws {
    func gram(_ rows: [[Double]]) -> [[Double]] {
      rows.map { a in rows.map { b in zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } } }
    }
    func rows(_ layer: String) throws -> [[Double]] {
      let matrix = try values(plan(layer, scheme: "orthogonal"), "r.weight_hh_l0")
      return (0..<12).map { Array(matrix[$0 * 3..<($0 + 1) * 3]) }
    }
    let separate = try rows(#"{"lstm": 3, "name": "r"}"#)
    for gate in 0..<4 {
      let products = gram(Array(separate[gate * 3..<(gate + 1) * 3]))
      for (i, line) in products.enumerated() {
        for (j, product) in line.enumerated() { #expect(abs(product - (i == j ? 1 : 0)) < 1e-12) }
      }
    }
    let fused = try rows(#"{"lstm": 3, "name": "r", "gates": "fused"}"#)
    // The columns of the 12 × 3 matrix are orthonormal; the rows of a gate are not.
    let columns = (0..<3).map { column in fused.map { $0[column] } }
    for (i, line) in gram(columns).enumerated() {
      for (j, product) in line.enumerated() { #expect(abs(product - (i == j ? 1 : 0)) < 1e-12) }
    }
    #expect(abs(gram(Array(fused[0..<3]))[0][0] - 1) > 0.01)
  }

  @Test("A forget gate may start open, and Keras's does")
  func forgetBias() throws {
    let open = try values(plan(#"{"lstm": 2, "name": "r", "forget-bias": 1}"#), "r.bias_ih_l0")
    #expect(open == [0, 0, 1, 1, 0, 0, 0, 0])
    let layer = #"{"lstm": 2, "name": "r", "gates": "fused"}"#
    #expect(try values(plan(layer, scheme: "keras-default"), "r.bias_ih_l0") == open)
    #expect(try values(plan(layer, scheme: "keras-default"), "r.bias_hh_l0") == open.map { _ in 0 })
  }

  @Test("Keras's forget gates start open in every layer and direction")
  func forgetBiasEverywhere() throws {
    let layer = #"{"lstm": 2, "name": "r", "gates": "fused", "layers": 2, "bidirectional": true}"#
    let plan = try plan(layer, scheme: "keras-default")
    for suffix in ["l0", "l0_reverse", "l1", "l1_reverse"] {
      #expect(try values(plan, "r.bias_ih_\(suffix)") == [0, 0, 1, 1, 0, 0, 0, 0])
    }
  }

  @Test("PyTorch draws all of a recurrent layer within ±1/√units, whatever flows in")
  func torchDefault() throws {
    let plan = try plan(#"{"lstm": 4, "name": "r", "layers": 2}"#, scheme: "torch-default")
    for tensor in plan.plannedTensors {
      #expect(
        tensor.law == .independent(.uniform(low: -0.5, high: 0.5)),
        "\(tensor.descriptor.name)"
      )
      #expect(tensor.streams.count == 4)
    }
  }
}
