import CWeightKernels

/// The functions in C that draw and change values of one type.
///
/// Their pointers must not be null where there is something to do.
public struct DrawKernels<Element: BitwiseCopyable>: Sendable {
  typealias Values = UnsafeMutablePointer<Element>
  typealias Words = UnsafePointer<UInt32>
  typealias Numbers = UnsafePointer<Double>
  /// Key, identifier of the stream, first position, number of values.
  typealias Fill = @Sendable (UInt64, UInt64, UInt64, Int, Values) -> Void

  let fillNormal: Fill
  let fillUniform: Fill
  let fillTruncatedNormal:
    @Sendable (UInt64, UInt64, UInt64, Int, UnsafePointer<wk_truncation>, Values) -> Void
  /// Values, their number, center, scale, shift.
  let transform: @Sendable (Values, Int, Double, Double, Double) -> Void
  let sum: @Sendable (UnsafePointer<Element>, Int) -> Double
  /// Values, number and length of rows, sums.
  let sumRows: @Sendable (UnsafePointer<Element>, Int, Int, UnsafeMutablePointer<Double>) -> Void
  /// Values, number and length of rows, coefficient, scale, shifts.
  let centerRows: @Sendable (Values, Int, Int, Double, Double, Numbers) -> Void
  /// Words, number of pairs, roots.
  let drawRoots: @Sendable (Words, Int, Values) -> Void
  /// Values, number and length of rows, words.
  let replaceEntries: @Sendable (Values, Int, Int, Words) -> Void
  /// Values, their number, length of the rows that they follow, words.
  let replaceFollowingEntries: @Sendable (Values, Int, Int, Words) -> Void
}

extension Float: DrawnElement {
  /// The functions for float32.
  public static let kernels = DrawKernels<Float>(
    fillNormal: { wk_fill_normal_f32($0, $1, $2, $3, $4) },
    fillUniform: { wk_fill_uniform_f32($0, $1, $2, $3, $4) },
    fillTruncatedNormal: { wk_fill_truncated_normal_f32($0, $1, $2, $3, $4, $5) },
    transform: { wk_affine_f32($0, $1, $2, $3, $4) },
    sum: { wk_sum_f32($0, $1) },
    sumRows: { wk_sum_rows_f32($0, $1, $2, $3) },
    centerRows: { wk_center_rows_f32($0, $1, $2, $3, $4, $5) },
    drawRoots: { wk_draw_roots_f32($0, $1, $2) },
    replaceEntries: { wk_replace_entries_f32($0, $1, $2, $3) },
    replaceFollowingEntries: { wk_replace_following_f32($0, $1, $2, $3) }
  )
}

extension Double: DrawnElement {
  /// The functions for float64.
  public static let kernels = DrawKernels<Double>(
    fillNormal: { wk_fill_normal_f64($0, $1, $2, $3, $4) },
    fillUniform: { wk_fill_uniform_f64($0, $1, $2, $3, $4) },
    fillTruncatedNormal: { wk_fill_truncated_normal_f64($0, $1, $2, $3, $4, $5) },
    transform: { wk_affine_f64($0, $1, $2, $3, $4) },
    sum: { wk_sum_f64($0, $1) },
    sumRows: { wk_sum_rows_f64($0, $1, $2, $3) },
    centerRows: { wk_center_rows_f64($0, $1, $2, $3, $4, $5) },
    drawRoots: { wk_draw_roots_f64($0, $1, $2) },
    replaceEntries: { wk_replace_entries_f64($0, $1, $2, $3) },
    replaceFollowingEntries: { wk_replace_following_f64($0, $1, $2, $3) }
  )
}
