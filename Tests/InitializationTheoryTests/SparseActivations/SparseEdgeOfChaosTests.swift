import InitializationTheory
import Testing

/// The tables of arXiv:2402.16184 and what finite networks do.
@Suite("The edge of chaos of sparse activations")
struct SparseEdgeOfChaosTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var family: SparseActivationFamily
    var sparsity: Double
    var threshold: Double
    var slope: Double
    var clip: Double
    var curvature: Double
    var testDescription: String { "\(family.rawValue) s=\(sparsity) V'=\(slope)" }
  }

  /// Tables 2 and 5, clipped functions: printed τ, m and V''.
  static let clipped: [Row] = [
    Row(
      family: .clippedReLU,
      sparsity: 0.6,
      threshold: 0.25,
      slope: 0.5,
      clip: 1.22,
      curvature: -0.44
    ),
    Row(
      family: .clippedReLU,
      sparsity: 0.6,
      threshold: 0.25,
      slope: 0.7,
      clip: 1.63,
      curvature: -0.42
    ),
    Row(
      family: .clippedReLU,
      sparsity: 0.6,
      threshold: 0.25,
      slope: 0.9,
      clip: 2.25,
      curvature: -0.19
    ),
    Row(
      family: .clippedReLU,
      sparsity: 0.7,
      threshold: 0.52,
      slope: 0.5,
      clip: 1.05,
      curvature: -0.37
    ),
    Row(
      family: .clippedReLU,
      sparsity: 0.7,
      threshold: 0.52,
      slope: 0.7,
      clip: 1.45,
      curvature: -0.31
    ),
    Row(
      family: .clippedReLU,
      sparsity: 0.7,
      threshold: 0.52,
      slope: 0.9,
      clip: 2.05,
      curvature: -0.04
    ),
    Row(
      family: .clippedReLU,
      sparsity: 0.8,
      threshold: 0.84,
      slope: 0.5,
      clip: 0.89,
      curvature: -0.24
    ),
    Row(
      family: .clippedReLU,
      sparsity: 0.8,
      threshold: 0.84,
      slope: 0.7,
      clip: 1.27,
      curvature: -0.12
    ),
    Row(
      family: .clippedReLU,
      sparsity: 0.8,
      threshold: 0.84,
      slope: 0.9,
      clip: 1.85,
      curvature: 0.21
    ),
    Row(
      family: .clippedReLU,
      sparsity: 0.85,
      threshold: 1.04,
      slope: 0.5,
      clip: 0.81,
      curvature: -0.14
    ),
    Row(
      family: .clippedReLU,
      sparsity: 0.85,
      threshold: 1.04,
      slope: 0.7,
      clip: 1.17,
      curvature: 0.02
    ),
    Row(
      family: .clippedReLU,
      sparsity: 0.85,
      threshold: 1.04,
      slope: 0.9,
      clip: 1.74,
      curvature: 0.41
    ),
    Row(
      family: .clippedReLU,
      sparsity: 0.9,
      threshold: 1.28,
      slope: 0.5,
      clip: 0.72,
      curvature: 0.0
    ),
    Row(
      family: .clippedReLU,
      sparsity: 0.9,
      threshold: 1.28,
      slope: 0.7,
      clip: 1.06,
      curvature: 0.23
    ),
    Row(
      family: .clippedReLU,
      sparsity: 0.9,
      threshold: 1.28,
      slope: 0.9,
      clip: 1.61,
      curvature: 0.69
    ),
    Row(
      family: .clippedSoftThreshold,
      sparsity: 0.5,
      threshold: 0.67,
      slope: 0.5,
      clip: 0.97,
      curvature: -0.32
    ),
    Row(
      family: .clippedSoftThreshold,
      sparsity: 0.5,
      threshold: 0.67,
      slope: 0.7,
      clip: 1.36,
      curvature: -0.23
    ),
    Row(
      family: .clippedSoftThreshold,
      sparsity: 0.5,
      threshold: 0.67,
      slope: 0.9,
      clip: 1.96,
      curvature: 0.08
    ),
    Row(
      family: .clippedSoftThreshold,
      sparsity: 0.6,
      threshold: 0.84,
      slope: 0.5,
      clip: 0.89,
      curvature: -0.24
    ),
    Row(
      family: .clippedSoftThreshold,
      sparsity: 0.6,
      threshold: 0.84,
      slope: 0.7,
      clip: 1.27,
      curvature: -0.12
    ),
    Row(
      family: .clippedSoftThreshold,
      sparsity: 0.6,
      threshold: 0.84,
      slope: 0.9,
      clip: 1.85,
      curvature: 0.21
    ),
    Row(
      family: .clippedSoftThreshold,
      sparsity: 0.7,
      threshold: 1.04,
      slope: 0.5,
      clip: 0.81,
      curvature: -0.14
    ),
    Row(
      family: .clippedSoftThreshold,
      sparsity: 0.7,
      threshold: 1.04,
      slope: 0.7,
      clip: 1.17,
      curvature: 0.02
    ),
    Row(
      family: .clippedSoftThreshold,
      sparsity: 0.7,
      threshold: 1.04,
      slope: 0.9,
      clip: 1.74,
      curvature: 0.41
    ),
    Row(
      family: .clippedSoftThreshold,
      sparsity: 0.8,
      threshold: 1.28,
      slope: 0.5,
      clip: 0.72,
      curvature: 0.0
    ),
    Row(
      family: .clippedSoftThreshold,
      sparsity: 0.8,
      threshold: 1.28,
      slope: 0.7,
      clip: 1.06,
      curvature: 0.23
    ),
    Row(
      family: .clippedSoftThreshold,
      sparsity: 0.8,
      threshold: 1.28,
      slope: 0.9,
      clip: 1.61,
      curvature: 0.69
    ),
    Row(
      family: .clippedSoftThreshold,
      sparsity: 0.85,
      threshold: 1.44,
      slope: 0.5,
      clip: 0.67,
      curvature: 0.11
    ),
    Row(
      family: .clippedSoftThreshold,
      sparsity: 0.85,
      threshold: 1.44,
      slope: 0.7,
      clip: 1.0,
      curvature: 0.39
    ),
    Row(
      family: .clippedSoftThreshold,
      sparsity: 0.85,
      threshold: 1.44,
      slope: 0.9,
      clip: 1.53,
      curvature: 0.89
    ),
    Row(
      family: .clippedSoftThreshold,
      sparsity: 0.9,
      threshold: 1.64,
      slope: 0.5,
      clip: 0.62,
      curvature: 0.28
    ),
    Row(
      family: .clippedSoftThreshold,
      sparsity: 0.9,
      threshold: 1.64,
      slope: 0.7,
      clip: 0.93,
      curvature: 0.63
    ),
    Row(
      family: .clippedSoftThreshold,
      sparsity: 0.9,
      threshold: 1.64,
      slope: 0.9,
      clip: 1.44,
      curvature: 1.2
    ),
  ]

  /// Table 2, functions without a clip: printed τ and V''.
  static let unclipped: [(SparseActivationFamily, Double, Double, Double)] = [
    (.shiftedReLU, 0.5, 0, 0.0),
    (.shiftedReLU, 0.6, 0.25, 0.12),
    (.shiftedReLU, 0.7, 0.52, 0.3),
    (.softThreshold, 0.5, 0.67, 0.43),
    (.softThreshold, 0.6, 0.84, 0.59),
    (.softThreshold, 0.7, 1.04, 0.81),
  ]

  /// Table 4: printed τ.
  static let thresholds: [(SparseActivationFamily, Double, Double)] = [
    (.shiftedReLU, 0.7, 0.52),
    (.shiftedReLU, 0.8, 0.84),
    (.shiftedReLU, 0.85, 1.04),
    (.shiftedReLU, 0.9, 1.28),
    (.softThreshold, 0.7, 1.04),
    (.softThreshold, 0.8, 1.28),
    (.softThreshold, 0.85, 1.44),
    (.softThreshold, 0.9, 1.64),
  ]

  /// Printed with two decimals.
  private func agrees(_ value: Double, _ printed: Double) -> Bool {
    abs(value - printed) <= 0.005 + 1e-9
  }

  @Test("Tables 2 and 5 are reproduced; V'' is that of the rounded m", arguments: clipped)
  func clippedRows(row: Row) throws {
    let exact = try SparseEdgeOfChaos(row.family, sparsity: row.sparsity, slope: row.slope)
    #expect(agrees(exact.threshold, row.threshold))
    #expect(agrees(exact.clip, row.clip))
    #expect(abs(exact.slopeAtFixedPoint - row.slope) < 1e-12)
    let rounded = try SparseEdgeOfChaos(row.family, sparsity: row.sparsity, clip: row.clip)
    #expect(agrees(rounded.curvatureAtFixedPoint, row.curvature))
    #expect(agrees(rounded.slopeAtFixedPoint, row.slope))
  }

  @Test("Table 2 is reproduced for functions without a clip", arguments: unclipped)
  func unclippedRows(
    family: SparseActivationFamily,
    sparsity: Double,
    threshold: Double,
    curvature: Double
  ) throws {
    let edge = try SparseEdgeOfChaos(family, sparsity: sparsity)
    #expect(agrees(edge.threshold, threshold))
    #expect(agrees(edge.curvatureAtFixedPoint, curvature))
    #expect(abs(edge.slopeAtFixedPoint - 1) < 1e-14)
    #expect(abs(edge.weightVariance - 1 / (1 - sparsity)) < 1e-13)
  }

  @Test("Table 4 is reproduced", arguments: thresholds)
  func thresholdRows(family: SparseActivationFamily, sparsity: Double, threshold: Double) throws {
    #expect(agrees(try SparseEdgeOfChaos(family, sparsity: sparsity).threshold, threshold))
  }

  @Test("Everything scales with q*")
  func scaling() throws {
    let one = try SparseEdgeOfChaos(.clippedSoftThreshold, sparsity: 0.8, slope: 0.7)
    let four = try SparseEdgeOfChaos(
      .clippedSoftThreshold,
      sparsity: 0.8,
      fixedPoint: 4,
      slope: 0.7
    )
    #expect(abs(four.clip - 2 * one.clip) < 1e-12)
    #expect(abs(four.weightVariance - one.weightVariance) < 1e-11)
    #expect(abs(four.biasVariance - 4 * one.biasVariance) < 1e-11)
    #expect(abs(4 * four.curvatureAtFixedPoint - one.curvatureAtFixedPoint) < 1e-11)
    #expect(abs(four.variance(after: 4) - 4) < 1e-14)
  }

  /// Restoring slopes at width 300; with the last of each the paper's networks fail to train.
  @Test(
    "The restoring slope of finite networks tells stable from unstable ones",
    arguments: [
      (.clippedReLU, 0.6, 0.9, 0.196, .stable), (.clippedReLU, 0.7, 0.9, 0.157, .stable),
      (.clippedReLU, 0.8, 0.9, 0.093, .marginal), (.clippedReLU, 0.85, 0.9, 0.041, .unstable),
      (.clippedSoftThreshold, 0.5, 0.9, 0.111, .stable),
      (.clippedSoftThreshold, 0.6, 0.9, 0.084, .marginal),
      (.clippedSoftThreshold, 0.7, 0.9, 0.043, .unstable),
      (.clippedSoftThreshold, 0.85, 0.8, 0.116, .stable),
    ] as [(SparseActivationFamily, Double, Double, Double, SparseEdgeOfChaos.Stability.Verdict)]
  )
  func stability(
    family: SparseActivationFamily,
    sparsity: Double,
    slope: Double,
    restoring: Double,
    verdict: SparseEdgeOfChaos.Stability.Verdict
  ) throws {
    let edge = try SparseEdgeOfChaos(family, sparsity: sparsity, slope: slope)
    let stability = edge.stability(width: 300)
    #expect(abs(stability.restoringSlope - restoring) < 0.0006)
    #expect(stability.verdict == verdict)
    #expect(stability.fixedPoints == [1])
  }

  @Test("Three fixed points, and functions without a clip, are unstable")
  func unstable() throws {
    let three = try SparseEdgeOfChaos(.clippedSoftThreshold, sparsity: 0.85, slope: 0.9)
    let stability = three.stability(width: 300)
    #expect(stability.fixedPoints.count == 3)
    #expect(abs(stability.fixedPoints[1] - 1.263) < 0.0005)
    #expect(abs(stability.fixedPoints[2] - 5.340) < 0.0005)
    #expect(stability.verdict == .unstable)
    let open = try SparseEdgeOfChaos(.shiftedReLU, sparsity: 0.7).stability(width: 300)
    #expect(open.deviation == .infinity)
    #expect(open.verdict == .unstable)
  }

  @Test("Values out of range are refused")
  func refusals() {
    #expect(throws: TheoryError.self) { try SparseEdgeOfChaos(.clippedReLU, sparsity: 0.8) }
    #expect(throws: TheoryError.self) { try SparseEdgeOfChaos(.shiftedReLU, sparsity: 0.49) }
    #expect(throws: TheoryError.self) { try SparseEdgeOfChaos(.softThreshold, sparsity: 1) }
    #expect(throws: TheoryError.self) {
      try SparseEdgeOfChaos(.softThreshold, sparsity: 0.5, clip: 1)
    }
    #expect(throws: TheoryError.self) {
      try SparseEdgeOfChaos(.softThreshold, sparsity: 0.5, slope: 0.5)
    }
    #expect(throws: TheoryError.self) {
      try SparseEdgeOfChaos(.clippedReLU, sparsity: 0.8, slope: 1)
    }
    #expect(throws: TheoryError.self) {
      try SparseEdgeOfChaos.bifurcation(.clippedReLU, sparsity: 0.5)
    }
  }
}
