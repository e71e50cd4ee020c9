import Testing

@testable import WeightInit

@Suite("Name patterns")
struct NamePatternTests {
  @Test(
    "stars match any characters, question marks one",
    arguments: [
      ("encoder.*", "encoder.0.weight", true),
      ("encoder.*", "decoder.0.weight", false),
      ("*.weight", "fc1.weight", true),
      ("*.weight", "fc1.weights", false),
      ("fc?", "fc1", true),
      ("fc?", "fc12", false),
      ("*a*b*", "xxaxxbxx", true),
      ("*a*b*", "xxbxxaxx", false),
      ("", "", true),
      ("", "a", false),
      ("*", "", true),
      ("**", "anything", true),
    ]
  )
  func matches(pattern: String, name: String, expected: Bool) {
    #expect(NamePattern(pattern).matches(name) == expected)
  }
}
