internal import RealModule
internal import WeightInit

/// The zeros on the lines of a matrix, as sparse weights have a fixed number of them on each.
struct SparseZeros {
  /// The zeros on each line.
  let lines: [Int]
  /// The entries of a line.
  let length: Int

  init(_ evidence: TensorEvidence, per line: SparsityLine) {
    switch line {
    case .neuron: (lines, length) = (evidence.zerosOfRow, evidence.columns)
    case .input: (lines, length) = (evidence.zerosOfColumn, evidence.rows)
    }
  }

  /// The logarithm of the probability of the places of the zeros, those included that a draw rounded
  /// to zero: Π C(z, m)/C(n, m) for z zeros on a line of n entries, m of them placed.
  ///
  /// - Parameter zeroCount: The zeros that are placed on each line.
  /// - Returns: `nil` when a line has fewer.
  func logProbability(zeroCount: Int) -> Double? {
    guard zeroCount < length, lines.allSatisfy({ $0 >= zeroCount }) else { return nil }
    return lines.reduce(0) {
      $0 + Self.logChoices($1, zeroCount) - Self.logChoices(length, zeroCount)
    }
  }

  private static func logChoices(_ n: Int, _ m: Int) -> Double {
    Double.logGamma(Double(n + 1)) - Double.logGamma(Double(m + 1))
      - Double.logGamma(Double(n - m + 1))
  }
}
