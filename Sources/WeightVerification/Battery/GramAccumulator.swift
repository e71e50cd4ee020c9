internal import CVerificationKernels

/// Keeps rows or columns of a matrix, evenly spaced within a budget, and compares them with each
/// other.
struct GramAccumulator {
  /// The multiplications that comparing may cost: about a tenth of a second's work.
  static let workLimit = 1 << 29
  /// The values that may be kept.
  static let memoryLimit = 1 << 22
  /// Both sides are compared up to this length.
  static let longestOtherSide = 1024

  private let areRows: Bool
  private let total: Int
  private let count: Int
  private let length: Int
  /// For each vector its place among those kept, or −1.
  private var places: [Int32]
  private var vectors: [Double]

  /// Prepares for a matrix; `nil` where there is nothing to compare, or vectors are too long.
  init?(rows: Int, columns: Int) {
    areRows = rows <= columns
    total = min(rows, columns)
    length = max(rows, columns)
    guard total >= 2 else { return nil }
    let work = Int((2 * Double(Self.workLimit) / Double(length)).squareRoot())
    count = min(total, work, Self.memoryLimit / length)
    guard count >= 2 else { return nil }
    places = Array(repeating: -1, count: total)
    for place in 0..<count { places[place * total / count] = Int32(place) }
    vectors = Array(repeating: 0, count: count * length)
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
    var gram = Self.products(vectors, count: count, length: length)
    let cosines = Self.squaredCosines(gram, count: count)
    var summary = GramSummary(
      side: GramSummary.Side(
        areRows: areRows,
        count: count,
        total: total,
        length: length,
        largestSquaredCosine: cosines.largest
      ),
      otherSide: nil,
      sumOfSquaredCosines: cosines.sum,
      largestEigenvalue: 0
    )
    for row in 0..<count {
      for column in 0..<row { gram[column * count + row] = gram[row * count + column] }
    }
    summary.largestEigenvalue = LargestEigenvalue.lanczos(gram, order: count)
    if count == total, length > total, length <= Self.longestOtherSide {
      var transposed = Array(repeating: 0.0, count: vectors.count)
      for vector in 0..<count {
        for entry in 0..<length {
          transposed[entry * count + vector] = vectors[vector * length + entry]
        }
      }
      let gram = Self.products(transposed, count: length, length: count)
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

  private static func products(_ vectors: [Double], count: Int, length: Int) -> [Double] {
    var gram = Array(repeating: 0.0, count: count * count)
    vk_gram(vectors, count, length, &gram)
    return gram
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
