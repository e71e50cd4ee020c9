import Foundation
import Testing
import WeightInit

@testable import WeightFiles

@Suite("Documents")
struct DocumentTests {
  private func yaml(_ text: String) throws -> DocumentNode {
    try DocumentNode(yaml: text, path: "spec.yaml", maximumValueCount: 10_000)
  }

  @Test("YAML keeps order and places, and resolves plain scalars by the core schema")
  func values() throws {
    let node = try yaml(
      """
      # a comment
      name: net
      layers:
        - dense: {units: 10, bias: false}
        - "relu"
      numbers: [1, -2, +3, 0x1F, 0o17, 1e-3, .5, 5., .inf, -.INF, 1_000, 0b1, 1e, ., -, 012]
      words: [yes, No, on, "true", '1', ~, null, Null, nULL, "null", TRUE, False]
      empty:
      text: |
        12
      tagged: [!!str 12, !!int 12, !!float 1.5, !!bool true, !!null null]
      """
    )
    #expect(
      node.entries?.map(\.key) == ["name", "layers", "numbers", "words", "empty", "text", "tagged"]
    )
    #expect(node["layers"]?.line == 4)
    #expect(node["layers"]?.column == 3)
    #expect(node["layers"]?.list?[0]["dense"]?["units"]?.line == 4)
    #expect(node["layers"]?.list?[0]["dense"]?["units"]?.column == 20)
    #expect(node["layers"]?.list?[0]["dense"]?["bias"]?.bool == false)
    let numbers = try #require(node["numbers"]?.list)
    #expect(numbers.map(\.integer) == [1, -2, 3, 31, 15] + Array(repeating: nil, count: 10) + [12])
    #expect(numbers[5...9].map(\.double) == [0.001, 0.5, 5, .infinity, -.infinity])
    #expect(numbers[10...14].map(\.text) == ["1_000", "0b1", "1e", ".", "-"])
    #expect(
      node["words"]?.list?.map(\.content) == [
        .string("yes"), .string("No"), .string("on"), .string("true"), .string("1"), .null, .null,
        .null, .string("nULL"), .string("null"), .bool(true), .bool(false),
      ]
    )
    #expect(node["empty"]?.isNull == true)
    #expect(node["text"]?.text == "12\n")
    #expect(
      node["tagged"]?.list?.map(\.content) == [
        .string("12"), .number("12"), .number("1.5"), .bool(true), .null,
      ]
    )
  }

  @Test("Aliases stand for what they name")
  func aliases() throws {
    let node = try yaml("a: &x {k: [1, 2]}\nb: *x\nc: [*x, *x]\n")
    #expect(node["b"] == node["a"])
    #expect(node["c"]?.list == [node["a"], node["a"]].compactMap { $0 })
    #expect(node["b"]?["k"]?.list?.count == 2)
  }

  @Test("An empty text is null", arguments: ["", "# only a comment\n", "---\n"])
  func empty(text: String) throws {
    #expect(try yaml(text).isNull)
  }

  @Test(
    "Errors give line and column",
    arguments: [
      ("a: 1\nb: 2\na: 3\n", "key \"a\""), ("x:\n  a: 1\n  'a': 3\n", "line "),
      ("a: [1, 2\n", "line "),
      ("a: b: c\n", "line 1"), ("a: 1\n\tb: 2\n", "line 2"), ("a: *none\n", "line 1, column 4"),
      ("a: 1\n---\nb: 2\n", "document"), ("? [a, b]\n: 1\n", "line 1, column 3"),
      ("1: a\n!!int 1: b\n", "line 2"), ("1: a\n\"1\": b\n", "key \"1\""),
      ("a: !custom x\n", "line 1, column 4"),
      ("a: !!int x\n", "line 1, column 4"), ("a: !custom {}\n", "line 1, column 4"),
      ("a: !!set {b}\n", "line 1, column 4"), ("a: \"\\q\"\n", "line 1"), ("a: \u{1}\n", "YAML"),
    ]
  )
  func errors(text: String, place: String) {
    let error = fileError { _ = try yaml(text) }
    #expect(error?.code == .malformed)
    #expect(error?.message.contains(place) == true, "\(error?.message ?? "no error")")
    #expect(error?.path == "spec.yaml")
  }

  @Test("Alias bombs are defused, as values and as keys")
  func aliasBombs() throws {
    var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...30 {
      bomb +=
        "a\(level): &a\(level) ["
        + Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
        + "]\n"
    }
    #expect(fileError { _ = try yaml(bomb) }?.message.contains("too many values") == true)
    for key in [
      "k: {x: 1, y: *a30, *a30 : 2}\n", "k: [{*a30 : 2}]\n",
      "? *a30\n: 1\n", "*a30 : 1\n", "[*a30]: 1\n", "k: {*a30}\n", "k: {*a30 : 1}\n",
      "k: {x: 1, *a30}\n", "k: [? *a30]\n", "k: {? *a30}\n", "k: [[*a30]: 1]\n",
    ] {
      #expect(fileError { _ = try yaml(bomb + key) } != nil, "\(key)")
    }
  }

  @Test("Aliases in honest documents are not taken for bombs")
  func honestAliases() throws {
    var text = ""
    for index in 0..<40 { text += "base\(index): &b\(index) {units: \(index)}\n" }
    text += "layers: [" + (0..<40).map { "*b\($0), *b\($0)" }.joined(separator: ", ") + "]\n"
    #expect(try yaml(text)["layers"]?.list?.count == 80)
  }

  @Test("Deep nesting is refused", arguments: ["[", "- ", "{a: ", "? "])
  func nesting(opening: String) {
    for count in [100, 900, 100_000] {
      #expect(fileError { _ = try yaml(String(repeating: opening, count: count)) } != nil)
    }
  }

  @Test("A file's extension, else its first character, tells JSON and YAML apart")
  func syntax() throws {
    let folder = try TemporaryFolder()
    func read(_ text: String, _ name: String) throws -> DocumentNode {
      try DocumentNode.read(contentsOf: folder.write(text.utf8, to: name))
    }
    #expect(try read("{a: 1}", "a.yaml")["a"]?.integer == 1)
    #expect(try read("{a: 1}", "a.YML")["a"]?.integer == 1)
    #expect(try read("\u{FEFF}a: 1", "b")["a"]?.integer == 1)
    #expect(try read("\u{FEFF} \n{\"a\": 1}", "b.txt")["a"]?.line == 2)
    #expect(try read("[1]", "c.json").list?.count == 1)
    let json = fileError { _ = try read("{\n a: 1}", "d.json") }
    #expect(json?.code == .malformed)
    #expect(json?.message.contains("line 2, column 2") == true)
    #expect(fileError { _ = try read("{a: 1}", "e.txt") }?.code == .malformed)
    let missing = fileError { _ = try DocumentNode.read(contentsOf: folder.file("none")) }
    #expect(missing?.code == .notFound)
    let binary = try folder.write([0x61, 0xFF, 0xFE], to: "f.yaml")
    #expect(
      fileError { _ = try DocumentNode.read(contentsOf: binary) }?.message.contains("UTF-8") == true
    )
  }

  @Test("Every prefix of a document is read or refused")
  func prefixes() throws {
    let text = Array("a: &x {k: [1, 'é', \"\\u00e9\"]}\nb: [*x, |\n  c]\n? d\n: !!str e\n".utf8)
    var readable = 0
    for count in text.indices {
      do {
        _ = try DocumentNode(document: Array(text[..<count]), path: "x.yaml")
        readable += 1
      } catch is WeightFileError {}
    }
    #expect(readable > 1)
  }
}
