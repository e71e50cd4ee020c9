import Foundation
import Testing
import WeightFiles
import WeightInit
import WeightVerification

@testable import WeightInitCommands

@Suite("What verify says that a file cannot tell")
struct InseparableTests {
  private func plan(
    _ layers: String
  ) throws
    -> InitializationPlan
  {
    try InitializationPlan(
      try DocumentNode(
        document: Array(
          """
          initializer: he-normal
          input: [4, 16, 16]
          layers:
          \(layers)
          """.utf8
        ),
        path: "net.yaml"
      ),
      registry: .builtIn,
      kinds: .builtIn
    )
  }

  @Test("what schemes saw of a layer follows from its tensors")
  func contexts() throws {
    let plan = try plan(
      """
        - {conv2d: 8, kernel: 3, name: c1}
        - {conv2d: 16, kernel: 3, groups: 4, name: c2}
        - {depthwise-conv2d: {}, kernel: 3, name: dw}
        - {flatten: {}}
        - {dense: 10, name: out, bias: false}
      """
    )
    let claims = FileClaim.claims(of: plan)
    func layer(_ name: String) throws -> LayerContext {
      try #require(claims.first { $0.claim.tensor == name + ".weight" }?.claim.layer)
    }
    let first = try layer("c1")
    #expect(first.kernel == [3, 3] && first.fanIn == 36 && first.fanOut == 72)
    #expect(first.position == .first && first.groups == 1 && first.channelLength == 9)
    let grouped = try layer("c2")
    #expect(grouped.groups == 4 && grouped.neurons == 16 && grouped.fanIn == 18)
    #expect(grouped.position == .hidden)
    #expect(try layer("dw").groups == 16)
    let last = try layer("out")
    #expect(last.kernel.isEmpty && last.position == .last && !last.hasBias)
    #expect(last.neurons == 10 && last.fanOut == 10 && last.channelLength > 1)
    #expect(claims.allSatisfy { $0.claim.layer == nil || $0.claim.tensor.hasSuffix(".weight") })
  }

  @Test("of layers that hold several maps, and of what the record contradicts, nothing is known")
  func unknownLayers() throws {
    let recurrent = try InitializationPlan(
      try DocumentNode(
        document: Array("initializer: he-normal\ninput: 8\nlayers: [{lstm: 6}]".utf8),
        path: "net.yaml"
      ),
      registry: .builtIn,
      kinds: .builtIn
    )
    #expect(FileClaim.claims(of: recurrent).allSatisfy { $0.claim.layer == nil })
    // Scaled by a rule, the law is still that of the claim.
    let scaled = try plan(
      """
        - {conv2d: 8, kernel: 3, name: c1}
      rules:
        c1: {scale: 0.5}
      """
    )
    #expect(FileClaim.claims(of: scaled).first?.claim.layer?.fanIn == 36)
  }

  private func tensor(
    _ name: String,
    _ verdict: Verdict,
    _ schemes: [InseparableScheme]
  ) throws -> TensorReport {
    let json = """
      {"name": "\(name)", "claim": "he-normal", "verdict": "\(verdict.rawValue)", "elements": 4,
       "measured": {"nonFinite": 0}, "tests": []}
      """
    var report = try JSONDecoder().decode(TensorReport.self, from: Data(json.utf8))
    report.inseparable = schemes
    return report
  }

  private func scheme(_ json: String) throws -> InseparableScheme {
    try JSONDecoder().decode(InseparableScheme.self, from: Data(json.utf8))
  }

  private func moments(_ from: Double) throws -> InseparableScheme {
    try scheme(
      """
      {"claim": "fractional-moment", "relation": "too-close",
       "parameter": {"name": "s", "lowerBound": \(from), "upperBound": 2}}
      """
    )
  }

  @Test("tensors with the same neighbours share a line, with what is too close in each")
  func groups() throws {
    let same = try scheme(#"{"claim": "random-walk", "relation": "same-law"}"#)
    let text = try #require(
      InseparableText.render([
        try tensor("a", .consistent, [same, try moments(0.4)]),
        try tensor("b", .consistent, [same, try moments(1.3)]),
        try tensor("c", .suspicious, [same]),
        try tensor("d", .inconsistent, [same]),
        try tensor("e", .consistent, []),
      ])
    )
    #expect(
      text.split(separator: "\n").dropFirst() == [
        "    a, b, he-normal: = random-walk; ≈ fractional-moment with s from 1.3 to 2",
        "    c, he-normal: = random-walk",
      ]
    )
  }

  @Test("where nothing is near, and of what is wrong, nothing is said; of much, little")
  func quiet() throws {
    let same = try scheme(#"{"claim": "random-walk", "relation": "same-law"}"#)
    #expect(InseparableText.render([]) == nil)
    #expect(
      InseparableText.render([
        try tensor("d", .inconsistent, [same]), try tensor("e", .consistent, []),
      ]) == nil
    )
    let many = try (0..<50).map { index in
      try tensor(
        "layer\(index)",
        .consistent,
        try (0...index % 10).map { try scheme(#"{"claim": "s\#($0)", "relation": "too-close"}"#) }
      )
    }
    let text = try #require(InseparableText.render(many))
    #expect(text.split(separator: "\n").count == 6)
    #expect(text.contains("layer0, layer10, … (3 more), he-normal: ≈ s0\n"))
    #expect(text.contains("… (6 more groups of tensors)"))
  }
}
