/// A pool: the maximum or the average over windows.
struct PoolLayer: LayerKind {
  enum Operation: String, CaseIterable, Sendable {
    case maximum = "max"
    case average
  }

  static let identifier = "pool"
  static let summary =
    "a maximum or average over windows: kernel, stride, padding, operation, global"
  static let principalParameter: String? = "kernel"
  static let offersBias = false

  private let kernel: [Int]
  private let stride: [Int]
  private let padding: Int
  private let operation: Operation
  private let isGlobal: Bool

  init(_ parameters: inout ParameterReader) {
    kernel = parameters.integers("kernel", count: nil, default: 2, "the lengths of the window")
    stride = parameters.integers(
      "stride",
      count: nil,
      default: 0,
      in: 0...Int.max,
      "the steps of the window; 0 steps by the kernel"
    )
    padding = parameters.integer(
      "padding",
      default: 0,
      in: 0...Int.max >> 2,
      "how far the window may reach over the ends"
    )
    operation = parameters.choice("operation", default: .maximum, "what is taken of each window")
    isGlobal = parameters.flag(
      "global",
      default: false,
      "whether one window covers everything; gives plain features"
    )
  }

  func geometry(
    of input: FeatureShape?,
    in setting: LayerSetting
  ) throws(LayerShapeError)
    -> LayerGeometry
  {
    guard let input, !input.spatial.isEmpty else {
      throw LayerShapeError(
        "a pool takes channels with spatial axes, but its input is "
          + (input.map(\.description) ?? "not known")
      )
    }
    let rank = input.spatial.count
    let name = operation == .maximum ? "Max" : "Average"
    if isGlobal {
      return LayerGeometry(
        output: FeatureShape(channels: input.channels),
        kerasClass: "Global\(name)Pooling\(rank)D"
      )
    }
    let lengths = try spread(kernel, over: rank, "kernel")
    let steps = try spread(stride, over: rank, "stride")
    var output: [Int] = []
    for axis in input.spatial.indices {
      let step = steps[axis] == 0 ? lengths[axis] : steps[axis]
      guard padding <= lengths[axis] / 2 else {
        throw LayerShapeError(
          "a padding of \(padding) is more than half of the window's length \(lengths[axis]): some "
            + "windows would hold nothing but padding"
        )
      }
      let (padded, overflow) = input.spatial[axis].addingReportingOverflow(2 * padding)
      guard !overflow, padded >= lengths[axis] else {
        throw LayerShapeError(
          "a window of length \(lengths[axis]) does not fit into an input of length "
            + "\(input.spatial[axis]) with padding \(padding)"
        )
      }
      output.append((padded - lengths[axis]) / step + 1)
    }
    return LayerGeometry(
      output: FeatureShape(channels: input.channels, spatial: output),
      kerasClass: "\(name)Pooling\(rank)D"
    )
  }

  private func spread(
    _ values: [Int],
    over rank: Int,
    _ name: String
  ) throws(LayerShapeError) -> [Int] {
    if values.count == rank { return values }
    guard values.count == 1 else {
      throw LayerShapeError(
        "`\(name)` has \(values.count) lengths, but the input has \(rank) spatial axes"
      )
    }
    return Array(repeating: values[0], count: rank)
  }
}
