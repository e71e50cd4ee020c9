import WeightVerification

/// A verification report for people: one line a tensor, then what fails.
enum VerificationText {
  static func render(_ report: VerificationReport, of path: String) -> String {
    let style = Style.standardOutput
    var table = TextTable([
      ("", .left), ("tensor", .left), ("claim", .left), ("values", .right), ("variance", .right),
      ("std known to", .right), ("tests", .right), ("least adjusted p", .right), ("verdict", .left),
    ])
    for tensor in report.tensors {
      table.append([
        mark(tensor.verdict),
        tensor.name,
        tensor.claim,
        String(tensor.elements),
        NumberText.short(tensor.measured.variance),
        precision(tensor.resolution),
        String(tensor.tests.count),
        decisive(tensor),
        tensor.verdict.rawValue,
      ])
    }
    var sections = report.tensors.isEmpty ? [] : [table.render(style)]
    let remarks = report.tensors.flatMap { tensor in
      findings(tensor.tests, of: TerminalText.line(tensor.name), style)
        + (tensor.reason.map { ["  \(TerminalText.line(tensor.name)): \(TerminalText.line($0))"] }
          ?? [])
    }
    let network = findings(report.network, of: "network", style)
    if let inseparable = InseparableText.render(report.tensors) { sections.append(inseparable) }
    if !(remarks + network).isEmpty { sections.append((remarks + network).joined(separator: "\n")) }
    if let reason = report.reason { sections.append("  " + TerminalText.line(reason)) }
    sections.append(
      "\(path): \(colored(report.verdict, style)) (\(count(report)) at a false-alarm rate of "
        + "\(NumberText.short(report.alpha)) over all)"
    )
    return sections.joined(separator: "\n\n")
  }

  /// The findings that are told of one tensor: broken rules, then what says plainly what is wrong, then
  /// the strongest.
  private static let findingLimit = 3
  private static func rank(_ test: TestResult) -> Int {
    if test.family == .exact { return 0 }
    switch test.test {
    case "neuron-correlation", "rest-sum", "cross-correlation": return 1
    case "variance", "mean": return 2
    default: return 3
    }
  }

  private static func findings(_ tests: [TestResult], of name: String, _ style: Style) -> [String] {
    let findings = tests.filter { $0.verdict != .consistent }
      .sorted { (rank($0), $0.adjustedP ?? 0) < (rank($1), $1.adjustedP ?? 0) }
    var lines = findings.prefix(findingLimit).map { test in
      let numbers =
        test.adjustedP.map { "adjusted p \(NumberText.probability($0)), null \(test.null)" }
        ?? "rule: \(test.null)"
      return "  \(colored(test.verdict, style))  \(name), \(test.test): "
        + "\(TerminalText.line(test.effect)) (\(numbers))"
    }
    if findings.count > findingLimit {
      lines.append(
        "  \(name): \(plural(findings.count - findingLimit, "further finding")); --json has all"
      )
    }
    return lines
  }

  private static func count(_ report: VerificationReport) -> String {
    let tests = report.tensors.flatMap(\.tests) + report.network
    let exact = tests.filter { $0.family == .exact }.count
    return plural(exact, "exact rule") + ", " + plural(tests.count - exact, "test")
  }

  private static func plural(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }

  /// The least adjusted p, or that an exact rule has decided.
  private static func decisive(_ tensor: TensorReport) -> String {
    let failsRule = tensor.tests.contains {
      $0.family == .exact && $0.verdict == .inconsistent
    }
    return failsRule
      ? "exact rule" : NumberText.probability(tensor.tests.compactMap(\.adjustedP).min())
  }

  /// Half the 99 % confidence interval of the standard deviation, in percent.
  private static func precision(_ resolution: Resolution?) -> String {
    guard let resolution else { return "" }
    let half = (resolution.upperBound - resolution.lowerBound) / 2 * 100
    return "±" + NumberText.short((half * 100).rounded() / 100) + " %"
  }

  private static func mark(_ verdict: Verdict) -> String {
    switch verdict {
    case .consistent: "✓"
    case .suspicious: "?"
    case .inconsistent: "✗"
    case .cannotTell: "–"
    }
  }

  private static func colored(_ verdict: Verdict, _ style: Style) -> String {
    switch verdict {
    case .consistent: style.green(verdict.rawValue)
    case .suspicious: style.yellow(verdict.rawValue)
    case .inconsistent: style.red(verdict.rawValue)
    case .cannotTell: style.dim(verdict.rawValue)
    }
  }
}
