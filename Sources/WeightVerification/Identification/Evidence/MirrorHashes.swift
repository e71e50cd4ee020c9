/// Whether the halves of a matrix repeat each other with opposite signs, bit for bit.
///
/// Each row of a left half and each column of an upper half has a 64-bit sum of hashed entries, which
/// is compared with that of its partner: O(rows + columns) memory in any order of the elements, and
/// two different halves agree with probability 2⁻⁶⁴ or so.
struct MirrorHashes {
  private let rows: Int
  private let columns: Int
  /// Rows and columns of a half.
  let halfRows: Int
  let halfColumns: Int
  private var left: [UInt64]
  private var right: [UInt64]
  private var upper: [UInt64]
  private var lower: [UInt64]
  private var leftOverNonzeros = 0
  private var nonzeros = 0

  init(rows: Int, columns: Int, channelLength: Int) {
    self.rows = rows
    self.columns = columns
    halfRows = rows / 2
    let length = channelLength >= 1 && columns % channelLength == 0 ? channelLength : 1
    halfColumns = columns / length / 2 * length
    left = Array(repeating: 0, count: halfColumns > 0 ? rows : 0)
    right = left
    upper = Array(repeating: 0, count: halfRows > 0 ? columns : 0)
    lower = upper
  }

  mutating func add(_ run: ElementRun) {
    var (row, column) = (run.row, run.column)
    for entry in run.values {
      // Adding 0 turns −0 into 0.
      let (plus, minus) = ((entry + 0).bitPattern, (-entry + 0).bitPattern)
      if entry != 0 { nonzeros += 1 }
      if halfColumns > 0 {
        if column < halfColumns {
          left[row] &+= Self.word(plus, column)
        } else if column < 2 * halfColumns {
          right[row] &+= Self.word(minus, column - halfColumns)
        } else if entry != 0, row < 2 * halfRows {
          leftOverNonzeros += 1
        }
      }
      if halfRows > 0 {
        if row < halfRows {
          upper[column] &+= Self.word(plus, row)
        } else if row < 2 * halfRows {
          lower[column] &+= Self.word(minus, row - halfRows)
        }
      }
      row += run.rowStep
      column += run.columnStep
    }
  }

  /// Which halves mirror each other; a left-over row is free, a left-over channel must be zero.
  var mirrors: (rows: Bool, columns: Bool) {
    guard nonzeros > 0 else { return (false, false) }
    let mirrorsRows = halfRows > 0 && upper == lower
    let checked = mirrorsRows ? 2 * halfRows : rows
    let mirrorsColumns =
      halfColumns > 0 && left[..<checked] == right[..<checked] && leftOverNonzeros == 0
    return (mirrorsRows, mirrorsColumns)
  }

  private static func word(_ bits: UInt64, _ place: Int) -> UInt64 {
    SplitMix64.mix(bits &+ (UInt64(place) &+ 1) &* 0x9E37_79B9_7F4A_7C15)
  }
}
