internal import RealModule

/// The nodes and weights of Gauss–Legendre quadrature on (0, 1).
struct GaussLegendreRule: Sendable {
  let nodes: [Double]
  let weights: [Double]

  /// The rule with 24 nodes, exact for polynomials of degree 47.
  static let nodes24 = GaussLegendreRule(count: 24)

  /// The rule with 80 nodes.
  static let nodes80 = GaussLegendreRule(count: 80)

  /// Finds the nodes by Newton's method on the Legendre polynomial of degree `count`.
  init(count: Int) {
    var nodes: [Double] = []
    var weights: [Double] = []
    for i in 0..<count {
      var x = -Double.cos(.pi * (Double(i) + 0.75) / (Double(count) + 0.5))
      var derivative = 1.0
      // Newton doubles the digits of Tricomi's start, which has at least three.
      for _ in 0..<6 {
        var (previous, current) = (1.0, x)
        for degree in 2...count {
          let n = Double(degree)
          (previous, current) = (current, ((2 * n - 1) * x * current - (n - 1) * previous) / n)
        }
        derivative = Double(count) * (x * current - previous) / (x * x - 1)
        x -= current / derivative
      }
      nodes.append((1 + x) / 2)
      weights.append(1 / ((1 - x * x) * derivative * derivative))
    }
    self.nodes = nodes
    self.weights = weights
  }
}
