import Foundation
import Testing
import WeightFiles
import WeightInit

@testable import WeightInitCommands

/// A folder that is removed at the end.
private final class Scratch {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory
      .appendingPathComponent("weightinit-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appendingPathComponent(name).path }

  func write(_ text: String, to name: String) throws -> String {
    try Data(text.utf8).write(to: url.appendingPathComponent(name))
    return path(name)
  }

  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() }
  }
}

private let specification = """
  seed: 3
  initializer: raai
  input: 24
  layers:
    - {dense: 48, name: fc1, activation: relu}
    - {dense: 6, name: out, initializer: he-uniform}
  """

@Suite("The tool")
struct ToolTests {
  @Test(
    "the exit status tells what is wrong with the command line",
    arguments: [
      (["--help"], ToolStatus.success),
      (["--version"], .success),
      (["generate", "--help"], .success),
      (["nonsense"], .usage),
      (["generate"], .usage),
      (["plan", "nowhere.yaml"], .noInput),
      (["verify", "nowhere.safetensors"], .noInput),
      (["describe", "raia"], .usage),
      (["theory", "aci.varianse", "k=1"], .usage),
      (["theory", "aci.variance", "fan_in=0", "k=1", "variance=2"], .usage),
      (["schema", "nonsense"], .usage),
      (["verify", "x", "--alpha", "2"], .usage),
      (["verify", "x", "--alpha", "0.2"], .usage),
      (["verify", "x", "--layout", "keras"], .usage),
      (["list", "--json=list.txt"], .usage),
      (["schema", "plan", "--json"], .usage),
    ]
  )
  func usage(arguments: [String], status: ToolStatus) {
    #expect(WeightInitTool.run(arguments) == status)
  }

  @Test(
    "a specification with a mistake is refused and nothing is written",
    arguments: [
      "initializer: raai:k=-1\ninput: 4\nlayers: [{dense: 2}]",
      "initializer: rai:kk=1\ninput: 4\nlayers: [{dense: 2}]",
      "initializer: nonsense\ninput: 4\nlayers: [{dense: 2}]",
      "initializer: raai\ninput: 4\nlayers: [{dense: 0}]",
      "initializer: gsm\ninput: 4\nlayers: [{dense: 3}, {dense: 3}, {dense: 2}]",
      "initializer: raai\ninput: 4\nlayers: []",
      "initializer: raai\ninput: 4",
      "initializer: [",
    ]
  )
  func badSpecification(text: String) throws {
    let scratch = try Scratch()
    let spec = try scratch.write(text, to: "bad.yaml")
    let status = WeightInitTool.run(["generate", spec, "-o", scratch.path("w.safetensors")])
    #expect(status == .badData)
    #expect(try scratch.names == ["bad.yaml"])
  }

  @Test("outputs that cannot be created are told apart from bad input")
  func cannotCreate() throws {
    let scratch = try Scratch()
    let spec = try scratch.write(specification, to: "net.yaml")
    let missing = scratch.path("missing/w.safetensors")
    #expect(WeightInitTool.run(["generate", spec, "-o", missing]) == .cannotCreate)
    // A folder of someone else's files is not replaced.
    _ = try scratch.write("mine", to: "notes.txt")
    let status = WeightInitTool.run(["generate", spec, "-o", scratch.url.path, "--format", "npy"])
    #expect(status == .cannotCreate)
    #expect(try scratch.names == ["net.yaml", "notes.txt"])
  }

  @Test(
    "what is generated is verified, in every format and element type",
    arguments: FormatRegistry.supported.formats.map(\.identifier),
    ["float32", "float64", "float16"]
  )
  func generatesAndVerifies(format: String, type: String) throws {
    let scratch = try Scratch()
    let spec = try scratch.write(specification, to: "net.yaml")
    let output = scratch.path(format == "keras" ? "w.weights.h5" : "w.\(format)")
    let arguments = ["-o", output, "--format", format, "--dtype", type, "--quiet"]
    #expect(WeightInitTool.run(["generate", spec] + arguments) == .success)
    let report = scratch.path("report.json")
    #expect(WeightInitTool.run(["verify", output, "--quiet", "--json", report]) == .success)
    let object =
      try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: report)))
      as? [String: Any]
    #expect(object?["verdict"] as? String == "consistent")
    #expect((object?["tensors"] as? [Any])?.count == 4)
  }

  @Test("a changed value is found by its digest, a wrong claim by its law")
  func rejects() throws {
    let scratch = try Scratch()
    let spec = try scratch.write(
      "initializer: he-normal\ninput: 256\nlayers: [{dense: 256, name: fc}]",
      to: "net.yaml"
    )
    let output = scratch.path("w.safetensors")
    #expect(WeightInitTool.run(["generate", spec, "-o", output, "--quiet"]) == .success)
    func verify(_ arguments: String...) -> ToolStatus {
      WeightInitTool.run(["verify", output, "--quiet"] + arguments)
    }
    #expect(verify() == .success)
    #expect(verify("--spec", spec) == .success)
    #expect(verify("--claim", "he-normal") == .success)
    #expect(verify("--claim", "he-normal", "--activation", "linear") == .inconsistent)
    #expect(verify("--claim", "he-uniform") == .inconsistent)
    #expect(verify("--claim", "fc=orthogonal") == .inconsistent)
    #expect(verify("--claim", "other=orthogonal") == .usage)
    // A pattern that is misspelt must not pass for one that holds.
    #expect(verify("--claim", "he-normal", "--claim", "fd*=orthogonal") == .usage)
    #expect(verify("--claim", "he-normal", "--claim", "fc.bias=zeros") == .success)

    var bytes = try Data(contentsOf: URL(fileURLWithPath: output))
    bytes[bytes.count - 1] ^= 1
    try bytes.write(to: URL(fileURLWithPath: output))
    #expect(verify() == .inconsistent)
  }

  @Test("colons in names do not hide a pattern, nor equal signs in a claim its scheme")
  func patternsWithColons() throws {
    let scratch = try Scratch()
    let header = #"{"dense/kernel:0":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]}}"#
    var file = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Data($0) }
    file += Data(header.utf8) + Data(count: 16)
    let path = scratch.path("keras.safetensors")
    try file.write(to: URL(fileURLWithPath: path))
    func verify(_ claim: String) -> ToolStatus {
      WeightInitTool.run(["verify", path, "--quiet", "--claim", claim])
    }
    #expect(verify("dense/kernel:0=zeros") == .success)
    #expect(verify("*:0=identity:gain=2") == .inconsistent)
    #expect(verify("identity:gain=2") == .inconsistent)
    #expect(verify("gsm:submatrix=orthogonal,position=hidden") == .inconsistent)
    // A misspelt scheme is a misspelt scheme, and no pattern.
    #expect(verify("identty:gain=2") == .usage)
    let report = scratch.path("report.json")
    #expect(
      WeightInitTool.run(["verify", path, "--quiet", "--claim", "zeros", "--json", report])
        == .success
    )
    let text = try String(contentsOf: URL(fileURLWithPath: report), encoding: .utf8)
    #expect(text.contains(#""layout": "keras""#) || text.contains(#""layout" : "keras""#))
  }

  @Test("a manifest whose weights name a bias that is nowhere is not met")
  func missingBias() throws {
    let scratch = try Scratch()
    let spec = try scratch.write(specification, to: "net.yaml")
    let output = scratch.path("w.safetensors")
    #expect(WeightInitTool.run(["generate", spec, "-o", output, "--quiet"]) == .success)
    let manifest = try String(contentsOfFile: output + ".manifest.json", encoding: .utf8)
    let other = manifest.replacing(#""bias" : "fc1.bias""#, with: #""bias" : "fc9.bias""#)
    #expect(other != manifest)
    let path = try scratch.write(other, to: "other.json")
    #expect(WeightInitTool.run(["verify", output, "--quiet"]) == .success)
    #expect(
      WeightInitTool.run(["verify", output, "--quiet", "--manifest", path]) == .inconsistent
    )
    // Of weights alone, as a pattern may name them, all is well.
    #expect(
      WeightInitTool.run(["verify", output, "--quiet", "--claim", "fc1.weight=raai"]) == .success
    )
  }

  @Test("--json to a file leaves the specification of that ending alone")
  func jsonDoesNotSwallowTheSpecification() throws {
    let scratch = try Scratch()
    let spec = try scratch.write(
      #"{"initializer": "raai", "input": 4, "layers": [{"dense": 2}]}"#,
      to: "net.json"
    )
    let before = try Data(contentsOf: URL(fileURLWithPath: spec))
    #expect(WeightInitTool.run(["plan", "--quiet", "--json", spec]) == .success)
    #expect(try Data(contentsOf: URL(fileURLWithPath: spec)) == before)
  }

  @Test("neither output nor report takes the place of what the verb reads or writes besides")
  func nothingIsOverwritten() throws {
    let scratch = try Scratch()
    let spec = try scratch.write(
      #"{"initializer": "raai", "input": 4, "layers": [{"dense": 2}]}"#,
      to: "net.json"
    )
    let output = scratch.path("w.safetensors")
    #expect(WeightInitTool.run(["generate", spec, "-o", output, "--quiet"]) == .success)
    let batch = try scratch.write("[]", to: "batch.json")
    try FileManager.default.createSymbolicLink(
      atPath: scratch.path("link.json"),
      withDestinationPath: spec
    )
    func contents() throws -> [Data] {
      try scratch.names.map { try Data(contentsOf: scratch.url.appendingPathComponent($0)) }
    }
    let before = try contents()
    let manifest = output + ".manifest.json"
    for arguments in [
      ["plan", spec, "--json", spec], ["plan", spec, "--json", scratch.path("link.json")],
      ["plan", spec, "--json", scratch.path("missing/../net.json")],
      ["generate", spec, "-o", spec, "--format", "safetensors"],
      ["generate", spec, "-o", output, "--json", spec],
      ["generate", spec, "-o", output, "--json", manifest],
      [
        "generate", spec, "-o", scratch.path("new.json"), "--format", "safetensors", "--json",
        scratch.path("new.json"),
      ],
      ["verify", output, "--json", manifest],
      ["verify", output, "--spec", spec, "--json", spec],
      ["theory", "--batch", batch, "--json", batch],
    ] {
      #expect(WeightInitTool.run(arguments) == .usage, "\(arguments)")
    }
    #expect(try contents() == before)
  }

  @Test("an out-of-tree scheme is drawn by its own tool and verified by the stock one")
  func outOfTree() throws {
    let scratch = try Scratch()
    let spec = try scratch.write(
      "initializer: coin\ninput: 100\nlayers: [{dense: 200, name: fc}]",
      to: "net.yaml"
    )
    let output = scratch.path("w.safetensors")
    let context = ToolContext(
      initializers: try .builtIn.registering(Coin.self),
      layerKinds: .builtIn,
      formats: .supported
    )
    let status = ToolContext.$current.withValue(context) {
      WeightInitTool.run(["generate", spec, "-o", output, "--quiet"])
    }
    #expect(status == .success)
    #expect(WeightInitTool.run(["verify", output, "--quiet"]) == .success)
    // The stock tool does not know the scheme by name.
    #expect(WeightInitTool.run(["plan", spec]) == .badData)
  }
}

/// Entries +1 or −1 with probability one half.
private struct Coin: Initializer {
  static let identifier = "coin"
  static let summary = "plus or minus one"
  static let source = "this test"

  init(_ parameters: inout ParameterReader) {}

  private var marginal: Marginal { .discrete(values: [-1, 1], probabilities: [0.5, 0.5]) }

  func weightLaw(of layer: LayerContext) -> TensorLaw { .independent(marginal) }

  func weights(of layer: LayerContext) -> any TensorFill {
    IndependentFill.make(marginal, layer.stream("weight"))
  }
}
