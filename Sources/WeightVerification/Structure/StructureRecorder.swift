internal import CVerificationKernels
internal import WeightInit

/// Records what shows repetition in a tensor of random values: hashes of its rows and columns, and
/// the signs of its values.
final class StructureRecorder {
  /// The values whose signs are recorded, at most: the first in storage.
  static let signLimit = 1 << 24
  /// Shorter rows and columns of values of many kinds could agree by chance.
  static let leastLength = 8

  /// What part of a tensor is random, and how.
  struct Scope {
    var rows: Int
    var columns: Int
    /// The value on both sides of which values are equally likely.
    var center: Double
    /// Whether two rows of the matrix cannot agree by chance.
    var hasRandomRows = true
    /// Whether two columns of the matrix cannot: not where whole columns are zeros.
    var hasRandomColumns = true
    /// Shorter rows and columns could agree by chance.
    var leastLength = StructureRecorder.leastLength
    /// The entries, at most, in which rows are compared, and columns: the first ones.
    ///
    /// So many random numbers are never the same twice.
    var comparedLength = 256
  }

  private let scope: Scope
  private let rowKeys: [UInt32]
  private let columnKeys: [UInt32]
  private var rowHashes: [UInt64]
  private var columnHashes: [UInt64]
  private(set) var signs = SignStream()

  init(_ scope: Scope) {
    self.scope = scope
    func keys(_ count: Int, salt: UInt64) -> [UInt32] {
      (0..<count).map { UInt32(truncatingIfNeeded: SplitMix64.mix(salt &+ UInt64($0)) >> 33) | 1 }
    }
    rowKeys = keys(scope.rows, salt: 0x0A5E_0000_0000_0000)
    columnKeys = keys(scope.columns, salt: 0x0C01_0000_0000_0000)
    rowHashes = Array(repeating: 0, count: scope.rows)
    columnHashes = Array(repeating: 0, count: scope.columns)
  }

  /// Takes values in storage order.
  func take(_ whole: ElementRun) {
    guard let run = whole.prefix(rows: scope.rows, columns: scope.columns) else { return }
    signs.append(run.values, center: scope.center, limit: Self.signLimit)
    if run.rowStep == 0, run.columnStep <= 1 {
      hash(
        run.values,
        of: run.row,
        from: run.column,
        rowKeys,
        columnKeys,
        &rowHashes,
        &columnHashes
      )
    } else if run.columnStep == 0, run.rowStep == 1 {
      hash(
        run.values,
        of: run.column,
        from: run.row,
        columnKeys,
        rowKeys,
        &columnHashes,
        &rowHashes
      )
    } else {
      for offset in run.values.indices {
        let value = UnsafeBufferPointer(rebasing: run.values[offset..<offset + 1])
        let (row, column) = (run.row + offset * run.rowStep, run.column + offset * run.columnStep)
        hash(value, of: row, from: column, rowKeys, columnKeys, &rowHashes, &columnHashes)
      }
    }
  }

  /// Hashes neighbours on a line, a row or a column.
  ///
  /// - Parameters:
  ///   - values: The values.
  ///   - line: The number of the line.
  ///   - first: The place of the first value on the line.
  ///   - lineKeys: The keys of lines.
  ///   - keys: The keys of places.
  ///   - along: The hashes of lines, of their first entries.
  ///   - across: The hashes of places, over the first lines.
  private func hash(
    _ values: UnsafeBufferPointer<Double>,
    of line: Int,
    from first: Int,
    _ lineKeys: [UInt32],
    _ keys: [UInt32],
    _ along: inout [UInt64],
    _ across: inout [UInt64]
  ) {
    guard let start = values.baseAddress else { return }
    let isFirstLine = line < scope.comparedLength
    let compared = max(0, min(values.count, scope.comparedLength - first))
    keys.withUnsafeBufferPointer { keys in
      across.withUnsafeMutableBufferPointer { across in
        guard let keys = keys.baseAddress, let across = across.baseAddress else { return }
        let key = lineKeys[line]
        if compared > 0 {
          let hashes = isFirstLine ? across + first : nil
          along[line] &+= vk_hash_run(start, compared, keys + first, key, hashes)
        }
        if isFirstLine, compared < values.count {
          let next = first + compared
          _ = vk_hash_run(
            start + compared,
            values.count - compared,
            keys + next,
            key,
            across + next
          )
        }
      }
    }
  }

  /// The exact rules `repeated-neurons` and `repeated-columns`, where they apply.
  func results() -> [TestResult] {
    var results: [TestResult] = []
    if scope.rows >= 2, scope.columns >= scope.leastLength, scope.hasRandomRows {
      results.append(rule("repeated-neurons", "neuron", "neurons", rowHashes, scope.columns))
    }
    if scope.columns >= 2, scope.rows >= scope.leastLength, scope.hasRandomColumns {
      results.append(rule("repeated-columns", "column", "columns", columnHashes, scope.rows))
    }
    return results
  }

  private func rule(
    _ test: String,
    _ singular: String,
    _ plural: String,
    _ hashes: [UInt64],
    _ length: Int
  ) -> TestResult {
    let extent =
      length > scope.comparedLength ? " in their first \(scope.comparedLength) entries" : ""
    // A hash changes its sign with the values.
    let canonical = hashes.map { min($0, 0 &- $0) }
    let order = canonical.indices.sorted { (canonical[$0], $0) < (canonical[$1], $1) }
    var repeated = 0
    var example: (Int, Int)?
    for (earlier, later) in zip(order, order.dropFirst())
    where canonical[earlier] == canonical[later] {
      repeated += 1
      let pair = (min(earlier, later), max(earlier, later))
      if example.map({ pair < $0 }) ?? true { example = pair }
    }
    var effect = "no two \(plural) are alike"
    if let example {
      let isNegated =
        hashes[example.0] != hashes[example.1] && hashes[example.0] == 0 &- hashes[example.1]
      effect = """
        \(EffectText.count(repeated, singular, plural)) of \(hashes.count) repeat another, for \
        example \(example.1) repeats \(example.0)\(isNegated ? " with the opposite sign" : "")\(extent)
        """
    }
    return TestResult(
      exact: test,
      rule: "no two \(plural) are equal up to their sign\(extent)",
      holds: repeated == 0,
      statistic: Double(repeated),
      effect: effect
    )
  }
}
