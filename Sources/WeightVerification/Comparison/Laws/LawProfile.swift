internal import WeightInit

/// What two tensors are compared by as draws of a law: structure, a sample of entries, and rows.
struct LawProfile {
  /// What holds exactly; laws with other structure are other laws.
  struct Structure: Equatable {
    var mirrorsRows: Bool
    var mirrorsColumns: Bool
    /// The only kernel position other than zero.
    var tap: Int?
    var isOrthogonal: Bool
    var rowSumsVanish: Bool
    /// The values, where they are few and each occurs often.
    var values: [Double]?
    /// Whether the entries follow a fixed pattern: no draw.
    var isFixed: Bool
  }

  /// The most entries that are sorted.
  private static let sampleLimit = 1 << 20

  let structure: Structure
  let gain: Double?
  let nonFinite: Int
  /// Entries that determine the others, sorted.
  let sample: [Double]
  let rowSums: [Double]
  let rowSquares: [Double]
  let columns: Int
  let gainTolerance: Double
  let pattern: (identity: Double?, hadamard: Double?)

  init(_ place: TensorPlace, order: AxisOrder, grid: ElementGrid) throws {
    guard let geometry = MatrixGeometry(order) else {
      throw VerificationError(
        code: .invalidClaim,
        tensor: place.descriptor.name,
        message: "the size of \(order.logicalShape) overflows"
      )
    }
    let stream = MatrixStream(place.index, of: place.source, order: order, geometry: geometry)
    let channelLength = order.logicalShape.dropFirst(2).reduce(1, *)
    let whole = try TensorEvidence.gathered(
      from: stream,
      channelLength: max(channelLength, 1),
      laws: []
    )
    let (mirrorsRows, mirrorsColumns) = whole.mirrors.mirrors
    // Each entry of a mirrored block occurs several times: the block holds them once.
    var part = stream
    if let tap = whole.centerTap {
      part = stream.part(.tap(tap.tap, of: channelLength))
    } else if let block = whole.mirrored {
      part = stream.part(.block(rows: block.rows, columns: block.columns))
    }
    let evidence = whole.centerTap?.evidence ?? whole.mirrored ?? whole
    let found = whole.distinct.sorted.flatMap { found in
      whole.count >= 4 * found.count ? found.map { grid.rounded($0.value) } : nil
    }
    let gain = evidence.orthogonality.gain(sumOfSquares: evidence.sumOfSquares, grid: evidence.grid)
    pattern = (whole.patterns.identityGain, whole.patterns.hadamardScale)
    structure = Structure(
      mirrorsRows: mirrorsRows,
      mirrorsColumns: mirrorsColumns,
      tap: whole.centerTap?.tap,
      isOrthogonal: gain != nil,
      rowSumsVanish: evidence.rowSumsVanish,
      values: found,
      isFixed: found?.count == 1 || pattern.identity != nil || pattern.hadamard != nil
    )
    self.gain = gain
    nonFinite = whole.nonFinite
    gainTolerance = evidence.gainTolerance
    rowSums = evidence.rowSums
    rowSquares = evidence.rowSquares
    columns = evidence.columns
    sample = try Self.sample(part)
  }

  private static func sample(_ stream: MatrixStream) throws -> [Double] {
    let step = max(1, (stream.count + sampleLimit - 1) / sampleLimit)
    var sample: [Double] = []
    var position = 0
    try stream.forEachRun { run in
      for value in run.values {
        if position % step == 0 { sample.append(value) }
        position += 1
      }
    }
    return sample.sorted()
  }
}
