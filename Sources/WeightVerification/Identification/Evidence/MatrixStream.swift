internal import WeightInit

/// Streams a tensor as the runs of its logical matrix, or of a part of it.
///
/// Elements are taken in blocks of fixed size, so that sums over them do not depend on how the source
/// cuts its chunks. Memory does not grow with the tensor.
struct MatrixStream {
  static let blockLength = 4096

  private let source: any TensorSource
  private let index: Int
  private let order: AxisOrder
  private let geometry: MatrixGeometry
  private let views: [MatrixView]
  private let progress: (Int) -> Void

  /// The rows of the matrix, or of the part.
  let rows: Int
  /// The columns of the matrix, or of the part.
  let columns: Int
  /// The numbers that the element type can hold.
  let grid: ElementGrid

  /// Prepares to stream.
  ///
  /// - Parameters:
  ///   - index: The position of the tensor in the source.
  ///   - source: Where the tensor comes from.
  ///   - order: A valid order of as many elements.
  ///   - geometry: Its matrix.
  ///   - views: Parts within parts, the outermost first.
  ///   - progress: Hears of every number of elements that has been read.
  init(
    _ index: Int,
    of source: any TensorSource,
    order: AxisOrder,
    geometry: MatrixGeometry,
    views: [MatrixView] = [],
    progress: @escaping (Int) -> Void = { _ in }
  ) {
    self.source = source
    self.index = index
    self.order = order
    self.geometry = geometry
    self.views = views
    self.progress = progress
    grid = ElementGrid(source.tensors[index].elementType)
    (rows, columns) = views.reduce((geometry.rows, geometry.columns)) { sizes, view in
      view.sizes(rows: sizes.0, columns: sizes.1)
    }
  }

  /// The number of elements of the matrix, or of the part.
  var count: Int { rows * columns }

  /// The same tensor, one part further in.
  func part(_ view: MatrixView) -> MatrixStream {
    MatrixStream(
      index,
      of: source,
      order: order,
      geometry: geometry,
      views: views + [view],
      progress: progress
    )
  }

  /// Streams the elements.
  ///
  /// - Parameter body: Takes the runs, in storage order; non-finite values arrive as 0.
  /// - Returns: The number of non-finite values in the whole tensor.
  /// - Throws: ``VerificationError`` when the source breaks its contract; what the source throws.
  @discardableResult
  func forEachRun(_ body: (ElementRun) -> Void) throws -> Int {
    let descriptor = source.tensors[index]
    let size = descriptor.elementType.byteCount
    var walker = LayoutWalker(order: order, geometry: geometry)
    var block = Array(
      repeating: 0.0,
      count: min(Self.blockLength, max(1, descriptor.elementCount))
    )
    var (filled, taken, nonFinite) = (0, 0, 0)

    func flush() {
      for place in 0..<filled where !block[place].isFinite {
        nonFinite += 1
        block[place] = 0
      }
      block.withUnsafeBufferPointer { buffer in
        walker.walk(UnsafeBufferPointer(rebasing: buffer[..<filled]), salt: 0) { run in
          deliver(run, from: 0, body)
        }
      }
      filled = 0
    }

    try source.forEachChunk(of: index) { chunk in
      let count = chunk.count / size
      guard chunk.count % size == 0, count <= descriptor.elementCount - taken else {
        throw Self.broken(descriptor, "more than \(taken * size + chunk.count - 1) bytes")
      }
      taken += count
      var start = 0
      while start < count {
        let part = min(count - start, block.count - filled)
        let bytes = UnsafeRawBufferPointer(rebasing: chunk[start * size..<(start + part) * size])
        block.withUnsafeMutableBufferPointer {
          ElementDecoder.decode(
            bytes,
            as: descriptor.elementType,
            into: UnsafeMutableBufferPointer(rebasing: $0[filled...])
          )
        }
        filled += part
        start += part
        if filled == block.count { flush() }
      }
      progress(count)
    }
    if filled > 0 { flush() }
    guard taken == descriptor.elementCount else {
      throw Self.broken(descriptor, "\(taken) elements")
    }
    return nonFinite
  }

  private func deliver(_ run: ElementRun, from level: Int, _ body: (ElementRun) -> Void) {
    guard level < views.count else { return body(run) }
    views[level].apply(to: run) { deliver($0, from: level + 1, body) }
  }

  private static func broken(_ descriptor: TensorDescriptor, _ found: String) -> VerificationError {
    VerificationError(
      code: .brokenSource,
      tensor: descriptor.name,
      message: """
        the source delivered \(found), expected \(descriptor.elementCount) elements of \
        \(descriptor.elementType.byteCount) bytes; the file or its reader is at fault
        """
    )
  }
}
