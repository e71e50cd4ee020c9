/// Whether a matrix is a partial identity or a corner of a Hadamard matrix, up to a factor.
struct FixedPatterns {
  private var isIdentity = true
  private var isHadamard = true
  private var gain: Double?
  private var scale: Double?

  mutating func add(_ run: ElementRun) {
    guard isIdentity || isHadamard else { return }
    var (row, column) = (run.row, run.column)
    for value in run.values {
      if isIdentity {
        if row == column {
          isIdentity = value != 0 && value == gain ?? value
          gain = value
        } else if value != 0 {
          isIdentity = false
        }
      }
      if isHadamard {
        let unsigned = (row & column).nonzeroBitCount % 2 == 0 ? value : -value
        isHadamard = unsigned != 0 && unsigned == scale ?? unsigned
        scale = unsigned
      }
      guard isIdentity || isHadamard else { return }
      row += run.rowStep
      column += run.columnStep
    }
  }

  /// The diagonal of a partial identity.
  var identityGain: Double? { isIdentity ? gain : nil }
  /// The first entry of a Hadamard matrix.
  var hadamardScale: Double? { isHadamard ? scale : nil }
}
