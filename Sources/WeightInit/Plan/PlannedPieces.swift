/// The bytes that pieces take.
enum PlannedPieceSize {
  /// Fits the cache of a core, so that what was drawn is still there when it is hashed.
  static let usual = 1 << 20
  /// Where the neurons are not in front, a piece needs a part of every row: the larger the pieces, the
  /// longer these parts.
  static let largest = 48 << 20
}

/// One tensor of a plan, drawn in pieces.
struct PlannedPieces<Stored: StoredElement>: TensorPieces {
  /// How the elements come into the stored order.
  private enum Arrangement {
    /// The stored order is the logical one.
    case none
    /// The rows stay in their order, and their entries change places.
    case withinRows
    /// Every row is spread over the tensor.
    case acrossRows
  }

  private let order: AxisOrder
  private let rowLength: Int
  private let fill: any TensorFill
  /// The positions that are drawn together: a row, where rows must not be cut.
  private let unit: Int
  private let split: PieceSplit
  private let arrangement: Arrangement

  /// Cuts a draw.
  ///
  /// - Parameters:
  ///   - prepared: The draw.
  ///   - order: How it is stored; with one axis of neurons.
  ///   - jobs: How many threads may work on the preparation.
  ///   - usual: The bytes of a piece where neurons are in front.
  ///   - largest: The bytes of a piece elsewhere.
  /// - Throws: ``WeightInitError`` when the draw cannot be prepared.
  init(
    _ prepared: any TensorFill,
    _ order: AxisOrder,
    jobs: Int,
    usual: Int = PlannedPieceSize.usual,
    largest: Int = PlannedPieceSize.largest
  ) throws {
    let fill = prepared
    self.order = order
    rowLength = order.rowLength
    let lengths = order.permutation.map { order.logicalShape[$0] }
    let size = MemoryLayout<Stored>.stride
    if order.isIdentity || order.permutation.first == 0 {
      arrangement = order.isIdentity ? .none : .withinRows
      let cutsRows = order.isIdentity && !(fill is any RowFill)
      let limit = max(1, usual / size)
      split =
        cutsRows
        ? PieceSplit([order.neurons * order.rowLength], limit: limit, lastAxis: 0)
        : PieceSplit(lengths, limit: limit, lastAxis: 0)
      self.fill = fill
    } else {
      arrangement = .acrossRows
      let inParts = PieceSplit(
        lengths,
        limit: max(1, largest / size),
        lastAxis: lengths.count - 1
      )
      if let rows = fill as? any SegmentedRowFill, inParts.count > 1 {
        split = inParts
        self.fill = try rows.segmented(rows: order.neurons, as: Stored.Drawn.self, jobs: jobs)
      } else {
        split = fill is any RowFill ? PieceSplit(lengths, limit: .max, lastAxis: 0) : inParts
        self.fill = fill
      }
    }
    unit = self.fill is any RowFill ? max(rowLength, 1) : 1
  }

  /// Prepares a tensor to be drawn in pieces.
  ///
  /// - Parameters:
  ///   - tensor: The tensor.
  ///   - jobs: How many threads may work on the preparation.
  ///   - usual: The bytes of a piece where neurons are in front.
  ///   - largest: The bytes of a piece elsewhere.
  /// - Returns: The pieces.
  /// - Throws: ``WeightInitError`` when the draw cannot be prepared.
  static func of(
    _ tensor: TensorPlan,
    jobs: Int,
    usual: Int = PlannedPieceSize.usual,
    largest: Int = PlannedPieceSize.largest
  ) throws -> any TensorPieces {
    let fill = try DrawingThreads.$count.withValue(jobs) { try tensor.prepare() }
    let order = tensor.order.withNeuronsMerged
    guard order.neuronAxes > 1, let matrices = order.logicalShape.first else {
      return try PlannedPieces(fill, order, jobs: jobs, usual: usual, largest: largest)
    }
    let matrix = order.ofOneMatrix.withNeuronsMerged
    let slabs = try (0..<matrices).map { index in
      try PlannedPieces(
        ShiftedFill.make(fill, row: index * matrix.neurons, rowLength: matrix.rowLength),
        matrix,
        jobs: jobs,
        usual: usual,
        largest: largest
      )
    }
    return SlabPieces(slabs, slabLength: matrix.neurons * matrix.rowLength)
  }

  var count: Int { split.count }

  func range(of piece: Int) -> Range<Int> { split.range(of: piece) }

  func make(_ piece: Int, into bytes: UnsafeMutableRawBufferPointer) throws {
    let elements = bytes.assumingMemoryBound(to: Stored.self)
    switch arrangement {
    case .none: try Stored.draw(fill, range(of: piece), unit: unit, into: elements)
    case .withinRows: try makeRows(range(of: piece), into: elements)
    case .acrossRows: try makeAcross(piece, into: elements)
    }
  }

  /// Draws some rows at once and permutes the entries of each.
  private func makeRows(
    _ range: Range<Int>,
    into elements: UnsafeMutableBufferPointer<Stored>
  ) throws {
    let length = min(range.count, max(1, 32_768 / rowLength) * rowLength)
    let scratch = try DrawBuffer<UInt8>(length * MemoryLayout<Stored>.stride, for: "some rows")
    let drawn = UnsafeMutableRawBufferPointer(scratch.values).assumingMemoryBound(to: Stored.self)
    for start in stride(from: 0, to: range.count, by: length) {
      let count = min(length, range.count - start)
      let first = range.lowerBound + start
      let rows = UnsafeMutableBufferPointer(rebasing: drawn[..<count])
      try Stored.draw(fill, first..<first + count, unit: unit, into: rows)
      var order = order
      order.logicalShape[0] = count / rowLength
      let target = UnsafeMutableBufferPointer(rebasing: elements[start..<start + count])
      switch MemoryLayout<Stored>.size {
      case 2: order.arrange(Self.bits(rows, as: UInt16.self), into: Self.bits(target))
      case 4: order.arrange(Self.bits(rows, as: UInt32.self), into: Self.bits(target))
      default: order.arrange(Self.bits(rows, as: UInt64.self), into: Self.bits(target))
      }
    }
  }

  /// Draws the part of every row that a piece needs, some rows at once, and spreads it.
  private func makeAcross(
    _ piece: Int,
    into elements: UnsafeMutableBufferPointer<Stored>
  ) throws {
    let box = StoredBox(order, split, piece)
    let width = box.columns.count
    let rowsAtOnce = max(1, 65_536 / width, min(16, (1 << 20) / width))
    let scratch = try DrawBuffer<UInt8>(
      min(rowsAtOnce, box.rows.count) * width * MemoryLayout<Stored>.stride,
      for: "parts of some rows"
    )
    let drawn = UnsafeMutableRawBufferPointer(scratch.values).assumingMemoryBound(to: Stored.self)
    for first in stride(from: box.rows.lowerBound, to: box.rows.upperBound, by: rowsAtOnce) {
      let rows = first..<min(first + rowsAtOnce, box.rows.upperBound)
      let parts = UnsafeMutableBufferPointer(rebasing: drawn[..<(rows.count * width)])
      if width == rowLength {
        let range = rows.lowerBound * rowLength..<rows.upperBound * rowLength
        try Stored.draw(fill, range, unit: unit, into: parts)
      } else {
        for row in rows {
          let start = (row - rows.lowerBound) * width
          let position = row * rowLength + box.columns.lowerBound
          try Stored.draw(
            fill,
            position..<position + width,
            unit: unit,
            into: UnsafeMutableBufferPointer(rebasing: parts[start..<start + width])
          )
        }
      }
      switch MemoryLayout<Stored>.size {
      case 2: box.spread(Self.bits(parts, as: UInt16.self), of: rows, into: Self.bits(elements))
      case 4: box.spread(Self.bits(parts, as: UInt32.self), of: rows, into: Self.bits(elements))
      default: box.spread(Self.bits(parts, as: UInt64.self), of: rows, into: Self.bits(elements))
      }
    }
  }

  /// The elements as integers: they are only moved, and code for integers is compiled once.
  private static func bits<Bits: FixedWidthInteger>(
    _ elements: UnsafeMutableBufferPointer<Stored>,
    as type: Bits.Type = Bits.self
  ) -> UnsafeMutableBufferPointer<Bits> {
    UnsafeMutableRawBufferPointer(elements).assumingMemoryBound(to: Bits.self)
  }

  private static func bits<Bits: FixedWidthInteger>(
    _ elements: UnsafeMutableBufferPointer<Stored>,
    as type: Bits.Type
  ) -> UnsafeBufferPointer<Bits> {
    UnsafeBufferPointer(
      UnsafeMutableRawBufferPointer(elements).assumingMemoryBound(to: Bits.self)
    )
  }
}
