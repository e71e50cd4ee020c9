import ArgumentParser
import Foundation
import WeightFiles
import WeightInit

/// Draws every tensor of a specification and writes files and a manifest.
struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Draws the weights of a network and writes them with a manifest."
  )

  @OptionGroup var specification: SpecificationOptions

  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp(
      "Where the weights go: a file, or a folder for npy.",
      valueName: "PATH"
    )
  )
  var output: String

  @Option(
    help: ArgumentHelp(
      "The format: npy, safetensors, hdf5 or keras; by default that of the extension.",
      valueName: "FORMAT"
    )
  )
  var format: String?

  @Option(help: "How many threads draw; all cores by default. The values do not depend on it.")
  var jobs: Int?

  @OptionGroup var reporting: ReportOptions

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("--jobs must be at least 1, found \(jobs)") }
    if output == "-" {
      throw ValidationError("weights need a file or folder: they cannot go to the standard output")
    }
  }

  func run() throws {
    let url = URL(fileURLWithPath: output)
    let format = try FormatOption.ofOutput(named: format, at: url)
    let manifest = Manifest.url(for: url, isFolder: format.isFolder)
    if specification.spec != "-",
      [url, manifest].contains(where: URL(fileURLWithPath: specification.spec).isSameFile)
    {
      throw UsageError(
        "the output would take the place of the specification \(specification.spec); give another "
          + "name"
      )
    }
    try reporting.keep(specification.spec, output, manifest.path)
    try reporting.checkDestination()
    var plan = try specification.plan(for: format)
    plan.jobs = jobs ?? ProcessInfo.processInfo.activeProcessorCount
    let progress = ProgressBar("drawing", quiet: reporting.quiet)
    defer { progress.end() }
    let names = plan.tensors.map(\.name)
    let written = try Interruption.takingBack {
      try format.write(
        plan,
        layers: plan.layers,
        to: url,
        makeManifest: { Manifest(plan, written: $0, format: format) },
        progress: { state in
          progress.update(
            names[state.tensorIndex],
            completed: state.completedByteCount,
            total: state.totalByteCount
          )
        }
      )
    }
    progress.end()
    let report = GenerateReport(
      files: Self.files(of: written, at: url, format: format).map(\.relativeToCurrent),
      manifest: manifest.relativeToCurrent,
      tensors: written.map {
        .init(name: $0.tensor.name, shape: $0.tensor.shape, digest: $0.digest)
      },
      warnings: plan.warnings.map(WarningReport.init)
    )
    try reporting.deliver(report) {
      let bytes = written.map(\.tensor.byteCount).reduce(0, +)
      let values = written.map(\.tensor.elementCount).reduce(0, +)
      return "wrote \(written.count) tensors, \(values) values, \(ByteText.describe(bytes)) of "
        + "\(format.identifier) to \(url.relativeToCurrent)\n"
        + "wrote the manifest \(manifest.relativeToCurrent)"
    }
  }

  private static func files(
    of written: [WrittenTensor],
    at url: URL,
    format: any TensorFormat
  ) -> [URL] {
    guard format.isFolder else { return [url] }
    return written.map { url.appendingPathComponent($0.file) }
  }
}

/// What `generate --json` reports.
struct GenerateReport: Report {
  static let schemaIdentifier = "weightinit/generate-report/1"

  struct Tensor: Encodable {
    var name: String
    var shape: [Int]
    var digest: String
  }

  var files: [String]
  var manifest: String
  var tensors: [Tensor]
  var warnings: [WarningReport]
}

extension URL {
  /// The path as a person at the terminal would write it.
  var relativeToCurrent: String {
    let current = FileManager.default.currentDirectoryPath + "/"
    return path.hasPrefix(current) ? String(path.dropFirst(current.count)) : path
  }
}
