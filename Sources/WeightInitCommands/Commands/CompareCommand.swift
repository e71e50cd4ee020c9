import ArgumentParser
import Foundation
import WeightFiles
import WeightInit
import WeightVerification

/// Compares two weight files, as values and as draws of laws.
struct CompareCommand: ParsableCommand {
  /// By what files are the same.
  enum Criterion: String, CaseIterable, ExpressibleByArgument {
    case values
    case laws
  }

  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compares two weight files tensor by tensor: same values? same law?",
    discussion: """
      Tensors are paired by name, those left over by their values. The same values in another element \
      type, order of axes or container are the same. Exit status 0 when the files are the same, 1 \
      when they differ: in values, or with --by laws in what could have drawn them, at the given \
      false-alarm rate over all tensors together. Tensors of integers, strings and the like are not \
      compared, but named.
      """
  )

  @Argument(help: "A weight file or folder, of anyone's making.")
  var first: String

  @Argument(help: "Another one, in any format.")
  var second: String

  @Option(
    help: ArgumentHelp(
      "What the exit status speaks of: values or laws. The report holds both.",
      valueName: "values|laws"
    )
  )
  var by = Criterion.values

  @Flag(
    help: """
      Accept the same bits in the same element types and shapes only, and no tensors that cannot be \
      compared.
      """
  )
  var strict = false

  @Option(
    help: ArgumentHelp(
      "The layout of both files: pytorch, keras or mlx; by default that of the manifest beside a file "
        + "or of its format, else keras where matrices are called kernels, else pytorch.",
      valueName: "LAYOUT"
    )
  )
  var layout: WeightLayout?

  @Option(help: "The probability of telling laws apart that are the same, at most.")
  var alpha: Double = 0.001

  @OptionGroup var reporting: ReportOptions

  func validate() throws {
    guard alpha > 0, alpha < 0.1 else {
      throw ValidationError("--alpha must be above 0 and below 0.1, found \(alpha)")
    }
    guard !strict || by == .values else {
      throw ValidationError("--strict speaks of values; leave out --by laws")
    }
  }

  func run() throws {
    let (a, b) = (try OpenedFile(first, layout: layout), try OpenedFile(second, layout: layout))
    try reporting.keep(first, second, a.manifest.path, b.manifest.path)
    let progress = ProgressBar("comparing", quiet: reporting.quiet)
    defer { progress.end() }
    let report = try WeightComparer(alpha: alpha).compare(
      a.reader,
      b.reader,
      firstOrder: a.order,
      secondOrder: b.order
    ) { name, done in
      progress.update(name, completed: done, total: a.reader.tensors.count)
    }
    progress.end()
    if !reporting.quiet {
      Console.note(a.reader.skipped, not: "compared, in \(first)")
      Console.note(b.reader.skipped, not: "compared, in \(second)")
    }
    let output = ComparisonOutput(
      report,
      skippedInFirst: a.reader.skipped,
      skippedInSecond: b.reader.skipped
    )
    try reporting.deliver(output) {
      ComparisonText.render(report, first: first, second: second)
    }
    let holds =
      switch by {
      case .values: report.values != .different && !(strict && differsStrictly(report, a, b))
      case .laws: report.laws != .different
      }
    if !holds { throw ToolStatus.inconsistent }
  }

  /// Whether the same values are not the same bits under the same names, which is then said.
  private func differsStrictly(
    _ report: ComparisonReport,
    _ a: OpenedFile,
    _ b: OpenedFile
  ) -> Bool {
    let reasons =
      report.tensors.compactMap { tensor in
        tensor.strictDifference.map { "\(tensor.first.name) (\($0))" }
      } + (a.reader.skipped + b.reader.skipped).map { "\($0.name) (not compared)" }
    if report.values == .same, !reasons.isEmpty, !reporting.quiet {
      Console.note("not strictly the same: " + reasons.joined(separator: ", "))
    }
    return !reasons.isEmpty
  }
}

extension TensorComparison {
  /// Why a file would have other bytes for the tensor; `nil` where it would have the same.
  fileprivate var strictDifference: String? {
    if first.name != second.name { return "called \(second.name)" }
    if first.shape != second.shape { return "another shape" }
    if first.elementType != second.elementType { return "another element type" }
    return relation == .identical ? nil : "other bits"
  }
}

/// What `compare --json` reports: a ``ComparisonReport``, whose schema the encoder puts in front.
struct ComparisonOutput: Report {
  static let schemaIdentifier = ComparisonReport.schemaIdentifier

  var values: ComparisonReport.Answer
  var laws: ComparisonReport.Answer
  var alpha: Double
  var tensors: [TensorComparison]
  var onlyInFirst: [String]
  var onlyInSecond: [String]
  /// The tensors of the first file that hold no floating point numbers.
  var skippedInFirst: [SkippedTensor]
  /// Those of the second.
  var skippedInSecond: [SkippedTensor]

  init(
    _ report: ComparisonReport,
    skippedInFirst: [SkippedTensor],
    skippedInSecond: [SkippedTensor]
  ) {
    self.skippedInFirst = skippedInFirst
    self.skippedInSecond = skippedInSecond
    values = report.values
    laws = report.laws
    alpha = report.alpha
    tensors = report.tensors
    onlyInFirst = report.onlyInFirst
    onlyInSecond = report.onlyInSecond
  }
}
