import WeightVerification

/// A verification report as JUnit XML, which continuous integration displays: a suite for each
/// tensor and one for the network, a case for each test.
///
/// What would make the tool fail is a failure; what could not be told is skipped.
enum JUnitText {
  /// Renders a report.
  ///
  /// - Parameters:
  ///   - report: The report.
  ///   - path: What was verified.
  ///   - strict: Whether `suspicious` and `cannot-tell` fail as well.
  /// - Returns: An XML document, without a line break at its end.
  static func render(_ report: VerificationReport, of path: String, strict: Bool) -> String {
    var suites = report.tensors.map { tensor in
      var cases = tensor.tests.map { element(for: $0, of: tensor.name, strict: strict) }
      if tensor.verdict == .cannotTell {
        let reason = tensor.reason ?? "nothing could be tested"
        cases.append(
          element(named: "verdict", of: tensor.name, strict ? .failure(reason) : .skipped(reason))
        )
      }
      return suite(named: tensor.name, cases)
    }
    if !report.network.isEmpty {
      suites.append(
        suite(
          named: "network",
          report.network.map { element(for: $0, of: "network", strict: strict) }
        )
      )
    }
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="\(escaped("weightinit verify " + path))">
      \(suites.joined(separator: "\n"))
      </testsuites>
      """
  }

  private enum Outcome {
    case success
    case failure(String)
    case skipped(String)
  }

  private struct Element {
    var text: String
    var isFailure = false
    var isSkipped = false
  }

  private static func suite(named name: String, _ cases: [Element]) -> String {
    let failures = cases.count(where: \.isFailure)
    let skipped = cases.count(where: \.isSkipped)
    let head =
      "<testsuite name=\"\(escaped(name))\" tests=\"\(cases.count)\" failures=\"\(failures)\""
      + " errors=\"0\" skipped=\"\(skipped)\">"
    return (["  " + head] + cases.map { "    " + $0.text } + ["  </testsuite>"])
      .joined(separator: "\n")
  }

  private static func element(
    for test: TestResult,
    of tensor: String,
    strict: Bool
  ) -> Element {
    let fails = test.verdict == .inconsistent || (strict && test.verdict == .suspicious)
    guard fails else { return element(named: test.test, of: tensor, .success) }
    let p = test.adjustedP.map { ", adjusted p \(NumberText.probability($0))" } ?? ""
    return element(named: test.test, of: tensor, .failure(test.effect + p))
  }

  private static func element(
    named name: String,
    of tensor: String,
    _ outcome: Outcome
  ) -> Element {
    let head = "<testcase classname=\"\(escaped(tensor))\" name=\"\(escaped(name))\""
    switch outcome {
    case .success:
      return Element(text: head + "/>")
    case .failure(let message):
      return Element(
        text: head + "><failure message=\"\(escaped(message))\"/></testcase>",
        isFailure: true
      )
    case .skipped(let message):
      return Element(
        text: head + "><skipped message=\"\(escaped(message))\"/></testcase>",
        isSkipped: true
      )
    }
  }

  /// Text for an attribute; what XML 1.0 cannot hold becomes a replacement character.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\t", "\n", "\r": result += "&#\(scalar.value);"
      case "\u{20}"..."\u{D7FF}", "\u{E000}"..."\u{FFFD}", "\u{10000}"..."\u{10FFFF}":
        result.unicodeScalars.append(scalar)
      default: result += "\u{FFFD}"
      }
    }
    return result
  }
}
