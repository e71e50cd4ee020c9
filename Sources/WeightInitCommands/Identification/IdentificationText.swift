import WeightVerification

/// An identification for people: one line a tensor, then what was noticed.
enum IdentificationText {
  /// The claims that are named beside the best.
  private static let namedClaims = 3
  /// The tests that are told of a tensor that nothing known has made.
  private static let differenceLimit = 3

  static func render(_ report: IdentificationReport, shapes: [String: [Int]]) -> String {
    let style = Style.standardOutput
    var table = TextTable([
      ("tensor", .left), ("shape", .right), ("made by", .left), ("probability", .right),
      ("or", .left),
    ])
    for tensor in report.tensors {
      table.append([
        tensor.name,
        NumberText.shape(shapes[tensor.name] ?? []),
        answer(tensor),
        tensor.best == nil ? "–" : NumberText.share(tensor.confidence),
        alternatives(tensor),
      ])
    }
    var sections = [table.render(style)]
    let remarks =
      report.tensors.flatMap { noticed(in: $0, style) }
      + report.findings.map { "  \($0.finding): \($0.effect)" }
    if !remarks.isEmpty { sections.append(remarks.joined(separator: "\n")) }
    return sections.joined(separator: "\n\n")
  }

  private static func answer(_ tensor: TensorIdentification) -> String {
    switch tensor.outcome {
    case .identified, .ambiguous: tensor.best ?? "–"
    case .unknown: "none of the known schemes"
    case .cannotTell: "cannot tell"
    }
  }

  /// Claims that the tensor cannot tell from the best, then the other answers of the set.
  private static func alternatives(_ tensor: TensorIdentification) -> String {
    guard tensor.best != nil, let best = tensor.candidates.first else { return "" }
    let equal = named(best.sameLaw).map { "= \($0)" }
    let near = named(best.indistinguishable).map { "≈ \($0)" }
    let others = tensor.candidates.prefix(tensor.setSize).dropFirst().map {
      "\($0.claim) (\(NumberText.share($0.score)))"
    }
    return ([equal, near].compactMap(\.self) + others).joined(separator: "; ")
  }

  private static func named(_ claims: [String]) -> String? {
    guard !claims.isEmpty else { return nil }
    let rest = claims.count - namedClaims
    return claims.prefix(namedClaims).joined(separator: ", ")
      + (rest > 0 ? ", … (\(rest) more)" : "")
  }

  private static func noticed(in tensor: TensorIdentification, _ style: Style) -> [String] {
    var lines: [String] = []
    if tensor.outcome == .unknown {
      lines.append(
        "  \(style.yellow(tensor.name)): none of the known schemes"
          + (tensor.nearest.map { "; nearest \($0), differs in" } ?? "")
      )
      lines += tensor.differences.prefix(differenceLimit).map { test in
        "    \(test.test): \(test.effect)"
          + (test.adjustedP.map { " (adjusted p \(NumberText.probability($0)))" } ?? "")
      }
      let rest = tensor.differences.count - differenceLimit
      if rest > 0 { lines.append("    and \(rest) more; --json has all") }
    }
    lines += tensor.findings.map { "  \(style.yellow(tensor.name)), \($0.finding): \($0.effect)" }
    return lines
  }
}
