import Testing

@testable import WeightInit

@Suite("Transposed and depthwise convolutions, and experts")
struct ConvolutionVariantTests {
  private func plan(
    _ layer: String,
    input: String,
    scheme: String = "he-normal",
    _ layout: WeightLayout = .pytorch
  ) throws -> InitializationPlan {
    try Making.plan(
      #"{"seed": 7, "initializer": "\#(scheme)", "input": \#(input), "layers": [\#(layer)]}"#,
      overrides: .init(layout: layout)
    )
  }

  @Test(
    "store the same weights in the order of each layout",
    arguments: ["he-normal", "orthogonal", "aci", "raai"]
  )
  func layouts(scheme: String) throws {
    let layer = #"{"conv-transpose2d": 3, "name": "up", "kernel": [2, 4]}"#
    let torch = try plan(layer, input: "[5, 4, 4]", scheme: scheme)
    #expect(torch.tensors.first?.shape == [5, 3, 2, 4])
    let base = try #require(try torch.values(of: "up.weight", as: Double.self))
    let keras = try plan(layer, input: "[5, 4, 4]", scheme: scheme, .keras)
    #expect(keras.tensors.first?.shape == [2, 4, 3, 5])
    let kernel = try #require(try keras.values(of: "up.kernel", as: Double.self))
    let mlx = try plan(layer, input: "[5, 4, 4]", scheme: scheme, .mlx)
    #expect(mlx.tensors.first?.shape == [3, 2, 4, 5])
    let weight = try #require(try mlx.values(of: "up.weight", as: Double.self))
    for i in 0..<5 {
      for o in 0..<3 {
        for y in 0..<2 {
          for x in 0..<4 {
            let value = base[((i * 3 + o) * 2 + y) * 4 + x]
            #expect(kernel[((y * 4 + x) * 3 + o) * 5 + i] == value)
            #expect(weight[((o * 2 + y) * 4 + x) * 5 + i] == value)
          }
        }
      }
    }
  }

  @Test("A transposed convolution divides by the inputs that an output meets")
  func strides() throws {
    let plan = try plan(
      #"{"conv-transpose2d": 32, "name": "up", "kernel": 3, "stride": 2}"#,
      input: "[8, 5, 5]"
    )
    let tensor = try #require(plan.plannedTensors.first)
    // 8 channels · 9 taps, of which an output meets a quarter on average.
    #expect(tensor.fans?.fanIn == 18 && tensor.fans?.fanOut == 288)
    #expect(tensor.law == .independent(.normal(mean: 0, standardDeviation: 1.0 / 3)))
    let counts = tensor.frameworkFans.map { [$0.fanIn, $0.fanOut] }
    // PyTorch, Keras, Flax, MLX; the first two swap the fans.
    #expect(counts == [[288, 72], [288, 72], [72, 288], [72, 288]])
    // (5 − 1) · 2 + 2 + 1 = 11.
    #expect(plan.layers.count == 1)
  }

  @Test("Groups of a transposed convolution follow each other, in PyTorch only")
  func groups() throws {
    let layer = #"{"conv-transpose1d": 6, "name": "up", "kernel": 3, "groups": 2}"#
    let grouped = try plan(layer, input: "[4, 9]")
    #expect(grouped.tensors.first?.shape == [4, 3, 3])
    let tensor = try #require(grouped.plannedTensors.first)
    #expect(tensor.neurons == 6 && tensor.rowLength == 6)
    let logical = try tensor.prepare().values(0..<36, as: Float.self)
    let stored = try #require(try grouped.values(of: "up.weight", as: Float.self))
    for input in 0..<4 {
      for output in 0..<3 {
        for tap in 0..<3 {
          let neuron = input / 2 * 3 + output
          #expect(
            stored[(input * 3 + output) * 3 + tap] == logical[(neuron * 2 + input % 2) * 3 + tap]
          )
        }
      }
    }
    #expect(throws: WeightInitError.self) { try plan(layer, input: "[4, 9]", .keras) }
  }

  @Test("A depthwise convolution counts a channel's own filters")
  func depthwise() throws {
    let layer = #"{"depthwise-conv2d": 3, "name": "dw", "multiplier": 2}"#
    let torch = try plan(layer, input: "[16, 8, 8]", scheme: "glorot-uniform")
    let tensor = try #require(torch.plannedTensors.first)
    #expect(tensor.descriptor.shape == [32, 1, 3, 3])
    #expect(tensor.fans?.fanIn == 9 && tensor.fans?.fanOut == 18)
    let counts = tensor.frameworkFans.map { [$0.fanIn, $0.fanOut] }
    #expect(counts == [[9, 288], [144, 18], [9, 288], [9, 288]])
    let keras = try plan(layer, input: "[16, 8, 8]", scheme: "glorot-uniform", .keras)
    #expect(keras.tensors.first?.shape == [3, 3, 16, 2])
    let base = try #require(try torch.values(of: "dw.weight", as: Float.self))
    let kernel = try #require(try keras.values(of: "dw.kernel", as: Float.self))
    for channel in 0..<32 {
      for tap in 0..<9 { #expect(kernel[tap * 32 + channel] == base[channel * 9 + tap]) }
    }
    // Keras divides by 9 · 16 + 9 · 2 itself.
    let own = try plan(layer, input: "[16, 8, 8]", scheme: "keras-default")
    let bound = (3.0 * 2 / 162).squareRoot()
    #expect(own.plannedTensors.first?.law == .independent(.uniform(low: -bound, high: bound)))
  }

  @Test(
    "Experts are drawn each by itself and stacked",
    arguments: ["he-normal", "orthogonal", "aci"]
  )
  func experts(scheme: String) throws {
    let layer = #"{"dense": 6, "name": "moe", "experts": 3}"#
    let torch = try plan(layer, input: "4", scheme: scheme)
    let keras = try plan(layer, input: "4", scheme: scheme, .keras)
    #expect(torch.tensors.map(\.shape) == [[3, 6, 4], [3, 6]])
    #expect(keras.tensors.map(\.shape) == [[3, 4, 6], [3, 6]])
    #expect(torch.plannedTensors.first?.fans?.fanIn == 4)
    let base = try #require(try torch.values(of: "moe.weight", as: Float.self))
    let kernel = try #require(try keras.values(of: "moe.kernel", as: Float.self))
    for expert in 0..<3 {
      for row in 0..<6 {
        for column in 0..<4 {
          #expect(
            kernel[(expert * 4 + column) * 6 + row] == base[(expert * 6 + row) * 4 + column]
          )
        }
      }
    }
    // A bare tensor of the same name holds the same experts.
    let bare = try plan(
      #"{"tensor": [3, 6, 4], "name": "moe", "stacked": true}"#,
      input: "4",
      scheme: scheme
    )
    #expect(try bare.values(of: "moe", as: Float.self) == base)
  }
}
