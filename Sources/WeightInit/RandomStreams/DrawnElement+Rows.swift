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

  /// Draws square roots of uniform numbers.
  public static func drawRoots(
    _ words: UnsafeMutableBufferPointer<UInt32>,
    into values: UnsafeMutableBufferPointer<Float>
  ) {
    guard let base = words.baseAddress, let target = values.baseAddress else { return }
    wk_draw_roots_f32(base, words.count / 2, target)
  }

  /// Replaces one entry of each of half as many rows as there are words.
  public static func replaceEntries(
    of values: UnsafeMutableBufferPointer<Float>,
    words: UnsafeMutableBufferPointer<UInt32>
  ) {
    guard let base = values.baseAddress, let source = words.baseAddress, !words.isEmpty else {
      return
    }
    let rows = words.count / 2
    wk_replace_entries_f32(base, rows, values.count / rows, source)
  }

  /// Replaces the entries that follow rows, one of each of half as many rows as there are words.
  public static func replaceFollowingEntries(
    _ values: UnsafeMutableBufferPointer<Float>,
    rowLength: Int,
    words: UnsafeMutableBufferPointer<UInt32>
  ) {
    guard let base = values.baseAddress, let source = words.baseAddress else { return }
    wk_replace_following_f32(base, values.count, rowLength, source)
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

  /// Draws square roots of uniform numbers.
  public static func drawRoots(
    _ words: UnsafeMutableBufferPointer<UInt32>,
    into values: UnsafeMutableBufferPointer<Double>
  ) {
    guard let base = words.baseAddress, let target = values.baseAddress else { return }
    wk_draw_roots_f64(base, words.count / 2, target)
  }

  /// Replaces one entry of each of half as many rows as there are words.
  public static func replaceEntries(
    of values: UnsafeMutableBufferPointer<Double>,
    words: UnsafeMutableBufferPointer<UInt32>
  ) {
    guard let base = values.baseAddress, let source = words.baseAddress, !words.isEmpty else {
      return
    }
    let rows = words.count / 2
    wk_replace_entries_f64(base, rows, values.count / rows, source)
  }

  /// Replaces the entries that follow rows, one of each of half as many rows as there are words.
  public static func replaceFollowingEntries(
    _ values: UnsafeMutableBufferPointer<Double>,
    rowLength: Int,
    words: UnsafeMutableBufferPointer<UInt32>
  ) {
    guard let base = values.baseAddress, let source = words.baseAddress else { return }
    wk_replace_following_f64(base, values.count, rowLength, source)
  }
}

extension DrawnElement {
  /// Calls a function with the roots that pairs of words draw.
  static func withRoots(
    _ words: UnsafeMutableBufferPointer<UInt32>,
    _ body: (UnsafeMutableBufferPointer<Self>) -> Void
  ) {
    withUnsafeTemporaryAllocation(of: Self.self, capacity: words.count / 2) { roots in
      drawRoots(words, into: roots)
      body(roots)
    }
  }
}

extension UnsafeMutableBufferPointer<UInt32> {
  /// Chooses one of some entries for each two words.
  ///
  /// - Parameters:
  ///   - entries: How many entries there are, at least 1.
  ///   - indices: Receives the positions of the entries chosen.
  func chooseEntries(of entries: Int, into indices: UnsafeMutableBufferPointer<UInt64>) {
    guard let base = baseAddress, let target = indices.baseAddress else { return }
    wk_choose_entries(base, indices.count, UInt64(entries), target)
  }
}
