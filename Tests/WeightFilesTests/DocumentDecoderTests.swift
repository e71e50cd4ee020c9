import Testing
import WeightInit

@testable import WeightFiles

@Suite("Document decoder")
struct DocumentDecoderTests {
  private struct Everything: Decodable, Equatable {
    var text: String
    var flag: Bool
    var double: Double
    var float: Float
    var bytes: [UInt8]
    var signed: Int8
    var large: UInt64
    var missing: Int32?
    var null: Int32?
    var map: [String: [UInt16]]
  }

  private let text = """
    {"text": "t", "flag": true, "double": 1.5, "float": 2, "bytes": [0, 255], "signed": -128,
     "large": 18446744073709551615, "null": null, "map": {"a": [65535], "b": []}}
    """

  private func decode(_ text: String) throws -> Everything {
    try DocumentDecoder.decode(Everything.self, from: DocumentNode(json: Array(text.utf8)))
  }

  @Test("Values of every kind are decoded")
  func decodes() throws {
    #expect(
      try decode(text)
        == Everything(
          text: "t",
          flag: true,
          double: 1.5,
          float: 2,
          bytes: [0, 255],
          signed: -128,
          large: .max,
          map: ["a": [65535], "b": []]
        )
    )
  }

  @Test(
    "What does not fit is an error at its place",
    arguments: [
      ("255", "256", ["bytes", "1"]), ("-128", "-129", ["signed"]), ("-128", "1.0", ["signed"]),
      ("18446744073709551615", "-1", ["large"]),
      ("18446744073709551615", "18446744073709551616", ["large"]),
      ("65535", "65536", ["map", "a", "0"]), ("true", "1", ["flag"]), ("1.5", "true", ["double"]),
      ("1.5", "1e400", ["double"]), ("\"t\"", "null", ["text"]), ("[65535]", "{}", ["map", "a"]),
      ("[0, 255]", "3", ["bytes"]),
    ]
  )
  func refuses(old: String, new: String, path: [String]) throws {
    let changed = text.replacing(old, with: new, maxReplacements: 1)
    let error = #expect(throws: DecodingError.self) { _ = try decode(changed) }
    guard case .typeMismatch(_, let context) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(context.codingPath.map(\.stringValue) == path)
  }
}
