import Testing
import WeightInit

@Suite("Layouts")
struct WeightLayoutTests {
  private static let spec = """
    {"seed": 6, "initializer": "raai", "input": [4, 7, 6, 5], "layers": [
      {"conv3d": 6, "name": "c3", "kernel": [2, 3, 1], "groups": 2},
      {"flatten": null},
      {"dense": 5, "name": "fc", "bias": "normal:std=1"},
      {"dense": 3, "name": "out"}]}
    """

  /// The values of all tensors by layer and role, with their shapes.
  private func tensors(
    _ layout: WeightLayout,
    _ spec: String = Self.spec
  ) throws -> [String: (shape: [Int], values: [Float])] {
    let plan = try Making.plan(spec, overrides: .init(layout: layout))
    var result: [String: (shape: [Int], values: [Float])] = [:]
    for tensor in plan.plannedTensors {
      let values = try #require(try plan.values(of: tensor.descriptor.name, as: Float.self))
      #expect(values.count == tensor.descriptor.elementCount)
      result["\(tensor.layer).\(tensor.role.rawValue)"] = (tensor.descriptor.shape, values)
    }
    return result
  }

  @Test("Dense weights are (out, in), and (in, out) for Keras")
  func dense() throws {
    let torch = try #require(try tensors(.pytorch)["out.weight"])
    let keras = try #require(try tensors(.keras)["out.weight"])
    let mlx = try #require(try tensors(.mlx)["out.weight"])
    #expect((torch.shape, keras.shape, mlx.shape) == ([3, 5], [5, 3], [3, 5]))
    for out in 0..<3 {
      for input in 0..<5 {
        #expect(keras.values[input * 3 + out] == torch.values[out * 5 + input])
      }
    }
    #expect(mlx.values == torch.values)
  }

  @Test("Kernels are (out, in, kernel…), (kernel…, in, out) for Keras, (out, kernel…, in) for MLX")
  func convolution() throws {
    let torch = try #require(try tensors(.pytorch)["c3.weight"])
    let keras = try #require(try tensors(.keras)["c3.weight"])
    let mlx = try #require(try tensors(.mlx)["c3.weight"])
    #expect(torch.shape == [6, 2, 2, 3, 1])
    #expect(keras.shape == [2, 3, 1, 2, 6])
    #expect(mlx.shape == [6, 2, 3, 1, 2])
    for out in 0..<6 {
      for channel in 0..<2 {
        for depth in 0..<2 {
          for row in 0..<3 {
            let value = torch.values[((out * 2 + channel) * 2 + depth) * 3 + row]
            #expect(keras.values[((depth * 3 + row) * 2 + channel) * 6 + out] == value)
            #expect(mlx.values[((out * 2 + depth) * 3 + row) * 2 + channel] == value)
          }
        }
      }
    }
  }

  @Test("A dense layer behind a flatten takes channels first for PyTorch and last elsewhere")
  func flattened() throws {
    let torch = try #require(try tensors(.pytorch)["fc.weight"])
    let keras = try #require(try tensors(.keras)["fc.weight"])
    let mlx = try #require(try tensors(.mlx)["fc.weight"])
    // 6 channels of (7 − 1) × (6 − 2) × (5 − 0).
    let (channels, positions) = (6, 6 * 4 * 5)
    #expect((torch.shape, keras.shape, mlx.shape) == ([5, 720], [720, 5], [5, 720]))
    for out in 0..<5 {
      for channel in 0..<channels {
        for position in 0..<positions {
          let value = torch.values[out * 720 + channel * positions + position]
          let last = position * channels + channel
          guard keras.values[last * 5 + out] == value, mlx.values[out * 720 + last] == value else {
            Issue.record("differs at \(out), \(channel), \(position)")
            return
          }
        }
      }
    }
  }

  @Test("Vectors are the same in every layout")
  func vectors() throws {
    let (torch, keras, mlx) = try (tensors(.pytorch), tensors(.keras), tensors(.mlx))
    for name in ["c3.bias", "fc.bias", "out.bias"] {
      #expect(torch[name]?.values == keras[name]?.values && torch[name] != nil)
      #expect(torch[name]?.values == mlx[name]?.values)
    }
  }

  @Test("Tensors have the names of their layout's frameworks")
  func names() throws {
    let spec = """
      {"initializer": "raai", "input": 4, "layers": [
        {"dense": 3, "name": "fc"}, {"batch-norm": null, "name": "bn"},
        {"layer-norm": null, "name": "ln"}, {"embedding": 4, "vocabulary": 9, "name": "e"},
        {"tensor": [2, 3], "name": "free"}]}
      """
    func names(_ layout: WeightLayout) throws -> [String] {
      try Making.plan(spec, overrides: .init(layout: layout)).tensors.map(\.name)
    }
    let torch = [
      "fc.weight", "fc.bias", "bn.weight", "bn.bias", "bn.running_mean", "bn.running_var",
      "ln.weight", "ln.bias", "e.weight", "free",
    ]
    #expect(try names(.pytorch) == torch)
    #expect(try names(.mlx) == torch)
    #expect(
      try names(.keras) == [
        "fc.kernel", "fc.bias", "bn.gamma", "bn.beta", "bn.moving_mean", "bn.moving_variance",
        "ln.gamma", "ln.beta", "e.embeddings", "free",
      ]
    )
  }

  @Test("Embeddings and bare tensors are stored alike in every layout")
  func fixed() throws {
    let spec = """
      {"seed": 2, "initializer": "raai", "layers": [
        {"embedding": 4, "vocabulary": 9, "name": "e"},
        {"tensor": [2, 5, 3], "neurons": 1, "name": "t"}]}
      """
    let (torch, keras) = try (tensors(.pytorch, spec), tensors(.keras, spec))
    #expect(torch["e.weight"]?.shape == [9, 4])
    #expect(torch["t.weight"]?.shape == [2, 5, 3])
    #expect(torch["e.weight"]?.values == keras["e.weight"]?.values)
    #expect(torch["t.weight"]?.values == keras["t.weight"]?.values)
    // The rows of the draw are the neurons, on axis 1.
    let stored = try #require(torch["t.weight"]?.values)
    let layer = LayerContext(name: "t", neurons: 5, fanIn: 6, position: .only, seed: 2)
    let drawn = try Making.weights("raai", layer, as: Float.self)
    for first in 0..<2 {
      for neuron in 0..<5 {
        for last in 0..<3 {
          #expect(stored[(first * 5 + neuron) * 3 + last] == drawn[neuron * 6 + first * 3 + last])
        }
      }
    }
  }
}
