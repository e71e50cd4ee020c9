internal import RealModule

/// The nodes and weights of tanh-sinh quadrature on (0, 1).
///
/// The nodes crowd towards both ends doubly exponentially, so that an algebraic singularity at an
/// end, such as `x^0.1`, costs no accuracy (Takahasi & Mori 1974).
struct TanhSinhRule: Sendable {
  let nodes: [Double]
  let weights: [Double]

  /// A rule whose error for smooth functions with end-point singularities is near rounding.
  static let standard = TanhSinhRule(step: 0.125)

  init(step: Double) {
    var nodes: [Double] = []
    var weights: [Double] = []
    // At |t| = 4.5 the nearest node is 1e-61 away from the end and its weight as small.
    let count = Int(4.5 / step)
    for i in -count...count {
      let t = Double(i) * step
      // x = 1/(1 + exp(-π sinh t)), written so that nodes near 0 keep their relative accuracy.
      let x = 1 / (1 + Double.exp(-.pi * Double.sinh(t)))
      let y = 1 / (1 + Double.exp(.pi * Double.sinh(t)))
      nodes.append(x)
      weights.append(step * .pi * Double.cosh(t) * x * y)
    }
    self.nodes = nodes
    self.weights = weights
  }
}
