import WeightInit
import WeightVerification

/// A comparison for people: one line a tensor, then what tells laws apart and what is missing.
enum ComparisonText {
  static func render(_ report: ComparisonReport, first: String, second: String) -> String {
    let style = Style.standardOutput
    var table = TextTable([
      ("", .left), ("tensor", .left), ("shape", .right), ("values", .left), ("differ", .right),
      ("largest difference", .right), ("correlation", .right), ("law", .left),
    ])
    for tensor in report.tensors {
      table.append([
        tensor.relation.holdsSameValues ? "✓" : "✗",
        pair(tensor.first.name, tensor.second.name),
        pair(NumberText.shape(tensor.first.shape), NumberText.shape(tensor.second.shape)),
        values(tensor),
        tensor.differing.map(String.init) ?? "–",
        NumberText.short(tensor.maximumDifference),
        NumberText.short(tensor.correlation),
        tensor.law.rawValue,
      ])
    }
    var sections = report.tensors.isEmpty ? [] : [table.render(style)]
    let remarks =
      report.tensors.flatMap { tensor in
        tensor.tests.filter { $0.answer == .different }.map { test in
          "  \(tensor.first.name), \(test.test): \(test.effect)"
            + (test.adjustedP.map { " (adjusted p \(NumberText.probability($0)))" } ?? "")
        }
      } + missing(report.onlyInFirst, from: second) + missing(report.onlyInSecond, from: first)
    if !remarks.isEmpty { sections.append(remarks.joined(separator: "\n")) }
    sections.append(
      "values: \(colored(report.values, style)); laws: \(colored(report.laws, style)) (at a "
        + "false-alarm rate of \(NumberText.short(report.alpha)) over all)"
    )
    return sections.joined(separator: "\n\n")
  }

  private static func pair(_ first: String, _ second: String) -> String {
    first == second ? first : "\(first) → \(second)"
  }

  private static func values(_ tensor: TensorComparison) -> String {
    switch tensor.relation {
    case .identical: return "identical"
    case .equal:
      return tensor.first.elementType == tensor.second.elementType
        ? "equal (signs of zeros differ)" : "equal as \(types(tensor))"
    case .rounded: return "equal but for rounding, \(types(tensor))"
    case .rearranged:
      let axes = tensor.permutation.map { $0.map(String.init).joined(separator: ", ") } ?? ""
      return "equal with axes (\(axes))"
    case .shuffled: return "the same numbers in another order"
    case .rescaled:
      let factor = NumberText.short(tensor.factor)
      return factor == "1" ? "nearly equal" : "\(factor) times"
    case .different: return "different"
    }
  }

  private static func types(_ tensor: TensorComparison) -> String {
    pair(tensor.first.elementType.rawValue, tensor.second.elementType.rawValue)
  }

  private static func missing(_ names: [String], from path: String) -> [String] {
    names.isEmpty ? [] : ["  not in \(path): " + names.joined(separator: ", ")]
  }

  private static func colored(_ answer: ComparisonReport.Answer, _ style: Style) -> String {
    switch answer {
    case .same: style.green(answer.rawValue)
    case .different: style.red(answer.rawValue)
    case .cannotTell: style.dim(answer.rawValue)
    }
  }
}
