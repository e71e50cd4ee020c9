import CWeightKernels

extension DrawnElement {
  /// The sum of each of as many rows as there are sums, as ``sum(_:)`` gives it.
  public static func sumRows(
    _ values: UnsafeMutableBufferPointer<Self>,
    into sums: UnsafeMutableBufferPointer<Double>
  ) {
    guard let base = values.baseAddress, let target = sums.baseAddress, !sums.isEmpty else {
      return
    }
    kernels.sumRows(base, sums.count, values.count / sums.count, target)
  }

  /// Replaces each value x of each of as many rows as there are shifts by
  /// scale · (x − coefficient · mean) + shift, with the mean of the row and the row's shift, computed
  /// in float64 as ``transform(_:center:scale:shift:)`` does.
  public static func centerRows(
    _ values: UnsafeMutableBufferPointer<Self>,
    coefficient: Double,
    scale: Double,
    shifts: UnsafeMutableBufferPointer<Double>
  ) {
    guard let base = values.baseAddress, let rows = shifts.baseAddress, !shifts.isEmpty else {
      return
    }
    let length = values.count / shifts.count
    kernels.centerRows(base, shifts.count, length, coefficient, scale, rows)
  }

  /// Draws square roots of numbers that are uniform on (0, 1), one from each two words.
  public static func drawRoots(
    _ words: UnsafeMutableBufferPointer<UInt32>,
    into values: UnsafeMutableBufferPointer<Self>
  ) {
    guard let base = words.baseAddress, let target = values.baseAddress else { return }
    kernels.drawRoots(base, words.count / 2, target)
  }

  /// Replaces one entry of each of half as many rows as there are words, or none of a row where the
  /// entry is chosen that follows it.
  ///
  /// Two words for each row choose the entry and draw the root that replaces it.
  public static func replaceEntries(
    of values: UnsafeMutableBufferPointer<Self>,
    words: UnsafeMutableBufferPointer<UInt32>
  ) {
    guard let base = values.baseAddress, let source = words.baseAddress, !words.isEmpty else {
      return
    }
    let rows = words.count / 2
    kernels.replaceEntries(base, rows, values.count / rows, source)
  }

  /// Replaces the entries that follow rows, of which there is one for each two words, where
  /// ``replaceEntries(of:words:)`` leaves the row as it is.
  public static func replaceFollowingEntries(
    _ values: UnsafeMutableBufferPointer<Self>,
    rowLength: Int,
    words: UnsafeMutableBufferPointer<UInt32>
  ) {
    guard let base = values.baseAddress, let source = words.baseAddress else { return }
    kernels.replaceFollowingEntries(base, values.count, rowLength, source)
  }

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
