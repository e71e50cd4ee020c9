/// The pieces of a stack whose matrices keep an axis of their own in front: matrix after matrix, each
/// arranged by itself.
struct SlabPieces: TensorPieces {
  private let slabs: [any TensorPieces]
  private let slabLength: Int
  private let piecesPerSlab: Int

  /// Joins slabs of equal size.
  ///
  /// - Parameters:
  ///   - slabs: The pieces of each matrix, at least one matrix.
  ///   - slabLength: The elements of a matrix.
  init(_ slabs: [any TensorPieces], slabLength: Int) {
    self.slabs = slabs
    self.slabLength = slabLength
    piecesPerSlab = slabs.first?.count ?? 0
  }

  var count: Int { slabs.count * piecesPerSlab }

  func range(of piece: Int) -> Range<Int> {
    let (slab, part) = piece.quotientAndRemainder(dividingBy: piecesPerSlab)
    let range = slabs[slab].range(of: part)
    let start = slab * slabLength
    return start + range.lowerBound..<start + range.upperBound
  }

  func make(_ piece: Int, into bytes: UnsafeMutableRawBufferPointer) throws {
    let (slab, part) = piece.quotientAndRemainder(dividingBy: piecesPerSlab)
    try slabs[slab].make(part, into: bytes)
  }
}

extension AxisOrder {
  /// The same order with the axes that number the neurons as one, where they stand in front.
  var withNeuronsMerged: AxisOrder {
    guard neuronAxes > 1, permutation.prefix(neuronAxes).elementsEqual(0..<neuronAxes) else {
      return self
    }
    return AxisOrder(
      logicalShape: [neurons] + logicalShape.dropFirst(neuronAxes),
      permutation: [0] + permutation.dropFirst(neuronAxes).map { $0 - neuronAxes + 1 }
    )
  }

  /// The order of one matrix of a stack, of which the first axis numbers the matrices.
  var ofOneMatrix: AxisOrder {
    AxisOrder(
      logicalShape: Array(logicalShape.dropFirst()),
      permutation: permutation.dropFirst().map { $0 - 1 },
      neuronAxes: neuronAxes - 1
    )
  }
}
