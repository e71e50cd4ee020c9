import WeightVerification

/// A verification report as JUnit XML, which continuous integration displays: a suite for each
/// tensor and one for the network, a case for each test.
///
/// What would make the tool fail is a failure; what could not be told is skipped. Names of cases are
/// unique within a suite, as some readers need.
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
      var cases = elements(for: tensor.tests, of: tensor.name, strict: strict)
      if tensor.verdict == .cannotTell {
        let reason = tensor.reason ?? "nothing could be tested"
        cases.append(
          element(
            named: "verdict",
            of: tensor.name,
            strict ? .failure(.cannotTell, reason) : .skipped(reason)
          )
        )
      }
      return suite(named: tensor.name, cases)
    }
    if !report.network.isEmpty {
      suites.append(
        suite(
          named: "network",
          elements(for: report.network, of: "network", strict: strict)
        )
      )
    }
    if let reason = report.reason {
      let outcome: Outcome = strict ? .failure(report.verdict, reason) : .skipped(reason)
      suites.append(suite(named: "file", [element(named: "verdict", of: "file", outcome)]))
    }
    let name = escaped("weightinit verify " + path)
    let counts = totals(suites.flatMap(\.cases))
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="\(name)" \(counts)>
      \(suites.map(\.text).joined(separator: "\n"))
      </testsuites>
      """
  }

  private enum Outcome {
    case success
    case failure(Verdict, String)
    case skipped(String)
  }

  private struct Element {
    var text: String
    var isFailure = false
    var isSkipped = false
  }

  private struct Suite {
    var text: String
    var cases: [Element]
  }

  private static func totals(_ cases: [Element]) -> String {
    """
    tests="\(cases.count)" failures="\(cases.count(where: \.isFailure))" errors="0"
    """
  }

  private static func suite(named name: String, _ cases: [Element]) -> Suite {
    let skipped = cases.count(where: \.isSkipped)
    let head =
      "<testsuite name=\"\(escaped(name))\" \(totals(cases)) skipped=\"\(skipped)\">"
    let lines = ["  " + head] + cases.map { "    " + $0.text } + ["  </testsuite>"]
    return Suite(text: lines.joined(separator: "\n"), cases: cases)
  }

  /// The cases of tests, of which several of one name are numbered from the second on.
  private static func elements(
    for tests: [TestResult],
    of tensor: String,
    strict: Bool
  ) -> [Element] {
    var seen: [String: Int] = [:]
    return tests.map { test in
      let number = seen[test.test, default: 0] + 1
      seen[test.test] = number
      let name = number == 1 ? test.test : "\(test.test) (\(number))"
      let fails = test.verdict == .inconsistent || (strict && test.verdict == .suspicious)
      guard fails else { return element(named: name, of: tensor, .success) }
      let p = test.adjustedP.map { ", adjusted p \(NumberText.probability($0))" } ?? ""
      return element(named: name, of: tensor, .failure(test.verdict, test.effect + p))
    }
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
    case .failure(let verdict, let message):
      let type = verdict.rawValue
      return Element(
        text: head + "><failure type=\"\(type)\" message=\"\(escaped(message))\"/></testcase>",
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
