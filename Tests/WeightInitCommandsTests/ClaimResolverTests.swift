import Foundation
import Testing
import WeightFiles
import WeightInit
import WeightVerification

@testable import WeightInitCommands

@Suite("Claims on the command line")
struct ClaimResolverTests {
  @Test(
    "an activation that changes no claim is remarked on",
    arguments: [
      (["he-normal"], "leaky-relu:slope=0.2", nil),
      (["he-normal"], "relu", nil),
      (["he-normal", "out=glorot-normal"], "linear", nil),
      (["fractional-moment:s=1"], "linear", nil),
      (["he-normal"], "gelu", "no slope for negative inputs"),
      (["he-normal", "orthogonal"], "tanh", "no slope for negative inputs"),
      (["glorot-normal"], "leaky-relu", "no claim has a `slope`"),
      (["he-normal:slope=0.3"], "leaky-relu", "no claim has a `slope`"),
    ] as [([String], String, String?)]
  )
  func activations(claims: [String], activation: String, remark: String?) throws {
    let resolver = try ClaimResolver(claims: claims, activation: activation, layout: .pytorch)
    guard let remark else {
      #expect(resolver.activationRemark == nil)
      return
    }
    #expect(resolver.activationRemark?.contains(remark) == true)
    #expect(resolver.activationRemark?.contains(activation) == true)
  }

  @Test(
    "a pattern speaks of the biases that it matches, by their name or their layer's",
    arguments: [
      (["he-normal"], ["0.weight", "0.bias"]), (["0=he-normal"], ["0.weight", "0.bias"]),
      (["0.*=he-normal"], ["0.weight", "0.bias"]), (["0.weight=he-normal"], ["0.weight"]),
      (["*weight=he-normal"], ["0.weight"]),
      (["0.*=he-normal", "*bias=ones"], ["0.weight", "0.bias"]),
    ] as [([String], [String])]
  )
  func biases(claims: [String], claimed: [String]) throws {
    let tensors = try [("0.weight", [8, 50]), ("0.bias", [8])].map { name, shape in
      try #require(TensorDescriptor(name: name, shape: shape, elementType: .float32))
    }
    let resolver = try ClaimResolver(claims: claims, activation: nil, layout: .pytorch)
    let found = try resolver.claims(on: tensors).map(\.claim)
    #expect(found.map(\.tensor) == claimed)
    guard claimed.count == 2 else { return }
    #expect(found[1].law == .constant(claims.count == 2 ? 1 : 0))
  }

  @Test("without an activation there is no remark, and the slope of one reaches the law")
  func slopes() throws {
    let tensor = try #require(
      TensorDescriptor(name: "fc.weight", shape: [8, 50], elementType: .float32)
    )
    func variance(_ activation: String?) throws -> Double? {
      let resolver = try ClaimResolver(
        claims: ["he-normal"],
        activation: activation,
        layout: .pytorch
      )
      if activation == nil { #expect(resolver.activationRemark == nil) }
      guard
        case .independent(.normal(0, let deviation))? =
          try resolver.claims(on: [tensor]).first?.claim.law
      else { return nil }
      return deviation * deviation
    }
    #expect(abs(try #require(try variance(nil)) - 2.0 / 50) < 1e-12)
    // 2/((1 + a²) n), He et al. 2015, eq. 15.
    #expect(abs(try #require(try variance("linear")) - 1.0 / 50) < 1e-12)
    #expect(abs(try #require(try variance("gelu")) - 2.0 / 50) < 1e-12)
  }

  @Test("of a manifest without tensors nothing can be told, and the report says why")
  func emptyManifest() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("weightinit-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let header = #"{"fc.weight":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]}}"#
    var file = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Data($0) }
    file += Data(header.utf8) + Data(count: 16)
    let path = folder.appendingPathComponent("w.safetensors")
    try file.write(to: path)
    let manifest = Manifest(
      generator: Manifest.Generator(name: "test", version: "1"),
      seed: 0,
      random: Manifest.RandomNumbers(contract: 1),
      format: "safetensors",
      layout: .pytorch,
      tensors: []
    )
    try manifest.encoded().write(to: URL(fileURLWithPath: path.path + ".manifest.json"))
    let report = folder.appendingPathComponent("report.json").path
    let status = WeightInitTool.run(["verify", path.path, "--quiet", "--json", report])
    #expect(status == .success)
    let object =
      try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: report)))
      as? [String: Any]
    #expect(object?["verdict"] as? String == "cannot-tell")
    #expect((object?["reason"] as? String)?.contains("names no tensors") == true)
    #expect(WeightInitTool.run(["verify", path.path, "--quiet", "--strict"]) == .inconsistent)
    // With tensors the reason stands beside them.
    #expect(
      WeightInitTool.run(["verify", path.path, "--quiet", "--claim", "zeros", "--json", report])
        == .success
    )
    let told = try String(contentsOfFile: report, encoding: .utf8)
    #expect(!told.contains("\"reason\""))
  }
}
