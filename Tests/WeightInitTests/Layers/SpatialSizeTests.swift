import Testing
import WeightInit

@Suite("Spatial sizes")
struct SpatialSizeTests {
  /// The number of features that a flatten makes of the given layers.
  private func features(_ input: [Int], _ layers: String) throws -> Int? {
    let plan = try Making.plan(
      #"""
      {"initializer": "zeros", "input": \#(input), "layers": [
        \#(layers), {"flatten": null}, {"dense": 1, "name": "last"}]}
      """#
    )
    return plan.tensors.first { $0.name == "last.weight" }?.shape[1]
  }

  /// floor((length + 2 padding − dilation (kernel − 1) − 1)/stride + 1), computed by hand, as in the
  /// documentation of torch.nn.Conv1d to Conv3d and the pools.
  private static let convolutions: [([Int], String, Int)] = [
    ([3, 32], #"{"conv1d": 2, "kernel": 3}"#, 2 * 30),
    ([3, 31], #"{"conv1d": 2, "kernel": 5, "stride": 2, "padding": 2}"#, 2 * 16),
    ([3, 10], #"{"conv1d": 2, "kernel": 3, "stride": 3, "padding": 1, "dilation": 2}"#, 2 * 3),
    ([1, 5], #"{"conv1d": {"channels": 4, "kernel": [5]}}"#, 4 * 1),
    (
      [1, 28, 30],
      #"{"conv2d": 3, "kernel": [5, 3], "stride": [2, 1], "padding": [1, 0], "dilation": [1, 3]}"#,
      3 * 13 * 24
    ),
    ([4, 9, 9], #"{"conv2d": 6, "kernel": 3, "groups": 2}"#, 6 * 7 * 7),
    ([1, 7, 8, 9], #"{"conv3d": 2, "kernel": 3, "stride": 2, "padding": 1}"#, 2 * 4 * 4 * 5),
    ([1, 100], #"{"conv1d": 1, "kernel": 7, "stride": 4, "padding": 3, "dilation": 2}"#, 24),
    ([1, 9, 9], #"{"conv2d": 1, "kernel": 4, "padding": "same"}"#, 81),
    ([1, 9, 9], #"{"conv2d": 1, "kernel": 3, "stride": 2, "padding": "same"}"#, 25),
    ([1, 9, 8], #"{"conv2d": 1, "kernel": 3, "padding": "valid"}"#, 7 * 6),
    ([1, 7], #"{"pool": 2}"#, 3), ([1, 9], #"{"pool": 3, "stride": 2, "padding": 1}"#, 5),
    ([2, 8, 9], #"{"pool": [3, 2]}"#, 2 * 2 * 4),
    ([2, 8, 9], #"{"pool": 3, "stride": [3, 1], "operation": "average"}"#, 2 * 2 * 7),
    ([5, 4, 3, 2], #"{"pool": 2, "stride": 1}"#, 5 * 3 * 2 * 1),
    ([5, 4, 3], #"{"pool": null, "global": true}"#, 5),
  ]

  @Test("Windows give the lengths of torch's formula", arguments: convolutions)
  func windows(input: [Int], layer: String, expected: Int) throws {
    #expect(try features(input, layer) == expected)
  }

  @Test("Sizes follow from layer to layer")
  func chain() throws {
    // LeNet-5 on 32 × 32: 28, 14, 10, 5; 16 · 5 · 5 = 400.
    #expect(
      try features(
        [1, 32, 32],
        #"""
        {"conv2d": 6, "kernel": 5}, {"pool": 2}, {"batch-norm": null},
        {"conv2d": 16, "kernel": 5}, {"pool": 2}
        """#
      ) == 400
    )
  }

  @Test("Fans count the channels of a group times the kernel")
  func fans() throws {
    let plan = try Making.plan(
      #"""
      {"initializer": "zeros", "input": [6, 9, 9], "layers": [
        {"conv2d": 8, "kernel": [3, 5], "groups": 2, "name": "c"},
        {"flatten": null}, {"dense": 4, "name": "d"}]}
      """#
    )
    let (convolution, dense) = (plan.plannedTensors[0], plan.plannedTensors[2])
    #expect(convolution.descriptor.shape == [8, 3, 3, 5])
    #expect(convolution.fans?.fanIn == 3 * 15 && convolution.fans?.fanOut == 4 * 15)
    #expect(dense.descriptor.shape == [4, 8 * 7 * 5])
    #expect(dense.fans?.fanIn == 280 && dense.fans?.fanOut == 4)
  }

  @Test("Positions count dense and convolution layers")
  func positions() throws {
    func random(_ layers: String) throws -> [Bool] {
      let plan = try Making.plan(
        #"{"initializer": "ZerO*", "input": [2, 9], "layers": [\#(layers)]}"#
      )
      return plan.plannedTensors.filter { $0.role == .weight }.map(\.law.isRandom)
    }
    let convolution = #"{"conv1d": 2, "kernel": 3}"#
    #expect(try random(convolution) == [true])
    #expect(
      try random(
        #"{"layer-norm": null}, \#(convolution), "flatten", {"dense": 3}, {"dense": 2}"#
      )
        == [true, false, false]
    )
  }

  private static let huge = Int.max
  private static let refused: [([Int], String, String)] = [
    ([1, 4], #"{"conv1d": 1, "kernel": 5}"#, "does not fit"),
    ([1, 4], #"{"conv1d": 1, "kernel": 3, "dilation": 2}"#, "does not fit"),
    ([1, huge], #"{"conv1d": 1, "kernel": 3, "padding": 2305843009213693951}"#, "does not fit"),
    ([1, 4], #"{"conv1d": 1, "kernel": 3, "dilation": \#(huge)}"#, "does not fit"),
    ([1, 4, 4], #"{"conv2d": 1, "kernel": \#(huge)}"#, "too large"),
    ([1, 4], #"{"conv1d": \#(huge), "kernel": 4}"#, "too large"),
    ([huge, 4], #"{"conv1d": 1, "kernel": 4}"#, "too large"),
    ([2, huge], #"{"pool": 2, "padding": 1}"#, "does not fit"),
    ([1, 4], #"{"pool": 5}"#, "does not fit"), ([1, 4], #"{"pool": 3, "padding": 2}"#, "half"),
    ([1, 4], #"{"pool": [2, 2]}"#, "has 2 lengths"),
    ([huge, huge], #"{"pool": 1}"#, "too large to flatten"),
  ]

  @Test("Windows that do not fit, and sizes beyond counting, are refused", arguments: refused)
  func refusals(input: [Int], layer: String, message: String) throws {
    let problems = try Making.problems(
      #"{"initializer": "zeros", "input": \#(input), "layers": [\#(layer), "flatten", {"dense": 1}]}"#
    )
    #expect(problems.count == 1, "\(problems)")
    #expect(problems.first?.message.contains(message) == true, "\(problems)")
  }

  @Test("Strides and `same` of any size do not overflow")
  func strides() throws {
    #expect(try features([1, 4], #"{"conv1d": 1, "kernel": 3, "stride": \#(Int.max)}"#) == 1)
    #expect(
      try features(
        [1, 4],
        #"{"conv1d": 1, "kernel": 9, "stride": \#(Int.max), "padding": "same"}"#
      )
        == 1
    )
    #expect(try features([1, 4], #"{"pool": 2, "stride": \#(Int.max)}"#) == 1)
  }
}
