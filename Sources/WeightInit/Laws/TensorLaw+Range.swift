extension TensorLaw {
  /// Why an element type cannot hold values of the law, or `nil`.
  ///
  /// Draws that overflow are infinite, and draws that underflow are all zero: neither is meant.
  ///
  /// - Parameters:
  ///   - type: The type in which the values are stored.
  ///   - neurons: The neurons of the layer.
  ///   - fanIn: The weights into one of them.
  /// - Returns: What does not fit and what to do.
  func problem(in type: ElementType, neurons: Int, fanIn: Int) -> String? {
    let (scale, greatest) = sizes(Double(neurons), Double(fanIn))
    let range = type.magnitudes
    guard self != .constant(0), !(scale >= range.lowerBound && greatest <= range.upperBound)
    else { return nil }
    return "its values, of about \(scale) and up to \(greatest), do not fit into \(type.rawValue), "
      + "which holds \(range.lowerBound) to \(range.upperBound); change the scheme's parameters or "
      + "the element type"
  }

  /// The scale of the values, and a size that they do not exceed (normal ones in 10¹⁵ draws).
  private func sizes(_ neurons: Double, _ fanIn: Double) -> (scale: Double, greatest: Double) {
    switch self {
    case .constant(let value), .partialIdentity(let value), .hadamard(let value):
      return (value.magnitude, value.magnitude)
    case .independent(.normal(let mean, let deviation)):
      return (max(mean.magnitude, deviation), mean.magnitude + 8 * deviation)
    case .independent(.truncatedNormal(let mean, let deviation, let lower, let upper)):
      let (low, high) = (mean + lower * deviation, mean + upper * deviation)
      return (max(mean.magnitude, deviation), max(low.magnitude, high.magnitude))
    case .independent(.uniform(let low, let high)):
      let size = max(low.magnitude, high.magnitude)
      return (size, size)
    case .independent(.discrete(let values, _)):
      let size = values.reduce(0) { max($0, $1.magnitude) }
      return (size, size)
    case .anticorrelated(let variance, let k):
      let scale = (variance / fanIn).squareRoot()
      // For k below 0 the entries share a direction of variance 1/(1 + k).
      return (scale, 8 * scale * max(1, 1 / ((1 + k) * fanIn)).squareRoot())
    case .replacedEntry(let variance, let k):
      let (scale, greatest) = TensorLaw.anticorrelated(variance: variance, k: k)
        .sizes(neurons, fanIn)
      return (scale, max(1, greatest))
    case .replacedEntryBias(let variance, let k, let fanIn):
      return TensorLaw.replacedEntry(variance: variance, k: k).sizes(neurons, Double(fanIn))
    case .orthogonal(let gain):
      return (gain.magnitude / max(neurons, fanIn).squareRoot(), gain.magnitude)
    case .mirrored(let submatrix, _, _, _, _):
      return submatrix.sizes(neurons, fanIn)
    case .sparse(_, _, let deviation):
      return (deviation, 8 * deviation)
    case .centerTap(let channels, _, _, _):
      return channels.sizes(neurons, fanIn)
    case .stacked(let blocks):
      let sizes = blocks.filter { $0.law != .constant(0) }
        .map { $0.law.sizes(Double($0.rows), fanIn) }
      return (
        sizes.map(\.scale).min() ?? 1, sizes.map(\.greatest).max() ?? 1
      )
    }
  }
}

extension ElementType {
  /// From the least to the greatest positive number; for float32 and float64 without subnormals,
  /// which lose digits.
  fileprivate var magnitudes: ClosedRange<Double> {
    switch self {
    case .float64: Double.leastNormalMagnitude...Double.greatestFiniteMagnitude
    case .float32: 0x1p-126...0x1.fffffep127
    case .float16: 0x1p-24...65504
    case .bfloat16: 0x1p-126...0x1.fep127
    }
  }
}
