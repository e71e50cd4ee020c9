internal import CVerificationKernels

/// Keeps rows or columns of a matrix, evenly spaced within a budget, and compares them with each
/// other.
///
/// Comparing each with each costs far more than the largest eigenvalue alone, so that fewer are
/// compared than go into that, where not all can be.
struct GramAccumulator {
  /// The values that may be kept.
  static let memoryLimit = 1 << 22
  /// The multiplications of a value that the largest eigenvalue costs: two in each step.
  private static let spectrumWork = 128
  /// Both sides are compared up to this length.
  static let longestOtherSide = 1024

  private let areRows: Bool
  private let total: Int
  /// The vectors that are kept.
  private let kept: Int
  /// Those of them that are compared with each other.
  private let count: Int
  private let length: Int
  /// For each vector its place among those kept, or −1.
  private var places: [Int32]
  private var vectors: [Double]

  private let jobs: Int

  /// Prepares for a matrix; `nil` where there is nothing to compare, or vectors are too long.
  ///
  /// - Parameters:
  ///   - rows: The rows of the matrix.
  ///   - columns: Its columns.
  ///   - work: The multiplications that comparing may cost.
  ///   - jobs: How many threads may compare.
  init?(rows: Int, columns: Int, work: Int, jobs: Int) {
    self.jobs = jobs
    areRows = rows <= columns
    total = min(rows, columns)
    length = max(rows, columns)
    guard total >= 2 else { return nil }
    let affordable = Int((2 * Double(work) / Double(length)).squareRoot())
    let largest = min(total, Self.memoryLimit / length)
    count = min(largest, affordable)
    guard count >= 2 else { return nil }
    kept = min(largest, max(count, work / Self.spectrumWork / length))
    places = Array(repeating: -1, count: total)
    for place in 0..<kept { places[place * total / kept] = Int32(place) }
    vectors = Array(repeating: 0, count: kept * length)
  }

  /// Takes values of the matrix.
  mutating func add(_ run: ElementRun) {
    let (vectorStep, entryStep) =
      areRows ? (run.rowStep, run.columnStep) : (run.columnStep, run.rowStep)
    var (vector, entry) = areRows ? (run.row, run.column) : (run.column, run.row)
    if vectorStep == 0 {
      let place = Int(places[vector])
      guard place >= 0 else { return }
      vectors.withUnsafeMutableBufferPointer { vectors in
        var index = place * length + entry
        if entryStep == 1 {
          _ = UnsafeMutableBufferPointer(rebasing: vectors[index...]).update(from: run.values)
          return
        }
        for value in run.values {
          vectors[index] = value
          index += entryStep
        }
      }
      return
    }
    vectors.withUnsafeMutableBufferPointer { vectors in
      places.withUnsafeBufferPointer { places in
        for value in run.values {
          let place = Int(places[vector])
          if place >= 0 { vectors[place * length + entry] = value }
          vector += vectorStep
          entry += entryStep
        }
      }
    }
  }

  /// Compares the vectors.
  mutating func finish() -> GramSummary {
    var gram = products(compared, count: count, length: length)
    let cosines = Self.squaredCosines(gram, count: count)
    func side(_ count: Int, _ largest: Double) -> GramSummary.Side {
      GramSummary.Side(
        areRows: areRows,
        count: count,
        total: total,
        length: length,
        largestSquaredCosine: largest
      )
    }
    var summary = GramSummary(
      side: side(count, cosines.largest),
      otherSide: nil,
      sumOfSquaredCosines: cosines.sum,
      spectrumSide: side(kept, cosines.largest),
      largestEigenvalue: 0
    )
    guard count == kept else {
      summary.largestEigenvalue = vectors.withUnsafeBufferPointer {
        LargestEigenvalue.ofGram($0, count: kept, length: length, jobs: jobs)
      }
      vectors = []
      return summary
    }
    for row in 0..<count {
      for column in 0..<row { gram[column * count + row] = gram[row * count + column] }
    }
    summary.largestEigenvalue = LargestEigenvalue.lanczos(gram, order: count, jobs: jobs)
    if count == total, length > total, length <= Self.longestOtherSide {
      var transposed = Array(repeating: 0.0, count: vectors.count)
      for vector in 0..<count {
        for entry in 0..<length {
          transposed[entry * count + vector] = vectors[vector * length + entry]
        }
      }
      let gram = products(transposed, count: length, length: count)
      summary.otherSide = GramSummary.Side(
        areRows: !areRows,
        count: length,
        total: length,
        length: count,
        largestSquaredCosine: Self.squaredCosines(gram, count: length).largest
      )
    }
    vectors = []
    return summary
  }

  /// The vectors that are compared, evenly spaced among those that are kept.
  private var compared: [Double] {
    guard count < kept else { return vectors }
    var result: [Double] = []
    result.reserveCapacity(count * length)
    for place in 0..<count {
      let start = place * kept / count * length
      result += vectors[start..<start + length]
    }
    return result
  }

  private func products(_ vectors: [Double], count: Int, length: Int) -> [Double] {
    vectors.withUnsafeBufferPointer {
      GramProducts.lowerTriangle(of: $0, count: count, length: length, jobs: jobs)
    }
  }

  /// The sum and the largest of the squared cosines; a vector of length 0 is orthogonal to all.
  private static func squaredCosines(
    _ gram: [Double],
    count: Int
  ) -> (sum: Double, largest: Double) {
    var (sum, largest) = (0.0, 0.0)
    for row in 0..<count {
      let square = gram[row * count + row]
      guard square > 0 else { continue }
      for column in 0..<row {
        let product = gram[row * count + column]
        let other = gram[column * count + column]
        guard other > 0 else { continue }
        let cosine = min(1, product / square * (product / other))
        sum += cosine
        largest = max(largest, cosine)
      }
    }
    return (sum, largest)
  }
}
