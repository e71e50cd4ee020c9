import InitializationTheory
import Testing

@Suite("Golden values of theoretical quantities")
struct GoldenTheoryTests {
  @Test("The golden file holds every built-in quantity")
  func goldenFileIsComplete() {
    #expect(GoldenFile.theory.count == 612)
    #expect(
      Set(GoldenFile.theory.map(\.quantity)) == Set(TheoryQuantity.builtIn.map(\.name))
    )
  }

  @Test("The calculator reproduces every golden value", arguments: GoldenFile.theory)
  func calculator(entry: GoldenFile.Entry) throws {
    let quantity = try TheoryQuantity.named(entry.quantity)
    let value = try quantity.evaluate(entry.parameters)
    try expect(value, entry)
  }

  @Test("The calculator reads the same values as text", arguments: GoldenFile.theory)
  func calculatorFromText(entry: GoldenFile.Entry) throws {
    let quantity = try TheoryQuantity.named(entry.quantity)
    let value = try quantity.evaluate(entry.parameters.mapValues { .text($0.description) })
    try expect(value, entry)
  }

  @Test("The typed functions reproduce every golden value", arguments: GoldenFile.theory)
  func typedFunctions(entry: GoldenFile.Entry) throws {
    let value = try #require(try TypedQuantity.evaluate(entry.quantity, entry.parameters))
    try expect(value, entry)
  }

  private func expect(_ value: TheoryValue, _ entry: GoldenFile.Entry) throws {
    switch (value, entry.value) {
    case (.number(let found), .number(let expected)):
      #expect(entry.accepts(found, for: expected), "found \(found), expected \(expected)")
    case (.list(let found), .list(let expected)):
      #expect(found.count == expected.count)
      for (found, expected) in zip(found, expected) {
        #expect(entry.accepts(found, for: expected), "found \(found), expected \(expected)")
      }
    case (.record(let found), .record(let expected)):
      #expect(Set(found.keys) == Set(expected.keys))
      for (name, expected) in expected {
        let found = try #require(found[name])
        #expect(entry.accepts(found, for: expected), "found \(found), expected \(expected)")
      }
    case (.matrix(let found), .matrix(let expected)):
      #expect(found.map(\.count) == expected.map(\.count))
      for (found, expected) in zip(found.joined(), expected.joined()) {
        #expect(entry.accepts(found, for: expected), "found \(found), expected \(expected)")
      }
    default:
      Issue.record("found \(value), expected \(entry.value)")
    }
  }
}
