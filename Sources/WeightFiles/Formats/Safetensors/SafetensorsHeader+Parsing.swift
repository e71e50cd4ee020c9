import WeightInit

extension SafetensorsHeader {
  /// What is wrong with a header, and the place in bytes from its start, when that is known.
  struct Failure: Error {
    var message: String
    var offset: Int?
  }

  /// Parses a header.
  ///
  /// - Parameters:
  ///   - text: The JSON text.
  ///   - dataByteCount: The bytes of the file after the header, which the tensors must cover.
  /// - Throws: The first failure.
  init(parsing text: [UInt8], dataByteCount: Int) throws(Failure) {
    guard text.first == UInt8(ascii: "{") else {
      throw Failure(message: "the header does not begin with '{'", offset: 0)
    }
    let root: DocumentNode
    do {
      root = try DocumentNode(json: text)
    } catch {
      throw Failure(
        message: "the header is not valid JSON: \(error.message)",
        offset: error.byteOffset
      )
    }
    var entries: [Entry] = []
    for field in root.entries ?? [] {
      if field.key == "__metadata__" {
        try Self.checkMetadata(field.value)
      } else {
        entries.append(try Self.parseEntry(field))
      }
    }
    // Tensors without bytes lie on the seams between the others.
    entries.sort {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }
    var end = 0
    for entry in entries {
      guard entry.range.lowerBound == end else {
        throw Failure(
          message:
            "the tensor \"\(entry.name)\" begins at byte \(entry.range.lowerBound) of the data "
            + "and the one before it ends at \(end); tensors may neither overlap nor leave holes",
          offset: nil
        )
      }
      end = entry.range.upperBound
    }
    guard end == dataByteCount else {
      throw Failure(
        message: "the tensors take \(end) bytes and the file holds \(dataByteCount) bytes of data; "
          + "was a download or a copy cut off?",
        offset: nil
      )
    }
    self.entries = entries
  }

  private static func checkMetadata(_ node: DocumentNode) throws(Failure) {
    if node.isNull { return }
    guard let entries = node.entries, entries.allSatisfy({ $0.value.text != nil }) else {
      throw Failure(message: "__metadata__ must map strings to strings", offset: nil)
    }
  }

  private static func parseEntry(_ field: DocumentNode.Entry) throws(Failure) -> Entry {
    func failure(_ message: String) -> Failure {
      Failure(message: "the tensor \"\(field.key.prefix(200))\": \(message)", offset: nil)
    }
    guard field.value.entries != nil else {
      throw failure(
        "expected a map with dtype, shape and data_offsets, found \(field.value.summary)"
      )
    }
    guard let typeName = field.value["dtype"]?.text else { throw failure("dtype is missing") }
    guard let type = SafetensorsType(rawValue: typeName) else {
      throw failure("the dtype \"\(typeName.prefix(40))\" is unknown")
    }
    guard let shape = field.value["shape"]?.list.flatMap(lengths) else {
      throw failure("shape must be a list of integers from 0")
    }
    guard let offsets = field.value["data_offsets"]?.list.flatMap(lengths), offsets.count == 2,
      offsets[0] <= offsets[1]
    else { throw failure("data_offsets must be two integers from 0, the second not smaller") }
    guard let bitCount = product(of: shape + [type.bitCount]) else {
      throw failure("the shape \(shape) is too large for any computer")
    }
    guard bitCount % 8 == 0, offsets[1] - offsets[0] == bitCount / 8 else {
      throw failure(
        "shape \(shape) of \(typeName) takes \(bitCount) bits, and data_offsets give "
          + "\(offsets[1] - offsets[0]) bytes"
      )
    }
    return Entry(name: field.key, type: type, shape: shape, range: offsets[0]..<offsets[1])
  }

  /// The values of a list of numbers written with digits alone; `nil` when one is something else.
  private static func lengths(_ nodes: [DocumentNode]) -> [Int]? {
    var lengths: [Int] = []
    for node in nodes {
      guard case .number(let text) = node.content, !text.hasPrefix("-"), let value = Int(text)
      else {
        return nil
      }
      lengths.append(value)
    }
    return lengths
  }

  private static func product(of lengths: [Int]) -> Int? {
    var product = 1
    for length in lengths {
      let (next, overflow) = product.multipliedReportingOverflow(by: length)
      guard !overflow else { return nil }
      product = next
    }
    return product
  }
}
