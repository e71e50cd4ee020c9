import Testing

@testable import WeightInitCommands

@Suite("--json [FILE|-]")
struct JSONArgumentTests {
  @Test("other arguments stay as they are")
  func staysWithout() {
    #expect(JSONArgument.readings(of: ["plan", "net.yaml"]) == [["plan", "net.yaml"]])
  }

  @Test("alone it stands for the standard output")
  func alone() {
    #expect(JSONArgument.readings(of: ["list", "--json"]) == [["list", "--json=-"]])
    #expect(
      JSONArgument.readings(of: ["plan", "--json", "net.yaml"])
        == [["plan", "--json=-", "net.yaml"]]
    )
  }

  @Test("a name in .json or a dash is its file, unless a verb would then lack its argument")
  func withFile() {
    #expect(
      JSONArgument.readings(of: ["plan", "net.yaml", "--json", "plan.json"])
        == [
          ["plan", "net.yaml", "--json=plan.json"], ["plan", "net.yaml", "--json=-", "plan.json"],
        ]
    )
    #expect(
      JSONArgument.readings(of: ["list", "--json", "-"]).first == ["list", "--json=-"]
    )
  }
}
