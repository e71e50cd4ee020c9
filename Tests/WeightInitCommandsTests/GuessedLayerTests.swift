import Foundation
import Testing
import WeightFiles
import WeightInit

@testable import WeightInitCommands

@Suite("Layers that names tell")
struct GuessedLayerTests {
  @Test(
    "the layer stands before the last dot or slash",
    arguments: [
      ("fc1.weight", "fc1", "weight"),
      ("params/Dense_0/kernel", "params/Dense_0", "kernel"),
      ("dense/kernel:0", "dense", "kernel"),
      ("model/dense_1/bias:0", "model/dense_1", "bias"),
      ("encoder/layer.0/bias", "encoder/layer.0", "bias"),
      ("layers.dense.vars/1", "layers.dense.vars", "1"),
      ("weight", "", "weight"),
      ("kernel:0", "", "kernel"),
      ("fc1", "fc1", "fc1"),
      ("0", "0", "0"),
      ("odd:name", "odd:name", "odd:name"),
      ("a/b:c", "a", "b:c"),
    ]
  )
  func split(name: String, layer: String, member: String) {
    let found = GuessedLayer.split(name)
    #expect(found.layer == layer)
    #expect(found.member == member)
  }

  private func layers(_ tensors: [(String, [Int])]) throws -> [GuessedLayer] {
    GuessedLayer.layers(
      of: try tensors.map {
        try #require(TensorDescriptor(name: $0.0, shape: $0.1, elementType: .float32))
      }
    )
  }

  @Test("weights and biases of a Flax file are of one layer, in alphabetical order too")
  func flax() throws {
    let found = try layers([
      ("params/Conv_0/bias", [8]), ("params/Conv_0/kernel", [3, 3, 4, 8]),
      ("params/Dense_0/bias", [10]), ("params/Dense_0/kernel", [32, 10]),
      ("params/LayerNorm_0/bias", [10]), ("params/LayerNorm_0/scale", [10]),
    ])
    #expect(found.map(\.layer) == ["params/Conv_0", "params/Dense_0", "params/LayerNorm_0"])
    #expect(
      found.map { $0.weight?.name } == ["params/Conv_0/kernel", "params/Dense_0/kernel", nil]
    )
    #expect(found.map { $0.bias?.name } == ["params/Conv_0/bias", "params/Dense_0/bias", nil])
    #expect(
      found[2].others.map(\.name).sorted() == [
        "params/LayerNorm_0/bias", "params/LayerNorm_0/scale",
      ]
    )
    #expect(found.map(\.position) == [.first, .last, .only])
  }

  @Test("a second matrix is a layer of its own, a bias of two axes is no matrix")
  func severalMatrices() throws {
    let found = try layers([
      ("net/w1", [4, 8]), ("net/w2", [8, 4]),
      ("attention/query/bias", [2, 4]), ("attention/query/kernel", [8, 2, 4]),
    ])
    #expect(
      found.compactMap(\.weight).map(\.name).sorted() == [
        "attention/query/kernel", "net/w1", "net/w2",
      ]
    )
    #expect(found.flatMap(\.others).map(\.name) == ["attention/query/bias"])
  }

  /// The verdict and the tensors without claim of a safetensors file of float32 values, verified as
  /// glorot-normal.
  private func verify(
    _ tensors: [(name: String, shape: [Int], deviation: Double)]
  ) throws -> (status: ToolStatus, unclaimed: [String]) {
    var generator = NormalNumbers()
    var (entries, content) = ([String](), Data())
    for tensor in tensors {
      let start = content.count
      for _ in 0..<tensor.shape.reduce(1, *) {
        let value = Float(generator.next() * tensor.deviation)
        withUnsafeBytes(of: value.bitPattern.littleEndian) { content.append(contentsOf: $0) }
      }
      entries.append(
        #""\#(tensor.name)":{"dtype":"F32","shape":\#(tensor.shape),"#
          + #""data_offsets":[\#(start),\#(content.count)]}"#
      )
    }
    let header = Data("{\(entries.joined(separator: ","))}".utf8)
    var file = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Data($0) }
    file += header + content
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("weightinit-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("w.safetensors").path
    try file.write(to: URL(fileURLWithPath: path))
    let report = folder.appendingPathComponent("report.json").path
    let status = WeightInitTool.run([
      "verify", path, "--claim", "glorot-normal", "--quiet", "--json", report,
    ])
    let object =
      try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: report)))
      as? [String: Any]
    return (status, object?["unclaimed"] as? [String] ?? [])
  }

  @Test(
    "biases of files with slashes are judged, as Flax and Keras 2 name them",
    arguments: [
      ("params/Dense_0/kernel", "params/Dense_0/bias"), ("dense/kernel:0", "dense/bias:0"),
      ("linear/w", "linear/b"), ("kernel", "bias"),
    ]
  )
  func biasesAreJudged(kernel: String, bias: String) throws {
    let deviation = (2.0 / 160).squareRoot()
    let right = try verify([(bias, [64], 0), (kernel, [96, 64], deviation)])
    #expect(right.status == .success)
    #expect(right.unclaimed == [])
    let wrong = try verify([(bias, [64], 0.01), (kernel, [96, 64], deviation)])
    #expect(wrong.status == .inconsistent)
  }
}

/// Normal numbers by Box and Muller from a linear congruential generator of Knuth's.
private struct NormalNumbers {
  private var state: UInt64 = 20_261_121

  private mutating func uniform() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return (Double(state >> 12) + 0.5) * 0x1p-52
  }

  mutating func next() -> Double {
    (-2 * log(uniform())).squareRoot() * cos(2 * .pi * uniform())
  }
}
