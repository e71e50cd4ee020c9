/// Normal values of which each row keeps a fixed number, zeros elsewhere.
///
/// A value that is kept is the one that a dense draw of the same stream has at its position.
struct SparseFill: SegmentedRowFill {
  let normals: NormalFill
  /// Which places of a row are kept.
  let selection: PlaceSelection

  var rowLength: Int { selection.lineLength }

  @_specialize(where Element == Float)
  @_specialize(where Element == Double)
  func fillRow<Element: DrawnElement>(_ row: Int, into values: UnsafeMutableBufferPointer<Element>)
  {
    normals.fill(row * rowLength..<(row + 1) * rowLength, into: values)
    selection.forEachPlace(ofLine: row) { place, isKept in
      if !isKept { values[place] = 0 }
    }
  }

  func segmented<Element: DrawnElement>(
    rows: Int,
    as type: Element.Type,
    jobs: Int
  ) throws -> any TensorFill {
    try MaskedFill(normals, selection: selection, lines: rows, isTransposed: false)
  }
}

/// Normal values that are kept where a mask of one bit for each position says so, zeros elsewhere.
///
/// The mask lets columns keep a fixed number of values, and any part of a row be drawn by itself.
struct MaskedFill: TensorFill {
  private let normals: NormalFill
  private let mask: DrawBuffer<UInt64>

  /// Chooses what is kept.
  ///
  /// - Parameters:
  ///   - normals: The values.
  ///   - selection: Which places of a line are kept.
  ///   - lines: The number of lines.
  ///   - isTransposed: Whether the lines are the columns of the matrix instead of its rows.
  /// - Throws: ``WeightInitError`` with code `outOfMemory`.
  init(_ normals: NormalFill, selection: PlaceSelection, lines: Int, isTransposed: Bool) throws {
    self.normals = normals
    let count = lines * selection.lineLength
    let mask = try DrawBuffer<UInt64>(count / 64 + 1, for: "the places of \(count) entries")
    let (lineStep, placeStep) = isTransposed ? (1, lines) : (selection.lineLength, 1)
    for line in 0..<lines {
      selection.forEachPlace(ofLine: line) { place, isKept in
        let position = line * lineStep + place * placeStep
        if isKept { mask.values[position >> 6] |= 1 << UInt64(position & 63) }
      }
    }
    self.mask = mask
  }

  @_specialize(where Element == Float)
  @_specialize(where Element == Double)
  func fill<Element: DrawnElement>(
    _ range: Range<Int>,
    into values: UnsafeMutableBufferPointer<Element>
  ) {
    normals.fill(range, into: values)
    for (index, position) in zip(values.indices, range)
    where mask.values[position >> 6] >> UInt64(position & 63) & 1 == 0 {
      values[index] = 0
    }
  }
}
