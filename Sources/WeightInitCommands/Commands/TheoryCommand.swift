import ArgumentParser
import Foundation
import InitializationTheory
import WeightFiles
import WeightInit

/// The calculator: any quantity by its name.
struct TheoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "theory",
    abstract:
      "Computes a quantity of the theory, for example `theory aci.variance fan_in=300 k=100`.",
    discussion: "Without a quantity it lists all. A number may be inf or a fraction such as 1/3."
  )

  @Argument(help: "The quantity, for example frac.critical_variance.")
  var quantity: String?

  @Argument(help: ArgumentHelp("Its parameters.", valueName: "key=value"))
  var parameters: [String] = []

  @Option(
    help: ArgumentHelp(
      "Compute many: a JSON file (or -) with an array of {quantity, params}; the answer is the same "
        + "array with `value`, or `error` where there is none (exit status 65).",
      valueName: "FILE"
    )
  )
  var batch: String?

  @OptionGroup var reporting: ReportOptions

  func run() throws {
    if let batch {
      try reporting.keep(batch)
      guard quantity == nil else {
        throw UsageError("give either a quantity or --batch, not both")
      }
      return try runBatch(batch)
    }
    guard let quantity else { return try list() }
    var arguments: [String: TheoryArgument] = [:]
    for parameter in parameters {
      let sides = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard sides.count == 2, !sides[0].isEmpty else {
        throw UsageError("expected key=value, found `\(parameter)`")
      }
      guard arguments.updateValue(.text(String(sides[1])), forKey: String(sides[0])) == nil else {
        throw UsageError("`\(sides[0])` is given twice; keep one")
      }
    }
    let value = try TheoryQuantity.named(quantity).evaluate(arguments)
    let report = TheoryReport(quantity: quantity, params: arguments, value: value)
    try reporting.deliver(report) { value.text }
  }

  private func list() throws {
    let report = TheoryListReport()
    try reporting.deliver(report) {
      report.quantities.map { quantity in
        let parameters = quantity.parameters.map(\.self).joined(separator: " ")
        return "\(quantity.name) \(parameters)\n    \(quantity.summary)"
      }
      .joined(separator: "\n")
    }
  }

  private func runBatch(_ path: String) throws {
    let document = try SpecificationOptions.read(path)
    guard let entries = document.list else {
      throw WeightFileError(
        code: .malformed,
        message: "expected an array of {quantity, params}, found \(document.summary)",
        path: path
      )
    }
    let answers = try entries.enumerated().map { index, entry in
      try TheoryBatchEntry(entry, at: index, of: path)
    }
    let text = try ReportEncoder.text(ofValue: answers)
    switch reporting.json {
    case nil, "-": try Console.print(text)
    case let file?: try ReportOptions.save(text, at: file)
    }
    let failures = answers.filter { $0.error != nil }.count
    if failures > 0 {
      Console.error("\(failures) of \(answers.count) entries have no answer; see their `error`")
      throw ToolStatus.badData
    }
  }
}

/// One answer of `theory --batch`.
struct TheoryBatchEntry: Encodable {
  var quantity: String
  var params: [String: TheoryArgument]
  var value: TheoryValue?
  var error: String?

  init(_ entry: DocumentNode, at index: Int, of path: String) throws {
    guard let quantity = entry["quantity"]?.text else {
      throw WeightFileError(
        code: .malformed,
        message: "entry \(index) names no `quantity`",
        path: path
      )
    }
    self.quantity = quantity
    params = [:]
    for parameter in entry["params"]?.entries ?? [] {
      // A parameter that is null is not given.
      if parameter.value.isNull { continue }
      if let number = parameter.value.double {
        params[parameter.key] = .number(number)
      } else if let text = parameter.value.text {
        params[parameter.key] = .text(text)
      } else if case .bool(let flag) = parameter.value.content {
        params[parameter.key] = .text(String(flag))
      } else if let list = parameter.value.list, let values = list.numbers {
        params[parameter.key] = .list(values)
      } else {
        error =
          "`\(parameter.key)` must be a number, a text, true, false or a list of numbers, found \(parameter.value.summary)"
      }
    }
    guard error == nil else { return }
    do {
      value = try TheoryQuantity.named(quantity).evaluate(params)
    } catch {
      self.error = error.message
    }
  }
}

extension [DocumentNode] {
  /// The elements as numbers, or `nil` if one is not a number.
  fileprivate var numbers: [Double]? {
    let numbers = compactMap(\.double)
    return numbers.count == count ? numbers : nil
  }
}

/// What `theory --json` reports.
struct TheoryReport: Report {
  static let schemaIdentifier = "weightinit/theory/1"

  var quantity: String
  var params: [String: TheoryArgument]
  var value: TheoryValue
}

/// What `theory --json` reports without a quantity.
struct TheoryListReport: Report {
  static let schemaIdentifier = "weightinit/theory-list/1"

  struct Quantity: Encodable {
    var name: String
    var summary: String
    var source: String
    var parameters: [String]
  }

  let quantities = TheoryQuantity.builtIn.map { quantity in
    Quantity(
      name: quantity.name,
      summary: quantity.summary,
      source: quantity.source,
      parameters: quantity.parameters.map { parameter in
        parameter.defaultValue.map { "[\(parameter.name)=\($0)]" }
          ?? (parameter.isRequired ? "\(parameter.name)=…" : "[\(parameter.name)=…]")
      }
    )
  }
}

extension TheoryValue {
  /// The value for people: numbers in full precision, a matrix row by row.
  fileprivate var text: String {
    switch self {
    case .number(let value): "\(value)"
    case .record(let values):
      values.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: "\n")
    case .list(let values): values.map { "\($0)" }.joined(separator: " ")
    case .matrix(let rows):
      rows.map { $0.map { "\($0)" }.joined(separator: " ") }.joined(separator: "\n")
    }
  }
}
