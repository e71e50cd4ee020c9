internal import RealModule

/// The density of rows in which one entry, nobody knows which, is replaced by a draw of Beta(2, 1).
///
/// With M = fanIn + 1 and e = κ/M, κ = k/(1 + k), the d entries of a row that are not replaced are
/// N(0, s²(I − e J)), s² = variance/fanIn, whose density is
/// (2π s²)^(−d/2) (1 − e d)^(−1/2) exp(−(Σv² + q (Σv)²)/(2 s²)), q = e/(1 − e d). The replaced one
/// has density 2v on (0, 1], and each place has probability 1/M, that of the bias included, which
/// is another tensor and integrated out here. Summed over the places row by row, with the sums of the rows known from a pass before:
/// memory for rows only, in any order of the elements.
///
/// Source: Singh & Sreejith 2021, appendix E.
final class ReplacedEntryMixture {
  /// A member of the family.
  struct Parameters: Hashable {
    var variance: Double
    var k: Double
    /// The fan-in of the weights, where the tensor is their bias.
    var fanIn: Int?

    /// The density of one bias: replaced with probability 1/M, else N(0, s²(1 − e)).
    ///
    /// - Parameters:
    ///   - value: The bias; of a coarse type it may be rounded beyond 1.
    ///   - limit: The greatest number that may be a draw of Beta(2, 1).
    /// - Returns: Its logarithm.
    func biasLogDensity(_ value: Double, limit: Double) -> Double {
      let fanIn = Double(fanIn ?? 1)
      let share = (k.isInfinite ? 1 : k / (1 + k)) / (fanIn + 1)
      let variance = variance / fanIn * (1 - share)
      let normal = Double.exp(-0.5 * value * value / variance) / (2 * .pi * variance).squareRoot()
      let replaced = value > 0 && value <= limit ? 2 * min(value, 1) : 0
      let density = (replaced + fanIn * normal) / (fanIn + 1)
      return density > 0 ? Double.log(density) : -.infinity
    }
  }

  let parameters: Parameters
  private let rowSums: [Double]
  private let rowSquares: [Double]
  private let entries: Int
  private let fanIn: Int
  private let variance: Double
  private let share: Double
  /// q of the rows with one entry replaced.
  private let coupling: Double
  private let limit: Double
  private var largest: [Double]
  private var total: [Double]
  /// Expectations over the place of the replaced entry, scaled as ``total``.
  private var restSquares: [Double]
  private var restSums: [Double]

  /// Prepares a pass.
  ///
  /// - Parameters:
  ///   - parameters: The member of the family.
  ///   - evidence: What a pass before has gathered, of a matrix with two columns or more.
  init(_ parameters: Parameters, _ evidence: TensorEvidence) {
    self.parameters = parameters
    rowSums = evidence.rowSums
    rowSquares = evidence.rowSquares
    fanIn = evidence.columns
    limit = evidence.grid.isCoarse ? evidence.grid.cell(of: 1).high : 1
    entries = fanIn + 1
    variance = parameters.variance / Double(fanIn)
    let k = parameters.k
    share = (k.isInfinite ? 1 : k / (1 + k)) / Double(entries)
    coupling = share / Self.common(fanIn - 1, of: entries, k)
    largest = Array(repeating: -.infinity, count: rowSums.count)
    total = Array(repeating: 0, count: rowSums.count)
    restSquares = total
    restSums = total
  }

  /// 1 − e d, without cancellation.
  private static func common(_ count: Int, of entries: Int, _ k: Double) -> Double {
    (Double(entries - count) + Double(count) / (1 + k)) / Double(entries)
  }

  /// Takes stored entries.
  func take(_ run: ElementRun) {
    var row = run.row
    for value in run.values {
      add(value, to: row)
      row += run.rowStep
    }
  }

  private func add(_ value: Double, to row: Int) {
    guard value > 0, value <= limit else { return }
    let entry = value > 1 ? 2 - value : value
    let rest = rowSums[row] - value
    let weight =
      Double.log(2 * entry) + (value * value - coupling * rest * rest) / (2 * variance)
    add(weight, rest: rest, squares: rowSquares[row] - value * value, to: row)
  }

  private func add(_ weight: Double, rest: Double, squares: Double, to row: Int) {
    if weight > largest[row] {
      let factor = Double.exp(largest[row] - weight)
      total[row] *= factor
      restSquares[row] *= factor
      restSums[row] *= factor
      largest[row] = weight
    }
    let probability = Double.exp(weight - largest[row])
    total[row] += probability
    restSquares[row] += probability * squares
    restSums[row] += probability * rest * rest
  }

  /// What a pass gives.
  struct Result {
    /// The logarithm of the density.
    var logDensity: Double
    /// Better parameters: a step of expectation and maximisation.
    var next: Parameters
  }

  /// Ends the pass.
  func finish() -> Result {
    let untouched = Double(fanIn - 1)
    let common = Self.common(fanIn - 1, of: entries, parameters.k)
    let all = Self.common(fanIn, of: entries, parameters.k)
    var logDensity = 0.0
    var (within, along) = (0.0, 0.0)
    for row in rowSums.indices {
      // The replaced entry may be the bias: then all that is here is normal.
      let square = rowSums[row] * rowSums[row]
      add(
        -0.5 * Double.log(2 * .pi * variance * all / common)
          - share / all * square / (2 * variance),
        rest: rowSums[row],
        squares: rowSquares[row],
        to: row
      )
      logDensity +=
        largest[row] + Double.log(total[row]) - Double.log(Double(entries))
        - 0.5 * (untouched * Double.log(2 * .pi * variance) + Double.log(common))
        - rowSquares[row] / (2 * variance)
      let alongRow = restSums[row] / total[row] / max(1, untouched)
      within += restSquares[row] / total[row] - alongRow
      along += alongRow
    }
    return Result(logDensity: logDensity, next: step(within: within, along: along))
  }

  private func step(within: Double, along: Double) -> Parameters {
    let rows = Double(rowSums.count)
    let untouched = Double(fanIn - 1)
    guard untouched > 1, within > 0, along > 0 else { return parameters }
    var next = parameters
    if parameters.k == 0 {
      next.variance = (within + along) / (rows * untouched) * Double(entries - 1)
      return next
    }
    let square = within / (rows * (untouched - 1))
    next.variance = square * Double(entries - 1)
    // 1 − e d = (M − d + d/(1 + k))/M, solved for k; beyond the range the strongest that can be told.
    let ratio = along / rows / square * Double(entries) - (Double(entries) - untouched)
    next.k = ratio > untouched * 1e-6 ? untouched / ratio - 1 : 1e6
    return next
  }
}
