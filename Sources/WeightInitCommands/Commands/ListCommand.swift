import ArgumentParser
import WeightFiles
import WeightInit

/// Lists the schemes, layer kinds and formats.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Lists the initializers, layer kinds and formats."
  )

  @OptionGroup var reporting: ReportOptions

  func run() throws {
    let context = ToolContext.current
    let report = ListReport(context)
    try reporting.deliver(report) {
      let style = Style.standardOutput
      func section(_ title: String, _ entries: [(String, String)]) -> String {
        let width = entries.map(\.0.count).max() ?? 0
        return style.bold(title) + "\n"
          + entries.map {
            "  \($0.0)\(String(repeating: " ", count: width - $0.0.count))  \($0.1)"
          }
          .joined(separator: "\n")
      }
      return [
        section(
          "Initializers",
          report.initializers.map { ($0.identifier, $0.summary) }
        ),
        section("Layer kinds", report.layerKinds.map { ($0.identifier, $0.summary) }),
        section("Formats", report.formats.map { ($0.identifier, $0.summary) }),
        "`weightinit describe NAME` shows a scheme or layer kind with its parameters.",
      ].joined(separator: "\n\n")
    }
  }
}

/// What `list --json` reports.
struct ListReport: Report {
  static let schemaIdentifier = "weightinit/list/1"

  struct Initializer: Encodable {
    var identifier: String
    var aliases: [String]
    var summary: String
    var source: String
  }

  struct Named: Encodable {
    var identifier: String
    var summary: String
  }

  var initializers: [Initializer]
  var layerKinds: [Named]
  var formats: [Named]

  init(_ context: ToolContext) {
    initializers = context.initializers.all.map {
      Initializer(
        identifier: $0.identifier,
        aliases: $0.aliases,
        summary: $0.summary,
        source: $0.source
      )
    }
    layerKinds = context.layerKinds.all.map {
      Named(identifier: $0.identifier, summary: $0.summary)
    }
    formats = context.formats.formats.map {
      Named(identifier: $0.identifier, summary: $0.summary)
    }
  }
}
