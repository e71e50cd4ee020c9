import Testing

@testable import WeightInit

@Suite("JSON parser")
struct JSONParserTests {
  private func parse(_ text: String) throws(JSONSyntaxError) -> DocumentNode {
    try DocumentNode(json: Array(text.utf8))
  }

  @Test("Values keep their order, literal numbers and places")
  func valuesAndPlaces() throws {
    let node = try parse(
      "{\n  \"b\": [1, -2.50e+3, true],\n  \"é\": null, \"a\": {\"x\": \"y\"}\n}"
    )
    #expect(node.entries?.map(\.key) == ["b", "é", "a"])
    #expect(
      node["b"]?.list == [
        DocumentNode(.number("1")), DocumentNode(.number("-2.50e+3")), DocumentNode(.bool(true)),
      ]
    )
    #expect(node["b"]?.list?[1].double == -2500)
    #expect(node["b"]?.line == 2)
    #expect(node["b"]?.column == 8)
    #expect(node["b"]?.list?[1].column == 12)
    #expect(node["é"]?.isNull == true)
    // Columns count Unicode scalars, not bytes.
    #expect(node["a"]?.line == 3)
    #expect(node["a"]?.column == 19)
    #expect(node["a"]?["x"]?.text == "y")
  }

  @Test(
    "Escapes become the characters that they stand for",
    arguments: [
      (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u0041\u00e9""#, "Aé"),
      (#""\ud83d\ude00""#, "😀"), (#""\uFFFF""#, "\u{FFFF}"), (#""\u0000""#, "\0"), ("\"😀é\"", "😀é"),
      (#""""#, ""),
    ]
  )
  func escapes(json: String, text: String) throws {
    #expect(try parse(json).text == text)
  }

  @Test(
    "What RFC 8259 does not allow is refused",
    arguments: [
      "", " ", "{", "[", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "{}x", "{} {}", "nul", "nulll",
      "True",
      "NaN", "Infinity", "-", "+1", "01", "-01", "1.", ".5", "1e", "1e+", "0x1", "1.e3", "'a'",
      "\"a",
      "\"\\x\"", "\"\\u12\"", "\"\\u12G4\"", "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\u0041\"",
      "\"\\ud800x\"", "\"a\nb\"", "\"\u{1}\"", "{\"a\"}", "{\"a\":}", "{a:1}", "{1:1}",
      "{\"a\":1,}",
      "{\"a\" 1}", "{,}", "[1}", "{\"a\":1]", "// c\n1", "\u{FEFF}1", "1\0", "\u{A0}1",
    ]
  )
  func refuses(json: String) {
    #expect(throws: JSONSyntaxError.self) { _ = try parse(json) }
  }

  @Test(
    "A second use of a key is refused at its place, also when it is written otherwise",
    arguments: [#"{"a": 1, "b": 2, "a": 3}"#, #"{"a": 1, "b": 2, "\u0061": 3}"#]
  )
  func duplicateKeys(json: String) throws {
    let error = try #require(throws: JSONSyntaxError.self) { _ = try parse(json) }
    #expect(error.byteOffset == 17)
    #expect(error.column == 18)
    #expect(error.message.contains("\"a\""))
  }

  @Test(
    "Bytes that are not UTF-8 are refused",
    arguments: [[0xFF], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80]]
  )
  func invalidText(bytes: [UInt8]) {
    #expect(throws: JSONSyntaxError.self) { _ = try DocumentNode(json: [0x22] + bytes + [0x22]) }
  }

  @Test("Errors name line, column and byte")
  func errorPlace() throws {
    let error = try #require(throws: JSONSyntaxError.self) {
      _ = try parse("{\n \"é\": 1,\n \"x\" 2\n}")
    }
    #expect(error.line == 3)
    #expect(error.column == 6)
    #expect(error.byteOffset == 17)
    #expect(error.message == "expected ':' after a key, found '2'")
  }

  @Test("Depth and size are bounded")
  func bounds() throws {
    let deep = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
    _ = try parse(deep)
    #expect(throws: JSONSyntaxError.self) { _ = try parse("[" + deep + "]") }
    #expect(throws: JSONSyntaxError.self) {
      _ = try parse(String(repeating: "[", count: 1_000_000))
    }
    #expect(throws: JSONSyntaxError.self) {
      _ = try DocumentNode(json: Array("[1,2,3]".utf8), maximumValueCount: 3)
    }
    _ = try DocumentNode(json: Array("[1,2]".utf8), maximumValueCount: 3)
  }

  @Test("Numbers convert without loss or not at all")
  func numbers() throws {
    #expect(try parse("18446744073709551615").unsignedInteger == .max)
    #expect(try parse("18446744073709551615").integer == nil)
    #expect(try parse("18446744073709551616").unsignedInteger == nil)
    #expect(try parse("-9223372036854775808").integer == .min)
    #expect(try parse("-1").unsignedInteger == nil)
    #expect(try parse("3.0").integer == nil)
    #expect(try parse("3e0").integer == nil)
    #expect(try parse("1e999").double == nil)
    #expect(try parse("1e-999").double == 0)
    #expect(try parse("0.1").double == 0.1)
    #expect(try parse("\"1\"").double == nil)
    #expect(try parse("true").integer == nil)
    #expect(DocumentNode(.number("0x1F")).integer == 31)
    #expect(DocumentNode(.number("0o17")).unsignedInteger == 15)
    #expect(DocumentNode(.number("-.Inf")).double == -.infinity)
    #expect(DocumentNode(.number("+.5")).double == 0.5)
    #expect(DocumentNode(.number("5.")).double == 5)
  }

  @Test("Every prefix of a document is refused")
  func prefixes() {
    let text = Array(#"{"a":[1.5e-7,null,"é\u00e9"],"b":{"c":false}}"#.utf8)
    for count in text.indices {
      #expect(throws: JSONSyntaxError.self) { _ = try DocumentNode(json: Array(text[..<count])) }
    }
  }
}
