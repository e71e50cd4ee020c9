import ArgumentParser
import WeightSchemas

/// Prints a JSON Schema.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Prints the JSON Schema of specifications, manifests or reports."
  )

  @Argument(
    help: """
      \(Schema.names.joined(separator: ", ")); without a name they are listed. `network-spec` knows \
      the schemes and layer kinds of this very tool.
      """
  )
  var name: String?

  @Option(
    help: ArgumentHelp("Write the schema to a file, whole or not at all.", valueName: "FILE")
  )
  var output: String?

  func run() throws {
    guard let name else {
      return try Console.print(Schema.names.joined(separator: "\n"))
    }
    let text = try Self.text(of: name)
    if let output {
      try ReportOptions.save(text, at: output)
    } else {
      try Console.print(text)
    }
  }

  private static func text(of name: String) throws -> String {
    if name == "network-spec" { return try NetworkSpecSchema(ToolContext.current).text() }
    guard var text = Schema.text(named: name) else {
      throw UsageError(
        "unknown schema `\(name)`; known are " + Schema.names.joined(separator: ", ")
      )
    }
    while text.hasSuffix("\n") { text.removeLast() }
    return text
  }
}
