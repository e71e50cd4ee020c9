import ArgumentParser
import Foundation
import WeightFiles
import WeightInit
import WeightVerification

/// Shows what a weight file holds.
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Shows names, shapes, types, moments and a small histogram of a weight file."
  )

  @Argument(help: "A weight file or folder, of anyone's making.")
  var path: String

  @Flag(
    help: """
      Give the SHA-256 of each tensor's values in C order as little-endian float32 (float64 for \
      float64 tensors): the same for the same values in any container.
      """
  )
  var digest = false

  @Flag(help: "Give all values, as numbers in C order; for small files, with --json.")
  var values = false

  @OptionGroup var reporting: ReportOptions

  /// The most values that `--values` gives.
  private static let valueLimit = 1_000_000

  func validate() throws {
    guard !values || reporting.json != nil else {
      throw ValidationError("--values gives numbers for machines; add --json")
    }
  }

  func run() throws {
    try reporting.keep(path)
    let url = URL(fileURLWithPath: path)
    let reader = try ToolContext.current.formats.format(ofContentsAt: url).makeReader(at: url)
    let total = reader.tensors.map(\.byteCount).reduce(0, +)
    if values, reader.tensors.map(\.elementCount).reduce(0, +) > Self.valueLimit {
      throw UsageError(
        "the file holds more than \(Self.valueLimit) values; --values is for small files"
      )
    }
    let progress = ProgressBar("inspecting", quiet: reporting.quiet)
    defer { progress.end() }
    var completed = 0
    let tensors = try reader.tensors.indices.map { index in
      let tensor = reader.tensors[index]
      var sum = TensorDigest(elementType: tensor.elementType)
      let summary = try TensorSummary(of: index, in: reader, keepingValues: values) { chunk in
        if digest { sum.update(chunk) }
        completed += chunk.count
        progress.update(tensor.name, completed: completed, total: total)
      }
      return InspectReport.Tensor(tensor, summary, digest: digest ? sum.finalize() : nil)
    }
    progress.end()
    let report = InspectReport(
      tensors: tensors,
      skipped: reader.skipped
    )
    try reporting.deliver(report) { report.text(.standardOutput) }
  }
}

/// What `inspect --json` reports.
struct InspectReport: Report {
  static let schemaIdentifier = "weightinit/inspection/1"

  struct Tensor: Encodable {
    var name: String
    var shape: [Int]
    var elementType: ElementType
    var mean: Double?
    var variance: Double?
    var skewness: Double?
    var kurtosis: Double?
    var minimum: Double?
    var maximum: Double?
    var nonFinite: Int
    var histogram: Histogram?
    var digest: String?
    var values: [Double]?
  }

  struct Histogram: Encodable {
    var lowerBound: Double
    var upperBound: Double
    var counts: [Int]
  }

  var tensors: [Tensor]
  var skipped: [SkippedTensor]

  func text(_ style: Style) -> String {
    var table = TextTable([
      ("tensor", .left), ("shape", .right), ("type", .left), ("mean", .right), ("std", .right),
      ("skewness", .right), ("kurtosis", .right), ("minimum", .right), ("maximum", .right),
      ("histogram", .left),
    ])
    for tensor in tensors {
      table.append([
        tensor.name,
        NumberText.shape(tensor.shape),
        tensor.elementType.rawValue,
        NumberText.short(tensor.mean),
        NumberText.short(tensor.variance?.squareRoot()),
        NumberText.short(tensor.skewness),
        NumberText.short(tensor.kurtosis),
        NumberText.short(tensor.minimum),
        NumberText.short(tensor.maximum),
        Sparkline.draw(tensor.histogram?.counts ?? [])
          + (tensor.nonFinite > 0 ? " \(tensor.nonFinite) NaN or infinite" : ""),
      ])
    }
    let remarks = skipped.map { "not measured: \($0.name) (\($0.elementType))" }
    let digests = tensors.compactMap { tensor in tensor.digest.map { "\($0)  \(tensor.name)" } }
    return ([table.render(style)] + digests + remarks).joined(separator: "\n")
  }
}

extension InspectReport.Tensor {
  init(_ tensor: TensorDescriptor, _ summary: TensorSummary, digest: String?) {
    self.init(
      name: tensor.name,
      shape: tensor.shape,
      elementType: tensor.elementType,
      mean: summary.moments.mean,
      variance: summary.moments.variance,
      skewness: summary.moments.skewness,
      kurtosis: summary.moments.kurtosis,
      minimum: summary.moments.minimum,
      maximum: summary.moments.maximum,
      nonFinite: summary.moments.nonFinite,
      histogram: summary.histogram.map {
        .init(lowerBound: $0.lowerBound, upperBound: $0.upperBound, counts: $0.counts)
      },
      digest: digest,
      values: summary.values
    )
  }
}
