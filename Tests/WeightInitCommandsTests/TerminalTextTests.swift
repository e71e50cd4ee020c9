import Testing

@testable import WeightInitCommands

@Suite("Text for a terminal")
struct TerminalTextTests {
  @Test("a name cannot move the cursor, colour or break the line")
  func line() {
    #expect(TerminalText.line("fc1.weight") == "fc1.weight")
    #expect(TerminalText.line("λ × 层") == "λ × 层")
    #expect(
      TerminalText.line("a\u{1B}[2Jb\nc\r\u{9B}31m") == "a\u{FFFD}[2Jb\u{FFFD}c\u{FFFD}\u{FFFD}31m"
    )
  }

  @Test("lines and colours of a text stay, other controls go")
  func lines() {
    #expect(TerminalText.lines("a\n\u{1B}[31mno\u{1B}[0m\tb") == "a\n\u{1B}[31mno\u{1B}[0m\tb")
    #expect(
      TerminalText.lines("\u{1B}[2J\u{1B}]0;x\u{7}\u{1B}[1")
        == "\u{FFFD}[2J\u{FFFD}]0;x\u{FFFD}\u{FFFD}[1"
    )
    #expect(TerminalText.lines("ends with \u{1B}") == "ends with \u{FFFD}")
  }

  @Test("a table keeps its rows")
  func table() {
    var table = TextTable([("name", .left), ("n", .right)])
    table.append(["a\nverdict: consistent", "1"])
    #expect(table.render(Style.standardError).split(separator: "\n").count == 2)
  }
}
