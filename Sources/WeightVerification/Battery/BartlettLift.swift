internal import CVerificationKernels
internal import InitializationTheory
internal import RealModule

/// Turns a Haar matrix into independent standard normal values.
///
/// If the k vectors of length L are the rows of a Haar matrix Q, and T is lower triangular with
/// independent entries, T_ii² chi-square with L − i + 1 degrees of freedom (i from 1) and those below
/// the diagonal N(0, 1), then T Q is a matrix of independent N(0, 1); and only then. The random
/// numbers are seeded by the tensor's own values.
///
/// Source: Bartlett 1933, "On the theory of statistical regression".
struct BartlettLift {
  /// The multiplications that the product may cost.
  static let workLimit = 1 << 29

  /// The vectors that are lifted, evenly spaced: a part of the vectors of a Haar matrix is Haar too.
  let chosen: [Int]
  private let length: Int
  private var generator: SplitMix64

  init(count: Int, length: Int, seed: UInt64) {
    self.length = length
    let work = Int((2 * Double(Self.workLimit) / Double(max(1, length))).squareRoot())
    let taken = min(count, max(1, work))
    chosen = (0..<taken).map { $0 * count / taken }
    generator = SplitMix64(seed: seed)
  }

  /// Lifts the vectors, one after the other.
  ///
  /// - Parameters:
  ///   - vectors: All vectors, one after the other.
  ///   - body: Takes the position among ``chosen`` and the lifted vector.
  mutating func lift(_ vectors: [Double], _ body: (Int, UnsafeBufferPointer<Double>) -> Void) {
    var lifted = Array(repeating: 0.0, count: length)
    vectors.withUnsafeBufferPointer { vectors in
      guard let start = vectors.baseAddress else { return }
      for row in chosen.indices {
        for index in lifted.indices { lifted[index] = 0 }
        for column in 0...row {
          let factor =
            column < row
            ? StandardNormal.quantile(generator.nextUniform())
            : chiSquare(degreesOfFreedom: length - row).squareRoot()
          vk_add_multiple(&lifted, start + chosen[column] * length, length, factor)
        }
        lifted.withUnsafeBufferPointer { body(row, $0) }
      }
    }
  }

  /// A draw of the chi-square distribution.
  ///
  /// Source: Marsaglia & Tsang 2000, "A simple method for generating gamma variables".
  private mutating func chiSquare(degreesOfFreedom: Int) -> Double {
    guard degreesOfFreedom > 1 else {
      let z = StandardNormal.quantile(generator.nextUniform())
      return z * z
    }
    let d = Double(degreesOfFreedom) / 2 - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let z = StandardNormal.quantile(generator.nextUniform())
      let root = 1 + c * z
      guard root > 0 else { continue }
      let v = root * root * root
      if Double.log(generator.nextUniform()) < 0.5 * z * z + d - d * v + d * Double.log(v) {
        return 2 * d * v
      }
    }
  }
}
