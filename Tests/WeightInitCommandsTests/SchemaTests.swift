import Foundation
import Testing
import WeightSchemas

@testable import WeightInitCommands

@Suite("Schemas")
struct SchemaTests {
  @Test("the committed schema of specifications is the one that the registry gives")
  func networkSpecIsCurrent() throws {
    let generated = try NetworkSpecSchema(.current).text()
    let committed = try #require(Schema.text(named: "network-spec"))
    #expect(
      committed == generated + "\n",
      "run `weightinit schema network-spec > schemas/network-spec.schema.json`"
    )
  }

  @Test("every schema is JSON with an identifier of its own name", arguments: Schema.names)
  func isJSON(name: String) throws {
    let text = try #require(Schema.text(named: name))
    let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    #expect(object?["$id"] as? String == "weightinit/\(name)/1")
  }

  @Test("every report has a schema")
  func reportsHaveSchemas() {
    let identifiers = [
      GenerateReport.schemaIdentifier, PlanReport.schemaIdentifier,
      VerificationOutput.schemaIdentifier, InspectReport.schemaIdentifier,
      IdentificationOutput.schemaIdentifier, ComparisonOutput.schemaIdentifier,
      TheoryReport.schemaIdentifier, TheoryListReport.schemaIdentifier,
      ListReport.schemaIdentifier, DescribeReport.schemaIdentifier,
    ]
    let known = Schema.names.map { "weightinit/\($0)/1" }
    #expect(identifiers.allSatisfy(known.contains))
  }

  @Test("a report begins with its schema")
  func reportBeginsWithSchema() throws {
    let report = GenerateReport(files: ["a"], manifest: "b", tensors: [], warnings: [])
    let text = try ReportEncoder.text(of: report)
    #expect(text.hasPrefix("{\n  \"schema\" : \"weightinit/generate-report/1\",\n"))
    let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    #expect(object?["manifest"] as? String == "b")
  }
}
