import ArgumentParser
import Foundation
import WeightFiles
import WeightInit
import WeightVerification

/// Re-measures a weight file and judges it against what its scheme claims.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Re-measures a weight file and judges it against what its scheme claims.",
    discussion: """
      Without a claim, the manifest beside the file (or in the folder) says what is claimed. \
      Exit status 0 unless the verdict is `inconsistent` (1); with --strict 0 only when it is \
      `consistent`.
      """
  )

  @Argument(help: "A weight file or folder, of anyone's making.")
  var path: String

  @Option(help: ArgumentHelp("The manifest to check against.", valueName: "FILE"))
  var manifest: String?

  @Option(help: ArgumentHelp("The specification to check against.", valueName: "FILE"))
  var spec: String?

  @Option(
    name: .long,
    parsing: .singleValue,
    help: ArgumentHelp(
      "What the weights are claimed to be, for example he-normal, or for tensors or layers whose "
        + "name matches a pattern: 'encoder.*=orthogonal'. The last match counts. Layers stand in "
        + "the order of the file. With its weights a layer's bias is claimed to be what the scheme "
        + "makes it, mostly zeros; a pattern for the bias alone claims something else.",
      valueName: "[PATTERN=]CLAIM"
    )
  )
  var claim: [String] = []

  @Option(
    help: ArgumentHelp(
      "The activation behind the layers, which sets the `slope` of claims that have one and do not "
        + "give it.",
      valueName: "ACTIVATION"
    )
  )
  var activation: String?

  @Option(
    help: ArgumentHelp(
      "The layout of a file without a manifest: pytorch, keras or mlx; by default the format's or the "
        + "specification's, else keras where matrices are called kernels, else pytorch.",
      valueName: "LAYOUT"
    )
  )
  var layout: WeightLayout?

  @Option(help: "The probability of a false alarm over all tests together.")
  var alpha: Double = 0.001

  @Option(
    help: ArgumentHelp(
      "How far off a standard deviation may be without mattering, for example 0.01; what is not "
        + "known that well is then `cannot-tell`, not `consistent`.",
      valueName: "RATIO"
    )
  )
  var margin: Double?

  @Option(
    help: ArgumentHelp(
      "How many threads to use; the report is the same for any number. Default: all cores.",
      valueName: "THREADS"
    )
  )
  var jobs: Int?

  @Option(
    help: ArgumentHelp(
      "Write the results for continuous integration, as JUnit XML, to a file whose name ends in "
        + ".xml.",
      valueName: "FILE"
    )
  )
  var junit: String?

  @Flag(help: "Fail on `suspicious` and `cannot-tell` as well.")
  var strict = false

  @OptionGroup var reporting: ReportOptions

  func validate() throws {
    guard alpha > 0, alpha < 0.1 else {
      throw ValidationError("--alpha must be above 0 and below 0.1, found \(alpha)")
    }
    if let margin, !(margin > 0 && margin < 1) {
      throw ValidationError("--margin must be above 0 and below 1, found \(margin)")
    }
    if let jobs, jobs < 1 { throw ValidationError("--jobs must be at least 1, found \(jobs)") }
    if let junit, !junit.hasSuffix(".xml") {
      throw ValidationError("the name of a JUnit file must end in .xml, found \(junit)")
    }
    let sources = [manifest != nil, spec != nil, !claim.isEmpty].filter(\.self).count
    guard sources <= 1 else {
      throw ValidationError("give one of --manifest, --spec and --claim")
    }
    guard activation == nil || !claim.isEmpty else {
      throw ValidationError("--activation speaks of claims; give --claim as well")
    }
    guard layout == nil || spec != nil || !claim.isEmpty else {
      throw ValidationError("a manifest says its layout; give --layout with --claim or --spec only")
    }
  }

  func run() throws {
    let url = URL(fileURLWithPath: path)
    let format = try ToolContext.current.formats.format(ofContentsAt: url)
    try reporting.keep(
      path,
      spec,
      manifest ?? Manifest.url(for: url, isFolder: format.isFolder).path
    )
    if let junit {
      let output = URL(fileURLWithPath: junit)
      for input in [path, spec, manifest, reporting.json].compactMap(\.self)
      where output.isSameFile(as: URL(fileURLWithPath: input)) {
        throw UsageError("--junit would take the place of \(input); give another name")
      }
    }
    let reader = try format.makeReader(at: url)
    let assumed =
      claim.isEmpty ? nil : AssumedLayout(given: layout, format: format, reader: reader)
    let claims = try claims(on: reader, format: format, url: url, layout: assumed?.layout)
    let progress = ProgressBar("verifying", quiet: reporting.quiet)
    defer { progress.end() }
    let verification = FileVerification(
      alpha: alpha,
      margin: margin,
      jobs: jobs ?? ProcessInfo.processInfo.activeProcessorCount
    )
    var report = try verification.verify(reader, claims: claims) {
      name,
      done,
      all in
      progress.update(name, completed: done, total: all)
    }
    progress.end()
    if claims.isEmpty {
      // Specifications and claims speak of one tensor at least.
      report.reason =
        "the manifest names no tensors, so nothing was tested; say what is claimed by --claim, --spec "
        + "or another --manifest, for example --claim he-normal"
    }
    let claimed = Set(claims.map(\.claim.tensor))
    let unclaimed = reader.tensors.map(\.name).filter { !claimed.contains($0) }
    if !reporting.quiet { remark(on: reader, unclaimed: unclaimed, assumed) }
    let output = VerificationOutput(
      report,
      unclaimed: unclaimed,
      skipped: reader.skipped,
      layout: assumed?.layout
    )
    try reporting.deliver(output) {
      VerificationText.render(report, of: path)
    }
    if let junit {
      try ReportOptions.save(JUnitText.render(report, of: path, strict: strict), at: junit)
    }
    if report.verdict == .inconsistent || (strict && report.verdict != .consistent) {
      throw ToolStatus.inconsistent
    }
  }

  private func claims(
    on reader: any TensorReader,
    format: any TensorFormat,
    url: URL,
    layout assumed: WeightLayout?
  ) throws -> [FileClaim] {
    if let assumed {
      let resolver = try ClaimResolver(claims: claim, activation: activation, layout: assumed)
      let claims = try resolver.claims(on: reader.tensors)
      if !reporting.quiet, let remark = resolver.activationRemark { Console.note(remark) }
      return claims
    }
    if let spec {
      let document = try SpecificationOptions.read(spec)
      let told =
        document["layout"] == nil
        ? AssumedLayout(given: nil, format: format, reader: reader).layout : format.requiredLayout
      let options = InitializationPlan.Overrides(layout: layout ?? told)
      let plan = try InitializationPlan(
        document,
        registry: ToolContext.current.initializers,
        kinds: ToolContext.current.layerKinds,
        overrides: options
      )
      return FileClaim.claims(of: plan)
    }
    let place =
      manifest.map { URL(fileURLWithPath: $0) }
      ?? Manifest.url(for: url, isFolder: format.isFolder)
    guard manifest != nil || FileManager.default.fileExists(atPath: place.path) else {
      throw UsageError(
        "there is no manifest \(place.relativeToCurrent); say what is claimed by --claim, --spec or "
          + "--manifest, for example --claim he-normal"
      )
    }
    return FileClaim.claims(of: try Manifest.read(from: place))
  }

  private func remark(
    on reader: any TensorReader,
    unclaimed: [String],
    _ assumed: AssumedLayout?
  ) {
    if let assumed, let reason = assumed.reason,
      reader.tensors.contains(where: { $0.shape.count >= 2 })
    {
      Console.note(
        "the axes are read in the layout \(assumed.layout.rawValue), \(reason); --layout sets another"
      )
    }
    if !unclaimed.isEmpty {
      Console.note("nothing is claimed of " + unclaimed.joined(separator: ", "))
    }
    Console.note(reader.skipped, not: "measured")
  }
}

/// What `verify --json` reports: a ``VerificationReport``, whose schema the encoder puts in front.
struct VerificationOutput: Report {
  static let schemaIdentifier = VerificationReport.schemaIdentifier

  var verdict: Verdict
  var reason: String?
  var alpha: Double
  var tensors: [TensorReport]
  var network: [TestResult]
  /// The tensors of the file that nothing is claimed of.
  var unclaimed: [String]
  /// Those that hold no floating point numbers.
  var skipped: [SkippedTensor]
  /// The layout by which the axes were read, where claims were given without a manifest.
  var layout: WeightLayout?

  init(
    _ report: VerificationReport,
    unclaimed: [String],
    skipped: [SkippedTensor],
    layout: WeightLayout?
  ) {
    self.skipped = skipped
    self.layout = layout
    verdict = report.verdict
    reason = report.reason
    alpha = report.alpha
    tensors = report.tensors
    network = report.network
    self.unclaimed = unclaimed
  }
}
