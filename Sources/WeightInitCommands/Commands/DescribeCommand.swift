import ArgumentParser
import InitializationTheory
import WeightInit

/// Shows one scheme or layer kind with its parameters.
struct DescribeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "describe",
    abstract: "Shows one initializer or layer kind: parameters, defaults, law, source."
  )

  @Argument(help: "The name of an initializer or a layer kind.")
  var name: String

  @OptionGroup var reporting: ReportOptions

  func run() throws {
    let context = ToolContext.current
    let report: DescribeReport
    if context.initializers[name] == nil, let kind = context.layerKinds[name] {
      report = DescribeReport(kind)
    } else if context.initializers[name] == nil,
      let kind = NearestName.of(name, in: context.layerKinds.all.map { $0.identifier }),
      NearestName.of(name, in: context.initializers.all.map { $0.identifier }) == nil
    {
      throw UsageError("there is no scheme and no layer kind `\(name)`, did you mean `\(kind)`?")
    } else {
      report = DescribeReport(try context.initializers.initializer(named: name))
    }
    try reporting.deliver(report) { report.text(.standardOutput) }
  }
}

/// What `describe --json` reports.
struct DescribeReport: Report {
  static let schemaIdentifier = "weightinit/describe/1"

  struct Parameter: Encodable {
    var name: String
    var expected: String
    var isRequired: Bool
    var defaultValue: ParameterValue?
    var help: String
  }

  var identifier: String
  var kind: String
  var aliases: [String]
  var summary: String
  var source: String?
  /// The law of the weights of a hidden layer of 256 neurons with fan-in 256, with the defaults;
  /// left out where parameters are required.
  var exampleLaw: TensorLaw?
  var parameters: [Parameter]

  init(_ type: any Initializer.Type) {
    identifier = type.identifier
    kind = "initializer"
    aliases = type.aliases
    summary = type.summary
    source = type.source
    let declarations = ParameterReader.declarations(of: type)
    parameters = declarations.map(Parameter.init)
    if !declarations.contains(where: \.isRequired) {
      var reader = ParameterReader([], of: type.identifier, at: "")
      exampleLaw = try? type.init(&reader).weightLaw(
        of: LayerContext(name: "example", neurons: 256, fanIn: 256, seed: 0)
      )
    }
  }

  init(_ type: any LayerKind.Type) {
    identifier = type.identifier
    kind = "layer kind"
    aliases = []
    summary = type.summary
    parameters = ParameterReader.declarations(of: type).map(Parameter.init)
  }

  func text(_ style: Style) -> String {
    var lines = [style.bold(identifier) + " – " + summary]
    if !aliases.isEmpty { lines.append("also called: " + aliases.joined(separator: ", ")) }
    if let source { lines.append("source: " + source) }
    if let exampleLaw {
      lines.append("law (hidden layer 256 × 256, defaults): " + LawText.describe(exampleLaw))
    }
    guard !parameters.isEmpty else { return (lines + ["no parameters"]).joined(separator: "\n") }
    var table = TextTable([
      ("parameter", .left), ("default", .left), ("values", .left), ("meaning", .left),
    ])
    for parameter in parameters {
      let defaultText =
        parameter.defaultValue?.description ?? (parameter.isRequired ? "required" : "none")
      table.append([parameter.name, defaultText, parameter.expected, parameter.help])
    }
    return lines.joined(separator: "\n") + "\n\n" + table.render(style)
  }
}

extension DescribeReport.Parameter {
  init(_ declaration: ParameterDeclaration) {
    self.init(
      name: declaration.name,
      expected: declaration.expectation,
      isRequired: declaration.isRequired,
      defaultValue: declaration.defaultValue,
      help: declaration.help
    )
  }
}
