import WeightInit

/// One array in the .npy format, inside a file: what its header says and where its data lie.
///
/// The file is passed to each call instead of being held, so that a folder of any number of arrays
/// needs only one open file at a time.
struct NumPyArray: Sendable {
  /// The array as a tensor in C order.
  let tensor: TensorDescriptor
  private let dataOffset: Int
  private let isBigEndian: Bool
  private let isFortranOrder: Bool

  /// What a .npy holds.
  enum Contents {
    case array(NumPyArray)
    case skipped(SkippedTensor)
  }

  /// Reads and checks the header of an array.
  ///
  /// - Parameters:
  ///   - name: The tensor's name.
  ///   - file: The file that holds the array.
  ///   - range: Where in the file the array lies, header included.
  /// - Returns: The array, or what it is when its elements are not floating point numbers.
  /// - Throws: ``WeightFileError``.
  static func open(_ name: String, in file: InputFile, at range: Range<Int>) throws -> Contents {
    let start = range.lowerBound
    let prefix = try file.read(at: start, count: min(NumPyHeader.prefixByteCount, range.count))
    let (header, headerByteCount): (NumPyHeader, Int)
    do {
      (header, headerByteCount) = try NumPyHeader.parse(prefix)
    } catch {
      throw WeightFileError(
        code: error.code,
        message: error.message,
        path: file.path,
        byteOffset: start + error.offset
      )
    }
    switch header.elementType {
    case .other(let type):
      return .skipped(SkippedTensor(name: name, elementType: type))
    case .object:
      throw WeightFileError(
        code: .unsupported,
        message: "the file holds pickled Python objects, which can run code and are never opened; "
          + "save the array as float32",
        path: file.path,
        byteOffset: start
      )
    case .floatingPoint(let type, let isBigEndian):
      let shape = header.shape
      guard let tensor = TensorDescriptor(name: name, shape: shape, elementType: type) else {
        throw WeightFileError(
          code: .malformed,
          message: "the shape \(shape) is too large for any computer",
          path: file.path,
          byteOffset: start
        )
      }
      let available = range.count - headerByteCount
      guard tensor.byteCount <= available else {
        throw WeightFileError(
          code: .malformed,
          message:
            "the file ends early: shape \(shape) of \(type) takes \(tensor.byteCount) bytes, "
            + "and \(available) are there; was a download or a copy cut off?",
          path: file.path,
          byteOffset: range.upperBound
        )
      }
      return .array(
        NumPyArray(
          tensor: tensor,
          dataOffset: start + headerByteCount,
          isBigEndian: isBigEndian,
          // With at most one axis longer than 1 both orders are the same.
          isFortranOrder: header.isFortranOrder && shape.count { $0 != 1 } > 1
        )
      )
    }
  }

  /// Passes the elements on, little-endian and in C order.
  ///
  /// - Parameters:
  ///   - file: The file that holds the array.
  ///   - body: Takes a chunk.
  /// - Throws: ``WeightFileError``, and what `body` throws.
  func forEachChunk(in file: InputFile, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    if isFortranOrder {
      try forEachTransposedChunk(in: file, body)
      return
    }
    let range = dataOffset..<dataOffset + tensor.byteCount
    try file.forEachChunk(in: range) { chunk in
      if isBigEndian { tensor.elementType.reverseBytes(of: chunk) }
      try body(UnsafeRawBufferPointer(chunk))
    }
  }

  /// Passes on the elements of an array in Fortran order, which takes memory for the whole array.
  private func forEachTransposedChunk(
    in file: InputFile,
    _ body: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    guard tensor.byteCount > 0 else { return }
    let whole = try FallibleBuffer(byteCount: tensor.byteCount, for: tensor.name, path: file.path)
    try file.read(at: dataOffset, into: whole.bytes)
    if isBigEndian { tensor.elementType.reverseBytes(of: whole.bytes) }
    switch tensor.elementType.byteCount {
    case 2: try transpose(whole.bytes, as: UInt16.self, body)
    case 4: try transpose(whole.bytes, as: UInt32.self, body)
    default: try transpose(whole.bytes, as: UInt64.self, body)
    }
  }

  /// Walks the elements in C order and gathers them from their places in Fortran order.
  private func transpose<Element: FixedWidthInteger>(
    _ source: UnsafeMutableRawBufferPointer,
    as type: Element.Type,
    _ body: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    var strides: [Int] = []
    var stride = 1
    for length in tensor.shape {
      strides.append(stride)
      stride *= length
    }
    let elements = source.bindMemory(to: type)
    let capacity = InputFile.chunkByteCount / MemoryLayout<Element>.stride
    var chunk: [Element] = []
    chunk.reserveCapacity(min(capacity, tensor.elementCount))
    var index = [Int](repeating: 0, count: strides.count)
    var position = 0
    for _ in 0..<tensor.elementCount {
      chunk.append(elements[position])
      if chunk.count == capacity {
        try chunk.withUnsafeBytes(body)
        chunk.removeAll(keepingCapacity: true)
      }
      var axis = strides.count - 1
      while axis >= 0 {
        index[axis] += 1
        position += strides[axis]
        if index[axis] < tensor.shape[axis] { break }
        position -= strides[axis] * tensor.shape[axis]
        index[axis] = 0
        axis -= 1
      }
    }
    if !chunk.isEmpty { try chunk.withUnsafeBytes(body) }
  }
}
