/// Rows of weights and one bias, of which one entry is replaced by a draw of Beta(2, 1).
///
/// With n = fanIn + 1, s² = variance/fanIn and e = κ/n the vector is N(0, s²(I − e J)). The bias is
/// drawn first, from its marginal N(0, s²(1 − e)); given the bias b, the weights are
/// s (z − c z̄) − e/(1 − e) · b with c = 1 − 1/√(1 + k fanIn/n), which has their conditional law
/// exactly. So the bias costs O(1) and the weights O(fanIn), without a covariance matrix.
///
/// Source: Singh & Sreejith 2021, appendix E (the order of drawing is ours; the law is the paper's).
struct ReplacedEntryFill: Sendable {
  let weights: RandomStream
  let biases: RandomStream
  let replacements: RandomStream
  let fanIn: Int
  let standardDeviation: Double
  /// The share e = κ/n of the common direction.
  let share: Double
  let coefficient: Double

  init(layer: LayerContext, variance: Double, k: Double) {
    weights = layer.stream("weight")
    biases = layer.stream("bias")
    replacements = layer.stream("replacement")
    fanIn = layer.fanIn
    standardDeviation = (variance / Double(layer.fanIn)).squareRoot()
    let kappa = k.isInfinite ? 1 : k / (1 + k)
    share = kappa / Double(layer.fanIn + 1)
    let excess = k * (Double(layer.fanIn) / Double(layer.fanIn + 1))
    let root = (1 + excess).squareRoot()
    coefficient = k.isInfinite ? 1 : excess / root / (root + 1)
  }

  /// The bias of a neuron before the replacement.
  func undisturbedBias<Element: DrawnElement>(_ neuron: Int, as type: Element.Type) -> Double {
    withUnsafeTemporaryAllocation(of: Element.self, capacity: 1) { values in
      biases.fillNormal(from: neuron, into: values)
      return standardDeviation * (1 - share).squareRoot() * Double(values[0])
    }
  }

  /// Which of the n entries of a neuron is replaced (the last is the bias), and by what.
  func replacement(_ neuron: Int) -> (index: Int, value: Double) {
    let words = replacements.block(neuron)
    let choice = UInt64(words[0]) << 32 | UInt64(words[1])
    let index = choice.multipliedFullWidth(by: UInt64(fanIn + 1)).high
    // √U follows Beta(2, 1) when U is uniform.
    let uniform = (Double(words[2]) + (Double(words[3]) + 0.5) * 0x1p-32) * 0x1p-32
    return (Int(index), uniform.squareRoot())
  }

  /// The weights of the layer.
  struct Weights: RowFill {
    let draw: ReplacedEntryFill
    var rowLength: Int { draw.fanIn }

    @_specialize(where Element == Float)
    @_specialize(where Element == Double)
    func fillRow<Element: DrawnElement>(
      _ row: Int,
      into values: UnsafeMutableBufferPointer<Element>
    ) {
      draw.weights.fillNormal(from: row * draw.fanIn, into: values)
      let mean = Element.sum(values) / Double(draw.fanIn)
      let bias = draw.undisturbedBias(row, as: Element.self)
      Element.transform(
        values,
        center: draw.coefficient * mean,
        scale: draw.standardDeviation,
        shift: -draw.share / (1 - draw.share) * bias
      )
      let (index, value) = draw.replacement(row)
      if index < draw.fanIn { values[index] = Element(value) }
    }
  }

  /// The biases of the layer.
  struct Biases: TensorFill {
    let draw: ReplacedEntryFill

    @_specialize(where Element == Float)
    @_specialize(where Element == Double)
    func fill<Element: DrawnElement>(
      _ range: Range<Int>,
      into values: UnsafeMutableBufferPointer<Element>
    ) {
      for (position, neuron) in zip(values.indices, range) {
        let (index, value) = draw.replacement(neuron)
        values[position] = Element(
          index == draw.fanIn ? value : draw.undisturbedBias(neuron, as: Element.self)
        )
      }
    }
  }
}
