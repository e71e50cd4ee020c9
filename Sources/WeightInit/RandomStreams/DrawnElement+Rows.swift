import CWeightKernels

extension Float {
  /// The sum of each of as many rows as there are sums.
  public static func sumRows(
    _ values: UnsafeMutableBufferPointer<Float>,
    into sums: UnsafeMutableBufferPointer<Double>
  ) {
    guard let base = values.baseAddress, let target = sums.baseAddress, !sums.isEmpty else {
      return
    }
    wk_sum_rows_f32(base, sums.count, values.count / sums.count, target)
  }

  /// Centers each of as many rows as there are shifts.
  public static func centerRows(
    _ values: UnsafeMutableBufferPointer<Float>,
    coefficient: Double,
    scale: Double,
    shifts: UnsafeMutableBufferPointer<Double>
  ) {
    guard let base = values.baseAddress, let rows = shifts.baseAddress, !shifts.isEmpty else {
      return
    }
    let length = values.count / shifts.count
    wk_center_rows_f32(base, shifts.count, length, coefficient, scale, rows)
  }
}

extension Double {
  /// The sum of each of as many rows as there are sums.
  public static func sumRows(
    _ values: UnsafeMutableBufferPointer<Double>,
    into sums: UnsafeMutableBufferPointer<Double>
  ) {
    guard let base = values.baseAddress, let target = sums.baseAddress, !sums.isEmpty else {
      return
    }
    wk_sum_rows_f64(base, sums.count, values.count / sums.count, target)
  }

  /// Centers each of as many rows as there are shifts.
  public static func centerRows(
    _ values: UnsafeMutableBufferPointer<Double>,
    coefficient: Double,
    scale: Double,
    shifts: UnsafeMutableBufferPointer<Double>
  ) {
    guard let base = values.baseAddress, let rows = shifts.baseAddress, !shifts.isEmpty else {
      return
    }
    let length = values.count / shifts.count
    wk_center_rows_f64(base, shifts.count, length, coefficient, scale, rows)
  }
}
