/// Normal weights of which each neuron keeps a fixed number, zeros elsewhere.
///
/// Martens limits the number of weights *into* a unit. PyTorch's `sparse_` counts zeros in each
/// column of its (out, in) matrix, which limits the weights *out of* an input instead and leaves some
/// neurons more weights than others, or none; MLX counts in each row.
struct SparseInitializer: Initializer {
  /// Whose meaning of sparsity is meant.
  enum Meaning: String, CaseIterable, Sendable {
    case paper
    case torch
    case mlx

    var line: SparsityLine { self == .torch ? .input : .neuron }

    /// The zeros on a line: ⌈sparsity · length⌉.
    ///
    /// The frameworks round a product up that floating point has pushed above a whole number:
    /// 0.07 · 100 gives them 8 zeros.
    func zeroCount(sparsity: Double, length: Int) -> Int {
      let product = sparsity * Double(length)
      let whole = product.rounded()
      let isWhole = self == .paper && abs(product - whole) <= 2 * whole.ulp
      return min(length, Int(isWhole ? whole : product.rounded(.up)))
    }
  }

  static let identifier = "sparse"
  static let summary = "normal weights, a fixed number of them zero in each neuron"
  static let source = "Martens 2010, section 5, Deep learning via Hessian-free optimization"

  private let sparsity: Double
  private let standardDeviation: Double
  private let meaning: Meaning

  init(_ parameters: inout ParameterReader) {
    sparsity = parameters.number(
      "sparsity",
      in: .closed(0, 1),
      "the share of zeros, ⌈sparsity · n⌉ of the n weights into each neuron; at least one stays"
    )
    standardDeviation = parameters.number(
      "std",
      default: 0.01,
      in: .positive,
      "the standard deviation of the weights that are not zero"
    )
    meaning = parameters.choice(
      "convention",
      default: Meaning.paper,
      "where zeros are counted: paper and mlx in the weights into a neuron, torch in those out of an "
        + "input; torch and mlx round 0.07 · 100 up to 8"
    )
  }

  /// The lines on which zeros are counted, their length, and the zeros on each.
  private func lines(of layer: LayerContext) throws -> (count: Int, length: Int, zeroCount: Int) {
    guard meaning == .paper || layer.kernel.isEmpty else {
      throw WeightInitError(
        code: .unsupportedLayer,
        message: "sparse is defined for matrices alone in \(meaning.rawValue) and this layer has a "
          + "kernel; use convention=paper, which counts zeros in all weights into a neuron"
      )
    }
    let (count, length) =
      meaning.line == .neuron ? (layer.neurons, layer.fanIn) : (layer.fanIn, layer.neurons)
    let zeroCount = meaning.zeroCount(sparsity: sparsity, length: length)
    guard zeroCount < length else {
      throw WeightInitError(
        code: .unsupportedLayer,
        message: "a sparsity of \(sparsity) leaves none of the \(length) weights "
          + (meaning.line == .neuron ? "into a neuron" : "out of an input")
          + "; use a lower one, or zeros"
      )
    }
    return (count, length, zeroCount)
  }

  func weightLaw(of layer: LayerContext) throws -> TensorLaw {
    .sparse(
      zeroCount: try lines(of: layer).zeroCount,
      per: meaning.line,
      standardDeviation: standardDeviation
    )
  }

  func weights(of layer: LayerContext) throws -> any TensorFill {
    let (count, length, zeroCount) = try lines(of: layer)
    let normals = NormalFill(layer.stream("weight"), standardDeviation: standardDeviation)
    let selection = PlaceSelection(
      stream: layer.stream("place"),
      lineLength: length,
      keptCount: length - zeroCount
    )
    return switch meaning.line {
    case .neuron: SparseFill(normals: normals, selection: selection)
    case .input: try MaskedFill(normals, selection: selection, lines: count, isTransposed: true)
    }
  }
}
