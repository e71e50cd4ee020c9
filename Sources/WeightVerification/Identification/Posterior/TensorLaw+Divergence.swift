internal import RealModule
internal import WeightInit

extension TensorLaw {
  /// How well a tensor could tell two laws apart: the lesser Kullback–Leibler divergence, in nats.
  ///
  /// Two normal laws whose scales lie z standard errors 1/√(2N) apart have z²/2; the best test errs
  /// with probability Φ(−z/2).
  ///
  /// - Parameters:
  ///   - other: The other law.
  ///   - size: The size of the tensor.
  /// - Returns: 0 for the same law, infinity for laws of different kinds.
  func separation(from other: TensorLaw, on size: TensorSize) -> Double {
    min(divergence(to: other, on: size), other.divergence(to: self, on: size))
  }

  private func divergence(to other: TensorLaw, on size: TensorSize) -> Double {
    if self == other { return 0 }
    let (rows, columns) = (size.rows, size.columns)
    switch (self, other) {
    case (.centerTap(let channels, _, 1, 1), _):
      return channels.divergence(to: other, on: size)
    case (_, .centerTap(let channels, _, 1, 1)):
      return divergence(to: channels, on: size)
    case (
      .centerTap(let channels, let tap, let count, 1),
      .centerTap(let others, let otherTap, let otherCount, 1)
    ):
      guard tap == otherTap, count == otherCount else { return .infinity }
      return channels.divergence(
        to: others,
        on: TensorSize(rows: rows, columns: columns / count, grid: size.grid)
      )
    case (.constant(let value), .constant(let other)),
      (.partialIdentity(let value), .partialIdentity(let other)),
      (.hadamard(let value), .hadamard(let other)):
      return size.grid.isRounding(value, of: other) ? 0 : .infinity
    case (.orthogonal(let gain), .orthogonal(let other)):
      return abs(abs(gain / other) - 1) <= size.gainTolerance ? 0 : .infinity
    case (
      .mirrored(let submatrix, let mirrorsRows, let mirrorsColumns, let length, _),
      .mirrored(let other, let otherRows, let otherColumns, let otherLength, _)
    ):
      guard mirrorsRows == otherRows, mirrorsColumns == otherColumns, length == otherLength else {
        return .infinity
      }
      return submatrix.divergence(
        to: other,
        on: TensorSize(
          rows: mirrorsRows ? rows / 2 : rows,
          columns: mirrorsColumns ? columns / 2 : columns,
          grid: size.grid
        )
      )
    case (.replacedEntry(let variance, let k), .replacedEntry(let other, let otherK)):
      return Self.divergence((variance, k), (other, otherK), rows, columns)
    case (
      .replacedEntryBias(let variance, let k, let fanIn),
      .replacedEntryBias(let other, let otherK, let otherFanIn)
    ):
      // All but one in fan-in + 1 biases are normal.
      let ratio =
        variance / Double(fanIn) * (1 - k / (1 + k) / Double(fanIn + 1))
        / (other / Double(otherFanIn) * (1 - otherK / (1 + otherK) / Double(otherFanIn + 1)))
      guard ratio.isFinite else { return .infinity }
      return Double(rows) / 2 * (ratio - 1 - Double.log(ratio))
    case (
      .sparse(let zeroCount, let line, let deviation),
      .sparse(let otherCount, let otherLine, let other)
    ):
      guard zeroCount == otherCount, line == otherLine else { return .infinity }
      let lines = line == .neuron ? rows : columns
      return Double(rows * columns - lines * zeroCount)
        * Marginal.normal(mean: 0, standardDeviation: deviation)
        .divergence(to: .normal(mean: 0, standardDeviation: other))
    case (.independent(let marginal), .independent(let other)):
      return Double(rows) * Double(columns) * marginal.divergence(to: other)
    default:
      guard let own = anticorrelation(columns), let other = other.anticorrelation(columns) else {
        return .infinity
      }
      return Self.divergence(own, other, rows, columns)
    }
  }

  /// The law as one of anti-correlated rows, which independent normal entries are with k = 0.
  private func anticorrelation(_ columns: Int) -> (variance: Double, k: Double)? {
    switch self {
    case .anticorrelated(let variance, let k): (variance, k)
    case .independent(.normal(0, let deviation)): (deviation * deviation * Double(columns), 0)
    default: nil
    }
  }

  private static func divergence(
    _ law: (variance: Double, k: Double),
    _ other: (variance: Double, k: Double),
    _ rows: Int,
    _ columns: Int
  ) -> Double {
    func part(_ ratio: Double, _ degrees: Double) -> Double {
      degrees / 2 * (ratio - 1 - Double.log(ratio))
    }
    let ratio = law.variance / other.variance
    let within = part(ratio, Double(rows) * Double(columns - 1))
    if law.k == other.k { return within + part(ratio, Double(rows)) }
    guard law.k.isFinite, other.k.isFinite else { return .infinity }
    return within + part(ratio * (1 + other.k) / (1 + law.k), Double(rows))
  }
}
