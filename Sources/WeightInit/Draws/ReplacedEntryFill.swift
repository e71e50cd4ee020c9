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

  /// The standard deviation of a bias that is not replaced.
  private var biasDeviation: Double { standardDeviation * (1 - share).squareRoot() }

  /// The two words of each of some neurons.
  ///
  /// They choose the entry and, as √U with U uniform, what replaces it: √U follows Beta(2, 1).
  private func withWords(
    of neurons: Range<Int>,
    _ body: (UnsafeMutableBufferPointer<UInt32>) -> Void
  ) {
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 2 * neurons.count) { words in
      replacements.fillWords(from: 2 * neurons.lowerBound, into: words)
      body(words)
    }
  }

  /// What the biases of some neurons add to their weights, and the words of the neurons.
  private func disturbances<Element: DrawnElement>(
    of neurons: Range<Int>,
    as type: Element.Type,
    _ body: (
      _ shifts: UnsafeMutableBufferPointer<Double>,
      _ words: UnsafeMutableBufferPointer<UInt32>
    ) -> Void
  ) {
    let (deviation, slope) = (biasDeviation, -share / (1 - share))
    withUnsafeTemporaryAllocation(of: Element.self, capacity: neurons.count) { drawn in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: neurons.count) { shifts in
        biases.fillNormal(from: neurons.lowerBound, into: drawn)
        for index in drawn.indices { shifts[index] = slope * (deviation * Double(drawn[index])) }
        withWords(of: neurons) { body(shifts, $0) }
      }
    }
  }

  /// The weights of the layer.
  struct Weights: SegmentedRowFill {
    let draw: ReplacedEntryFill
    var rowLength: Int { draw.fanIn }

    func fillRow<Element: DrawnElement>(
      _ row: Int,
      into values: UnsafeMutableBufferPointer<Element>
    ) {
      fillRows(row..<row + 1, into: values)
    }

    @_specialize(where Element == Float)
    @_specialize(where Element == Double)
    func fillRows<Element: DrawnElement>(
      _ rows: Range<Int>,
      into values: UnsafeMutableBufferPointer<Element>
    ) {
      let length = draw.fanIn
      for neurons in rows.rowBlocks(length: 1) {
        draw.disturbances(of: neurons, as: Element.self) { shifts, words in
          for block in neurons.rowBlocks(length: length) {
            let start = (block.lowerBound - rows.lowerBound) * length
            let part = UnsafeMutableBufferPointer(
              rebasing: values[start..<start + block.count * length]
            )
            let (first, end) = (
              block.lowerBound - neurons.lowerBound, block.upperBound - neurons.lowerBound
            )
            draw.weights.fillNormal(from: block.lowerBound * length, into: part)
            Element.centerRows(
              part,
              coefficient: draw.coefficient,
              scale: draw.standardDeviation,
              shifts: UnsafeMutableBufferPointer(rebasing: shifts[first..<end])
            )
            Element.replaceEntries(
              of: part,
              words: UnsafeMutableBufferPointer(rebasing: words[2 * first..<2 * end])
            )
          }
        }
      }
    }

    func segmented<Element: DrawnElement>(
      rows: Int,
      as type: Element.Type,
      jobs: Int
    ) throws -> any TensorFill {
      let length = rowLength
      let disturbances = try CenteredRowsFill.Disturbances(rows: rows)
      for block in (0..<rows).rowBlocks(length: 1) {
        draw.disturbances(of: block, as: type) { shifts, words in
          _ = UnsafeMutableBufferPointer(rebasing: disturbances.shifts.values[block])
            .update(fromContentsOf: shifts)
          words.chooseEntries(
            of: length + 1,
            into: UnsafeMutableBufferPointer(rebasing: disturbances.indices.values[block])
          )
          type.withRoots(words) { roots in
            for row in roots.indices {
              disturbances.values.values[block.lowerBound + row] = Double(roots[row])
            }
          }
        }
      }
      return try CenteredRowsFill(
        draw.weights,
        rows: rows,
        rowLength: rowLength,
        coefficient: draw.coefficient,
        scale: draw.standardDeviation,
        disturbances: disturbances,
        as: type,
        jobs: jobs
      )
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
      for block in range.rowBlocks(length: 1) {
        let start = block.lowerBound - range.lowerBound
        let part = UnsafeMutableBufferPointer(rebasing: values[start..<start + block.count])
        draw.biases.fillNormal(from: block.lowerBound, into: part)
        Element.transform(part, center: 0, scale: draw.biasDeviation, shift: 0)
        draw.withWords(of: block) { words in
          Element.replaceFollowingEntries(part, rowLength: draw.fanIn, words: words)
        }
      }
    }
  }
}
