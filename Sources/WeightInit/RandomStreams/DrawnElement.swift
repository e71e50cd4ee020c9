import CWeightKernels

/// A type in which values are drawn: `Float` or `Double`.
///
/// float16 and bfloat16 are roundings of `Float` draws.
public protocol DrawnElement: BinaryFloatingPoint, BitwiseCopyable, Sendable {
  /// Draws standard normal values of a stream; see ``RandomStream/fillNormal(from:into:)``.
  static func fillNormal(
    stream: RandomStream,
    from first: Int,
    into values: UnsafeMutableBufferPointer<Self>
  )

  /// Draws values uniform on [−1, 1] of a stream; see ``RandomStream/fillUniform(from:into:)``.
  static func fillUniform(
    stream: RandomStream,
    from first: Int,
    into values: UnsafeMutableBufferPointer<Self>
  )

  /// Draws standard normal values between two bounds; see
  /// ``RandomStream/fillTruncatedNormal(from:truncation:into:)``.
  static func fillTruncatedNormal(
    stream: RandomStream,
    from first: Int,
    truncation: NormalTruncation,
    into values: UnsafeMutableBufferPointer<Self>
  )

  /// Replaces each value x by scale · (x − center) + shift, computed in float64 as
  /// scale · x + (shift − scale · center) and rounded once.
  static func transform(
    _ values: UnsafeMutableBufferPointer<Self>,
    center: Double,
    scale: Double,
    shift: Double
  )

  /// The sum of the values in float64, in an order that is fixed by their number.
  static func sum(_ values: UnsafeMutableBufferPointer<Self>) -> Double

  /// The sum of each row, as ``sum(_:)`` gives it.
  static func sumRows(
    _ values: UnsafeMutableBufferPointer<Self>,
    into sums: UnsafeMutableBufferPointer<Double>
  )

  /// Replaces each value x of each row by scale · (x − coefficient · mean) + shift, with the mean of
  /// the row and the row's shift, computed in float64 as ``transform(_:center:scale:shift:)`` does.
  static func centerRows(
    _ values: UnsafeMutableBufferPointer<Self>,
    coefficient: Double,
    scale: Double,
    shifts: UnsafeMutableBufferPointer<Double>
  )

  /// Draws square roots of numbers that are uniform on (0, 1), one from each two words.
  static func drawRoots(
    _ words: UnsafeMutableBufferPointer<UInt32>,
    into values: UnsafeMutableBufferPointer<Self>
  )

  /// Replaces one entry of each row, or none of a row where the entry is chosen that follows it.
  ///
  /// Two words for each row choose the entry and draw the root that replaces it.
  static func replaceEntries(
    of values: UnsafeMutableBufferPointer<Self>,
    words: UnsafeMutableBufferPointer<UInt32>
  )

  /// Replaces the entries that follow rows, of which there is one for each two words, where
  /// ``replaceEntries(of:words:)`` leaves the row as it is.
  static func replaceFollowingEntries(
    _ values: UnsafeMutableBufferPointer<Self>,
    rowLength: Int,
    words: UnsafeMutableBufferPointer<UInt32>
  )
}

extension Float: DrawnElement {
  /// Draws standard normal values of a stream.
  public static func fillNormal(
    stream: RandomStream,
    from first: Int,
    into values: UnsafeMutableBufferPointer<Float>
  ) {
    guard let base = values.baseAddress else { return }
    wk_fill_normal_f32(stream.key, stream.identifier, UInt64(first), values.count, base)
  }

  /// Draws values uniform on [−1, 1] of a stream.
  public static func fillUniform(
    stream: RandomStream,
    from first: Int,
    into values: UnsafeMutableBufferPointer<Float>
  ) {
    guard let base = values.baseAddress else { return }
    wk_fill_uniform_f32(stream.key, stream.identifier, UInt64(first), values.count, base)
  }

  /// Draws standard normal values between two bounds.
  public static func fillTruncatedNormal(
    stream: RandomStream,
    from first: Int,
    truncation: NormalTruncation,
    into values: UnsafeMutableBufferPointer<Float>
  ) {
    guard let base = values.baseAddress else { return }
    withUnsafePointer(to: truncation.kernelValue) { truncation in
      wk_fill_truncated_normal_f32(
        stream.key,
        stream.identifier,
        UInt64(first),
        values.count,
        truncation,
        base
      )
    }
  }

  /// Replaces each value x by scale · (x − center) + shift.
  public static func transform(
    _ values: UnsafeMutableBufferPointer<Float>,
    center: Double,
    scale: Double,
    shift: Double
  ) {
    guard let base = values.baseAddress else { return }
    wk_affine_f32(base, values.count, center, scale, shift)
  }

  /// The sum of the values in float64.
  public static func sum(_ values: UnsafeMutableBufferPointer<Float>) -> Double {
    guard let base = values.baseAddress else { return 0 }
    return wk_sum_f32(base, values.count)
  }
}

extension Double: DrawnElement {
  /// Draws standard normal values of a stream.
  public static func fillNormal(
    stream: RandomStream,
    from first: Int,
    into values: UnsafeMutableBufferPointer<Double>
  ) {
    guard let base = values.baseAddress else { return }
    wk_fill_normal_f64(stream.key, stream.identifier, UInt64(first), values.count, base)
  }

  /// Draws values uniform on [−1, 1] of a stream.
  public static func fillUniform(
    stream: RandomStream,
    from first: Int,
    into values: UnsafeMutableBufferPointer<Double>
  ) {
    guard let base = values.baseAddress else { return }
    wk_fill_uniform_f64(stream.key, stream.identifier, UInt64(first), values.count, base)
  }

  /// Draws standard normal values between two bounds.
  public static func fillTruncatedNormal(
    stream: RandomStream,
    from first: Int,
    truncation: NormalTruncation,
    into values: UnsafeMutableBufferPointer<Double>
  ) {
    guard let base = values.baseAddress else { return }
    withUnsafePointer(to: truncation.kernelValue) { truncation in
      wk_fill_truncated_normal_f64(
        stream.key,
        stream.identifier,
        UInt64(first),
        values.count,
        truncation,
        base
      )
    }
  }

  /// Replaces each value x by scale · (x − center) + shift.
  public static func transform(
    _ values: UnsafeMutableBufferPointer<Double>,
    center: Double,
    scale: Double,
    shift: Double
  ) {
    guard let base = values.baseAddress else { return }
    wk_affine_f64(base, values.count, center, scale, shift)
  }

  /// The sum of the values in float64.
  public static func sum(_ values: UnsafeMutableBufferPointer<Double>) -> Double {
    guard let base = values.baseAddress else { return 0 }
    return wk_sum_f64(base, values.count)
  }
}
