import WeightInit

/// A tensor that is being drawn, hashed and written, as the pipeline keeps account of it.
///
/// The pipeline's lock guards what it uses to choose work; the digest and what is carried belong to
/// the one thread that is hashing.
final class PipelinedTensor: @unchecked Sendable {
  let index: Int
  let pieces: any TensorPieces
  let pieceCount: Int
  /// Enough memory for any piece, with what lies before it in its first page.
  let memoryByteCount: Int

  // Guarded by the pipeline's lock.
  var nextToDraw = 0
  var nextToHash = 0
  var isBeingHashed = false
  var drawn: [Int: PieceMemory] = [:]

  // Of the thread that is hashing.
  private var digest: TensorDigest
  private let elementByteCount: Int
  private let fileOffset: Int
  /// Where in the file the bytes begin that have been hashed but not passed on to be written.
  private var pending: Int
  private var carried: [UInt8] = []

  init(_ tensor: TensorDescriptor, _ index: Int, _ pieces: any TensorPieces, fileOffset: Int) {
    self.index = index
    self.pieces = pieces
    self.fileOffset = fileOffset % tensor.elementType.byteCount == 0 ? fileOffset : 0
    pieceCount = pieces.count
    elementByteCount = tensor.elementType.byteCount
    digest = TensorDigest(elementType: tensor.elementType)
    pending = self.fileOffset
    let page = FileWriter.pageByteCount
    let longest =
      pieceCount == 0 ? 0 : (0..<pieceCount).map { pieces.range(of: $0).count }.max() ?? 0
    memoryByteCount = (longest * elementByteCount + 2 * page - 1) / page * page
  }

  /// Whether a thread can hash now.
  var canBeHashed: Bool { !isBeingHashed && drawn[nextToHash] != nil }

  /// Whether all has been hashed.
  var isComplete: Bool { nextToHash == pieceCount }

  /// Where a piece lies in the file.
  private func place(of piece: Int) -> Range<Int> {
    let range = pieces.range(of: piece)
    return fileOffset + range.lowerBound * elementByteCount..<fileOffset + range.upperBound
      * elementByteCount
  }

  /// Draws a piece.
  func draw(_ piece: Int, into memory: PieceMemory) throws {
    let place = place(of: piece)
    let lead = place.lowerBound % FileWriter.pageByteCount
    try pieces.make(
      piece,
      into: UnsafeMutableRawBufferPointer(rebasing: memory.bytes[lead..<lead + place.count])
    )
  }

  /// Hashes a piece, and says what of it can be written.
  ///
  /// The rest, up to the end of a page that the next piece will fill, is carried over to that piece,
  /// so that what is written begins and ends with pages, but for the ends of the tensor.
  ///
  /// - Returns: The bytes, and their place among those of the tensor.
  func hash(_ piece: Int, in memory: PieceMemory) -> (bytes: Range<Int>, offset: Int) {
    let page = FileWriter.pageByteCount
    let place = place(of: piece)
    let lead = place.lowerBound % page
    digest.update(UnsafeRawBufferPointer(rebasing: memory.bytes[lead..<lead + place.count]))
    let start = lead - carried.count
    if !carried.isEmpty {
      UnsafeMutableRawBufferPointer(rebasing: memory.bytes[start..<lead]).copyBytes(from: carried)
    }
    let isLast = piece == pieceCount - 1
    let end = max(pending, isLast ? place.upperBound : place.upperBound / page * page)
    let written = start..<start + end - pending
    carried = Array(memory.bytes[written.upperBound..<lead + place.count])
    defer { pending = end }
    return (written, pending - fileOffset)
  }

  /// The digest of the whole tensor.
  func finalizeDigest() -> String { digest.finalize() }
}
