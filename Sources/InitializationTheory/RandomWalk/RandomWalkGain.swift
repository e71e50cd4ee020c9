internal import RealModule

/// The gain g that makes the logarithm of a gradient's norm a random walk without drift.
///
/// Weights are N(0, g²/N) in layers of width N; linear g = exp(1/(2N)), ReLU
/// g = √2 exp(1.2/(max(N, 6) - 2.4)), which the authors fitted (Sussillo & Abbott 2014,
/// arXiv:1412.6558, sections 3 and 4).
public enum RandomWalkGain: String, Sendable, Hashable, CaseIterable {
  /// For ReLU networks.
  case relu
  /// For linear networks.
  case linear

  /// Returns the gain.
  ///
  /// - Parameter width: The width N, at least 1.
  /// - Returns: What 1/√N is multiplied by for the standard deviation of a weight.
  /// - Throws: ``TheoryError`` for a width below 1.
  public func gain(width: Int) throws(TheoryError) -> Double {
    try ClosedRange<Int>.positiveCount.require(width, "width")
    let n = Double(width)
    switch self {
    case .linear: return Double.exp(1 / (2 * n))
    case .relu: return 2.0.squareRoot() * Double.exp(1.2 / (max(n, 6) - 2.4))
    }
  }
}
