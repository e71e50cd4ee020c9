internal import InitializationTheory
internal import RealModule

/// `correlation-sum`, `correlation-max` and `largest-eigenvalue`: correlations between the rows, or
/// between the columns where they are fewer.
///
/// For m vectors of n entries the squared cosine of two is Beta(1/2, (n − 1)/2), independently from
/// pair to pair. The sum over the M pairs has mean M/n, variance 2M(n − 1)/(n²(n + 2)) and third
/// central moment M κ₃ + m(m − 1)(m − 2) 4(n − 1)/(n³(n + 2)²), all exact, and is taken as Pearson's
/// type III (Schott 2005). The largest eigenvalue of the Gram matrix follows the Tracy–Widom law of
/// order 1 (Johnstone 2001; centre and scale of Ma 2012; the law as a shifted gamma distribution,
/// Chiani 2014).
struct GramTest: BatteryTest {
  enum Kind: String {
    case sum = "correlation-sum"
    case max = "correlation-max"
    case eigenvalue = "largest-eigenvalue"
  }
  private let kind: Kind
  let isPooled = false
  /// Below, the sum is not close enough to Pearson's law.
  private static let leastCount = 400
  /// Below so many vectors, the eigenvalue is not close enough to Tracy and Widom's law.
  private static let leastVectors = 10

  init(_ kind: Kind) { self.kind = kind }

  var name: String { kind.rawValue }

  func result(for sums: NormalSums) -> TestResult? {
    guard let gram = sums.gram else { return nil }
    switch kind {
    case .sum:
      return gram.side.count * gram.side.length >= Self.leastCount ? sumTest(gram) : nil
    case .max:
      return maxTest(gram)
    case .eigenvalue:
      return gram.spectrumSide.count >= Self.leastVectors ? eigenvalueTest(gram) : nil
    }
  }

  private func sumTest(_ gram: GramSummary) -> TestResult {
    let moments = Self.moments(count: gram.side.count, length: gram.side.length)
    // A gamma distribution of this shape, moved and scaled.
    let shape =
      4 * moments.variance * moments.variance * moments.variance
      / (moments.third * moments.third)
    let x =
      shape + (gram.sumOfSquaredCosines - moments.mean)
      * (shape / moments.variance).squareRoot()
    let excess = gram.sumOfSquaredCosines / moments.mean
    return TestResult(
      statistical: name,
      statistic: gram.sumOfSquaredCosines,
      null: """
        Pearson III of mean \(EffectText.number(moments.mean)) and variance \
        \(EffectText.number(moments.variance)), \(gram.side.description)
        """,
      p: PValue(
        lowerTail: x > 0 ? IncompleteGamma.lower(shape: shape, at: x) : 0,
        upperTail: x > 0 ? IncompleteGamma.upper(shape: shape, at: x) : 1
      ),
      effect: """
        the mean squared correlation of two \(gram.side.areRows ? "neurons" : "columns") is \
        \(EffectText.deviation(ofRatio: excess))
        """
    )
  }

  /// Mean, variance and third central moment of the sum of squared cosines.
  static func moments(
    count: Int,
    length: Int
  ) -> (mean: Double, variance: Double, third: Double) {
    let (m, n) = (Double(count), Double(length))
    let pairs = m * (m - 1) / 2
    let mean = pairs / n
    let variance = 2 * pairs * (n - 1) / (n * n * (n + 2))
    // The third central moment of Beta(1/2, (n − 1)/2).
    let single = 8 * (n - 1) * (n - 2) / (n * n * n * (n + 2) * (n + 4))
    let triples = m * (m - 1) * (m - 2) * 4 * (n - 1) / (n * n * n * (n + 2) * (n + 2))
    return (mean, variance, pairs * single + triples)
  }

  private func maxTest(_ gram: GramSummary) -> TestResult {
    let sides = [gram.side, gram.otherSide].compactMap(\.self)
    let tails = sides.map { side in
      let n = Double(side.length)
      let tail = IncompleteBeta.upper(at: side.largestSquaredCosine, 0.5, (n - 1) / 2)
      let pairs = Double(side.count) * Double(side.count - 1) / 2
      return -Double.expMinusOne(pairs * Double.log(onePlus: -min(1, tail)))
    }
    let worst = tails.count > 1 && tails[1] < tails[0] ? 1 : 0
    let r = sides[worst].largestSquaredCosine.squareRoot()
    return TestResult(
      statistical: name,
      statistic: r,
      null: "the largest √Beta(1/2, (n - 1)/2) of all pairs of "
        + sides.map(\.description).joined(separator: " and of "),
      p: PValue(Double(tails.count) * tails[worst]),
      effect: """
        the two most alike \(sides[worst].areRows ? "neurons" : "columns") have the correlation \
        \(EffectText.number(r)), up to the sign
        """
    )
  }

  private func eigenvalueTest(_ gram: GramSummary) -> TestResult {
    let a = (Double(gram.spectrumSide.length) - 0.5).squareRoot()
    let b = (Double(gram.spectrumSide.count) - 0.5).squareRoot()
    let scale = (a + b) * Double.root(1 / a + 1 / b, 3)
    let statistic = (gram.largestEigenvalue - (a + b) * (a + b)) / scale
    let x = (statistic + 9.84801) / 0.186054
    let ratio = (gram.largestEigenvalue / ((a + b) * (a + b))).squareRoot()
    return TestResult(
      statistical: name,
      statistic: statistic,
      null: "Tracy-Widom(1), \(gram.spectrumSide.description)",
      p: PValue(
        lowerTail: x > 0 ? IncompleteGamma.lower(shape: 46.446, at: x) : 0,
        upperTail: x > 0 ? IncompleteGamma.upper(shape: 46.446, at: x) : 1
      ),
      effect: """
        the largest singular value is \(EffectText.number(ratio)) times that of a random matrix
        """
    )
  }
}
