import ArgumentParser
import Foundation
import WeightFiles
import WeightInit
import WeightVerification

/// Says which scheme most likely made each tensor of a weight file.
struct IdentifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "identify",
    abstract: "Says which scheme most likely made each tensor of a weight file.",
    discussion: """
      Claims whose laws a tensor cannot tell apart are one answer: `=` marks the very same law, `≈` \
      one too close for a tensor of this size. The best answer must pass the tests of `verify` at \
      the given false-alarm rate; else none of the known schemes made the tensor. Exit status 0 \
      whatever the answer is.
      """
  )

  @Argument(help: "A weight file or folder, of anyone's making.")
  var path: String

  @Option(
    help: ArgumentHelp(
      "The layout: pytorch, keras or mlx; by default that of the manifest beside the file or of the "
        + "format, else keras where matrices are called kernels, else pytorch.",
      valueName: "LAYOUT"
    )
  )
  var layout: WeightLayout?

  @Option(help: "The share of the probability that the answers which are given carry.")
  var credibility: Double = 0.99

  @Option(help: "The probability with which a tensor of a known scheme is called unknown, at most.")
  var alpha: Double = 0.001

  @OptionGroup var reporting: ReportOptions

  func validate() throws {
    guard credibility > 0, credibility < 1 else {
      throw ValidationError("--credibility must be above 0 and below 1, found \(credibility)")
    }
    guard alpha > 0, alpha < 0.1 else {
      throw ValidationError("--alpha must be above 0 and below 0.1, found \(alpha)")
    }
  }

  func run() throws {
    let file = try OpenedFile(path, layout: layout)
    try reporting.keep(path, file.manifest.path)
    let reader = file.reader
    let subjects = FileSubjects.subjects(of: reader.tensors, layout: file.layout)
    let progress = ProgressBar("identifying", quiet: reporting.quiet)
    defer { progress.end() }
    let identifier = try SchemeIdentifier(
      registry: ToolContext.current.initializers,
      credibility: credibility,
      alpha: alpha
    )
    let report = try identifier.identify(reader, subjects: subjects) { name, done in
      progress.update(name, completed: done, total: subjects.count)
    }
    progress.end()
    if !reporting.quiet { Console.note(reader.skipped, not: "looked at") }
    try reporting.deliver(IdentificationOutput(report, skipped: reader.skipped)) {
      IdentificationText.render(
        report,
        shapes: Dictionary(
          reader.tensors.map { ($0.name, $0.shape) },
          uniquingKeysWith: { first, _ in first }
        )
      )
    }
  }
}

/// What `identify --json` reports: an ``IdentificationReport``, whose schema the encoder puts in
/// front.
struct IdentificationOutput: Report {
  static let schemaIdentifier = IdentificationReport.schemaIdentifier

  var tensors: [TensorIdentification]
  var findings: [IdentificationFinding]
  /// The tensors of the file that hold no floating point numbers.
  var skipped: [SkippedTensor]

  init(_ report: IdentificationReport, skipped: [SkippedTensor]) {
    self.skipped = skipped
    tensors = report.tensors
    findings = report.findings
  }
}
