/// Finds the name that a user probably meant.
package enum NearestName {
  /// The closest of some names, if one is close enough to be a typing error.
  ///
  /// - Parameters:
  ///   - name: What was typed.
  ///   - candidates: What exists.
  /// - Returns: The name, or `nil` when none is close.
  package static func of(_ name: String, in candidates: some Sequence<String>) -> String? {
    // What a user types may be long, and the work grows with it; typing errors are in short words.
    guard name.utf8.count <= 64 else { return nil }
    let typed = Array(name.lowercased())
    let limit = max(1, min(3, (typed.count + 1) / 3))
    return
      candidates
      .map { ($0, distance(typed, Array($0.lowercased()))) }
      // Another letter altogether, as `x` for `k`, is no typing error.
      .filter { $0.1 <= limit && $0.1 < $0.0.count }
      .min { ($0.1, $0.0) < ($1.1, $1.0) }?
      .0
  }

  /// ", did you mean `x`?" or nothing.
  ///
  /// - Parameters:
  ///   - name: What was typed.
  ///   - candidates: What exists.
  /// - Returns: Words to put behind a message; empty when no name is close.
  package static func suggestion(for name: String, in candidates: some Sequence<String>) -> String {
    of(name, in: candidates).map { ", did you mean `\($0)`?" } ?? ""
  }

  /// " (did you mean `x`?)" or nothing.
  ///
  /// - Parameters:
  ///   - name: What was typed.
  ///   - candidates: What exists.
  /// - Returns: Words to put into a sentence; empty when no name is close.
  package static func remark(on name: String, in candidates: some Sequence<String>) -> String {
    of(name, in: candidates).map { " (did you mean `\($0)`?)" } ?? ""
  }

  /// The number of insertions, deletions, replacements and swaps of neighbours between two words.
  private static func distance(_ left: [Character], _ right: [Character]) -> Int {
    var rows = [Array(0...right.count)]
    for i in left.indices {
      var row = [i + 1]
      for j in right.indices {
        var best = min(rows[i][j + 1] + 1, row[j] + 1)
        best = min(best, rows[i][j] + (left[i] == right[j] ? 0 : 1))
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
          best = min(best, rows[i - 1][j - 1] + 1)
        }
        row.append(best)
      }
      rows.append(row)
    }
    return rows[left.count][right.count]
  }
}
