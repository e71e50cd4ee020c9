import WeightInit

extension NumPyHeader {
  /// What is wrong with a header, and the place in bytes from the start of the .npy data.
  struct Failure: Error {
    var code: WeightFileError.Code
    var message: String
    var offset: Int
  }

  /// The most that a header may take, as in numpy.
  static let maximumByteCount = 10_000
  /// The bytes that hold every acceptable header: read as many, or what there is.
  static let prefixByteCount = maximumByteCount + 12

  /// Parses the header at the start of .npy data.
  ///
  /// - Parameter prefix: The first ``prefixByteCount`` bytes, or all when there are fewer.
  /// - Returns: The header, and the place of the data.
  /// - Throws: What is wrong.
  static func parse(_ prefix: [UInt8]) throws(Failure) -> (header: NumPyHeader, dataOffset: Int) {
    guard prefix.starts(with: magic) else {
      throw Failure(
        code: .malformed,
        message: "this is not a .npy file: it does not begin with \\x93NUMPY",
        offset: 0
      )
    }
    guard prefix.count >= 8 else { throw endsEarly(at: prefix.count) }
    let (major, minor) = (prefix[6], prefix[7])
    guard (1...3).contains(major), minor == 0 else {
      throw Failure(
        code: .unsupported,
        message: "version \(major).\(minor) of the .npy format is unknown; 1.0, 2.0 and 3.0 are "
          + "supported",
        offset: 6
      )
    }
    let start = major == 1 ? 10 : 12
    guard prefix.count >= start else { throw endsEarly(at: prefix.count) }
    let count = prefix[8..<start].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard count <= maximumByteCount else {
      throw Failure(
        code: .unsupported,
        message:
          "the header takes \(count) bytes; more than \(maximumByteCount) are refused, as by "
          + "numpy",
        offset: 8
      )
    }
    guard prefix.count >= start + count else { throw endsEarly(at: prefix.count) }
    var text = Array(prefix[start..<start + count])
    // Versions 1 and 2 are Latin-1.
    if major < 3 { text = text.flatMap { Array(String(Unicode.Scalar($0)).utf8) } }
    let literal: PythonLiteral
    do {
      literal = try PythonLiteralParser.parse(text)
    } catch {
      throw Failure(code: .malformed, message: error.message, offset: start + error.offset)
    }
    do {
      return (try NumPyHeader(literal), start + count)
    } catch {
      throw Failure(code: error.code, message: error.message, offset: start)
    }
  }

  private static func endsEarly(at offset: Int) -> Failure {
    Failure(code: .malformed, message: "the file ends within its header", offset: offset)
  }

  private init(_ literal: PythonLiteral) throws(Failure) {
    guard case .map(let entries) = literal else {
      throw Failure(code: .malformed, message: "the header is not a Python dict", offset: 0)
    }
    guard entries.map(\.key).sorted() == ["descr", "fortran_order", "shape"] else {
      throw Failure(
        code: .malformed,
        message: "the header must hold descr, fortran_order and shape once each, found "
          + entries.map(\.key).joined(separator: ", "),
        offset: 0
      )
    }
    let values = Dictionary(uniqueKeysWithValues: entries.map { ($0.key, $0.value) })
    guard let type = values["descr"].flatMap(NumPyElementType.init) else {
      throw Failure(code: .malformed, message: "descr names no element type", offset: 0)
    }
    guard case .bool(let isFortranOrder) = values["fortran_order"] else {
      throw Failure(code: .malformed, message: "fortran_order must be True or False", offset: 0)
    }
    guard case .tuple(let items) = values["shape"], items.count <= 64 else {
      throw Failure(
        code: .malformed,
        message: "shape must be a tuple of at most 64 lengths",
        offset: 0
      )
    }
    var shape: [Int] = []
    for item in items {
      guard case .integer(let length) = item, length >= 0 else {
        throw Failure(
          code: .malformed,
          message: "the lengths in shape must be integers from 0",
          offset: 0
        )
      }
      shape.append(length)
    }
    self.init(elementType: type, isFortranOrder: isFortranOrder, shape: shape)
  }
}
