import Foundation
import Testing
import WeightInit
import WeightVerification

@testable import WeightInitCommands

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite("JUnit XML")
struct JUnitTextTests {
  /// Four values, all equal, claimed to be normal; and three zeros that are zeros.
  private struct Source: TensorSource {
    var tensors: [TensorDescriptor]

    func forEachChunk(of index: Int, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
      let value: Float = index == 0 ? 9 : 0
      try Array(repeating: value, count: tensors[index].elementCount).withUnsafeBytes(body)
    }
  }

  private func report() throws -> VerificationReport {
    let tensors = [("a<\"&\u{1}>", 4), ("b", 3)].compactMap {
      TensorDescriptor(name: $0.0, shape: [$0.1], elementType: .float32)
    }
    let laws: [TensorLaw] = [
      .independent(.normal(mean: 0, standardDeviation: 1)), .constant(0),
    ]
    let claims = zip(tensors, laws).map {
      TensorClaim(
        tensor: $0.name,
        claim: "test",
        law: $1,
        order: AxisOrder(logicalShape: $0.shape)
      )
    }
    return try Verifier().verify(Source(tensors: tensors), claims: claims)
  }

  private final class Counter: NSObject, XMLParserDelegate {
    var names: [String: Int] = [:]
    var suites: [[String: String]] = []
    var totals: [String: String] = [:]
    var cases: [[String: String]] = []
    var failures: [[String: String]] = []

    func parser(
      _ parser: XMLParser,
      didStartElement name: String,
      namespaceURI: String?,
      qualifiedName: String?,
      attributes: [String: String]
    ) {
      names[name, default: 0] += 1
      switch name {
      case "testsuites": totals = attributes
      case "testsuite": suites.append(attributes)
      case "testcase": cases.append(attributes)
      case "failure": failures.append(attributes)
      default: break
      }
    }
  }

  @Test("holds a suite for each tensor and a failure for each failed test")
  func suites() throws {
    let report = try report()
    let text = JUnitText.render(report, of: "w.npy", strict: false)
    let counter = Counter()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = counter
    #expect(parser.parse())
    let failed = report.tensors.flatMap(\.tests).count { $0.verdict == .inconsistent }
    #expect(failed >= 1)
    #expect(counter.names["failure"] == failed)
    #expect(counter.names["testcase"] == report.tensors.flatMap(\.tests).count)
    #expect(counter.suites.map { $0["name"] } == ["a<\"&\u{FFFD}>", "b"])
    #expect(counter.suites.map { $0["failures"] } == ["\(failed)", "0"])
    #expect(counter.totals["failures"] == "\(failed)")
    #expect(counter.totals["tests"] == "\(counter.cases.count)")
    // Readers' schemas want a type of each failure, and a name and a class of each case.
    #expect(counter.failures.allSatisfy { $0["type"] == "inconsistent" && $0["message"] != nil })
    #expect(counter.cases.allSatisfy { $0["name"] != nil && $0["classname"] != nil })
  }

  @Test("cases of one suite have different names")
  func names() throws {
    var report = try report()
    report.tensors[0].tests += report.tensors[0].tests
    let counter = Counter()
    let parser = XMLParser(data: Data(JUnitText.render(report, of: "w", strict: false).utf8))
    parser.delegate = counter
    #expect(parser.parse())
    let names = counter.cases.compactMap { $0["classname"] == "b" ? nil : $0["name"] }
    #expect(names.count == report.tensors[0].tests.count)
    #expect(Set(names).count == names.count)
  }

  @Test("what could not be told is skipped, or fails where the tool is strict")
  func untold() throws {
    var report = try report()
    report.tensors[1].verdict = .cannotTell
    report.tensors[1].reason = "too few values"
    let text = JUnitText.render(report, of: "w", strict: false)
    #expect(text.contains("<skipped message=\"too few values\"/>"))
    let strict = JUnitText.render(report, of: "w", strict: true)
    #expect(strict.contains("<failure type=\"cannot-tell\" message=\"too few values\"/>"))
  }

  @Test("a report on nothing has a case that says why")
  func nothing() throws {
    let report = try Verifier().verify(Source(tensors: []), claims: [])
    let reason = try #require(report.reason)
    let text = JUnitText.render(report, of: "w", strict: false)
    #expect(text.contains("<skipped message=\"\(reason)\"/>"))
    let strict = JUnitText.render(report, of: "w", strict: true)
    #expect(strict.contains("<failure type=\"cannot-tell\" message=\"\(reason)\"/>"))
  }
}
