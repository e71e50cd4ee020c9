import CWeightKernels

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

  /// What the weights of some neurons need to know beside themselves.
  private func disturbances<Element: DrawnElement>(
    of neurons: Range<Int>,
    as type: Element.Type,
    _ body: (
      _ biases: UnsafeMutableBufferPointer<Double>,
      _ indices: UnsafeMutableBufferPointer<UInt64>,
      _ values: UnsafeMutableBufferPointer<Double>
    ) -> Void
  ) {
    let count = neurons.count
    withUnsafeTemporaryAllocation(of: Element.self, capacity: count) { drawn in
      withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 4 * count) { words in
        withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * count) { numbers in
          withUnsafeTemporaryAllocation(of: UInt64.self, capacity: count) { indices in
            let undisturbed = UnsafeMutableBufferPointer(rebasing: numbers[..<count])
            let values = UnsafeMutableBufferPointer(rebasing: numbers[count...])
            biases.fillNormal(from: neurons.lowerBound, into: drawn)
            let deviation = standardDeviation * (1 - share).squareRoot()
            for index in drawn.indices { undisturbed[index] = deviation * Double(drawn[index]) }
            // The block of a neuron chooses the entry and, as √U with U uniform, what replaces it:
            // √U follows Beta(2, 1).
            replacements.fillWords(from: 4 * neurons.lowerBound, into: words)
            if let words = words.baseAddress, let indices = indices.baseAddress,
              let values = values.baseAddress
            {
              wk_choose_entries(words, count, UInt64(fanIn + 1), indices, values)
            }
            body(undisturbed, indices, values)
          }
        }
      }
    }
  }

  /// The weights of the layer.
  struct Weights: SegmentedRowFill {
    let draw: ReplacedEntryFill
    var rowLength: Int { draw.fanIn }
    /// What a bias of 1 adds to the weights.
    private var slope: Double { -draw.share / (1 - draw.share) }

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
      for block in rows.rowBlocks(length: length) {
        let start = (block.lowerBound - rows.lowerBound) * length
        let part = UnsafeMutableBufferPointer(
          rebasing: values[start..<start + block.count * length]
        )
        draw.weights.fillNormal(from: block.lowerBound * length, into: part)
        draw.disturbances(of: block, as: Element.self) { biases, indices, replacements in
          for row in biases.indices { biases[row] = slope * biases[row] }
          Element.centerRows(
            part,
            coefficient: draw.coefficient,
            scale: draw.standardDeviation,
            shifts: biases
          )
          for row in indices.indices where indices[row] < UInt64(length) {
            part[row * length + Int(indices[row])] = Element(replacements[row])
          }
        }
      }
    }

    func segmented<Element: DrawnElement>(
      rows: Int,
      as type: Element.Type,
      jobs: Int
    ) throws -> any TensorFill {
      let disturbances = try CenteredRowsFill.Disturbances(rows: rows)
      for block in (0..<rows).rowBlocks(length: 1) {
        draw.disturbances(of: block, as: type) { biases, indices, values in
          for row in indices.indices {
            disturbances.shifts.values[block.lowerBound + row] = slope * biases[row]
            disturbances.indices.values[block.lowerBound + row] = indices[row]
            disturbances.values.values[block.lowerBound + row] = values[row]
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
        draw.disturbances(of: block, as: Element.self) { biases, indices, replacements in
          let start = block.lowerBound - range.lowerBound
          for neuron in biases.indices {
            let isReplaced = indices[neuron] == UInt64(draw.fanIn)
            values[start + neuron] = Element(isReplaced ? replacements[neuron] : biases[neuron])
          }
        }
      }
    }
  }
}
