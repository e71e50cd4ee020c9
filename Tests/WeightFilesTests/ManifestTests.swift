import Foundation
import Testing
import WeightInit

@testable import WeightFiles

@Suite("Manifest")
struct ManifestTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  static let digest = "sha256:" + String(repeating: "0f", count: 32)

  /// A manifest that uses every field.
  private func manifest() throws -> Manifest {
    func written(_ name: String, _ shape: [Int]) throws -> WrittenTensor {
      WrittenTensor(
        tensor: try #require(TensorDescriptor(name: name, shape: shape, elementType: .float32)),
        file: "m.safetensors",
        digest: Self.digest
      )
    }
    return Manifest(
      generator: .init(name: "weightinit", version: "0.1.0"),
      seed: .max,
      random: .init(contract: 1),
      initializer: "raai:k=100",
      format: "safetensors",
      layout: .keras,
      tensors: [
        .init(
          written: try written("fc1/kernel", [12, 5]),
          layer: "fc1",
          layerKind: "dense",
          role: .weight,
          axisOrder: AxisOrder(logicalShape: [5, 3, 2, 2], permutation: [2, 3, 1, 0]),
          fans: .init(fanIn: 12, fanOut: 5),
          scheme: "aci",
          parameters: [
            "k": .number(.infinity), "variance": .number(0.1), "mode": .text("fan-in"),
            "scaled": .flag(true), "count": .integer(3),
          ],
          law: .anticorrelated(variance: 2, k: .infinity),
          moments: LawMoments(
            mean: 0,
            variance: 1 / 6,
            skewness: 0,
            kurtosis: 0,
            correlation: -0.01,
            rowSumMean: 0,
            rowSumVariance: 0.02
          ),
          streams: [.init(path: "fc1", role: "weight", identifier: 0xAB)]
        ),
        .init(
          written: try written("fc1/bias", [5]),
          layer: "fc1",
          layerKind: "dense",
          role: .bias,
          axisOrder: AxisOrder(logicalShape: [5]),
          scheme: "constant",
          law: .constant(0),
          moments: LawMoments(mean: 0, variance: 0)
        ),
      ]
    )
  }

  @Test("A manifest comes back as it was written, and equal ones give equal bytes")
  func roundTrip() throws {
    let manifest = try manifest()
    let bytes = try manifest.encoded()
    #expect(try manifest.encoded() == bytes)
    #expect(bytes.last == UInt8(ascii: "\n"))
    try bytes.write(to: folder.file("m"))
    #expect(try Manifest.read(from: folder.file("m")) == manifest)
  }

  @Test("The JSON holds the values as the schema names them")
  func json() throws {
    let node = try DocumentNode(json: Array(try manifest().encoded()))
    #expect(node["schema"]?.text == "weightinit/manifest/1")
    #expect(node["seed"]?.unsignedInteger == .max)
    #expect(node["random"]?["generator"]?.text == "philox4x32-10")
    #expect(node.entries?.map(\.key) == node.entries?.map(\.key).sorted())
    let tensor = node["tensors"]?.list?[0]
    #expect(tensor?["file"]?.text == "m.safetensors")
    #expect(tensor?["parameters"]?["k"]?.text == "inf")
    #expect(tensor?["parameters"]?["count"]?.integer == 3)
    #expect(tensor?["parameters"]?["variance"] == DocumentNode(.number("0.1")))
    #expect(tensor?["streams"]?.list?[0]["id"]?.text == "00000000000000ab")
    #expect(tensor?["fans"]?["in"]?.integer == 12)
    #expect(tensor?["permutation"]?.list?.compactMap(\.integer) == [2, 3, 1, 0])
    #expect(node["tensors"]?.list?[1]["streams"] == nil)
  }

  @Test("Manifests lie beside files and in folders")
  func place() {
    let url = URL(fileURLWithPath: "/x/m.safetensors")
    #expect(Manifest.url(for: url, isFolder: false).path == "/x/m.safetensors.manifest.json")
    #expect(Manifest.url(for: url, isFolder: true).path == "/x/m.safetensors/manifest.json")
  }

  @Test(
    "Errors say which field is wrong",
    arguments: [
      (#""seed" : 18446744073709551615"#, #""seed" : -1"#, "/seed"),
      (#""seed" : 18446744073709551615"#, #""seed" : "7""#, "/seed"),
      (#""mean" : 0,"#, #""mean" : 1e999,"#, "/tensors/0/moments/mean"),
      (#""contract" : 1"#, #""contract" : 99999999999999999999"#, "/random/contract"),
      (#""contract" : 1"#, #""contract" : 1.5"#, "/random/contract"),
      (#""layout" : "keras""#, #""layout" : "caffe""#, "/layout"),
      (#""layout" : "keras","#, "", "/layout is missing"),
      (#""role" : "bias""#, #""role" : "biases""#, "/tensors/1/role"),
      (#""elementType" : "float32""#, #""elementType" : "float8""#, "/tensors/0/elementType"),
      (#""file" : "m.safetensors""#, #""file" : "../m.safetensors""#, "/tensors/0/file"),
      (#""file" : "m.safetensors""#, #""file" : "/etc/passwd""#, "/tensors/0/file"),
      (#""file" : "m.safetensors""#, #""file" : "a/../b""#, "/tensors/0/file"),
      (#""file" : "m.safetensors""#, #""file" : """#, "/tensors/0/file"),
      (#""family" : "constant""#, #""family" : "unheard""#, "/tensors/1/law/family"),
      (#""id" : "00000000000000ab""#, #""id" : "ab""#, "/tensors/0/streams/0/id"),
      ("sha256:0f", "sha256:0F", "/tensors/0/digest"),
      ("sha256:0f", "md5:0f", "/tensors/0/digest"),
      (#""name" : "fc1/bias""#, #""name" : "fc1/kernel""#, "/tensors/1/name"),
      (#""layer" : "fc1""#, #""layer" : null"#, "/tensors/0/layer: expected a string, found null"),
    ]
  )
  func namesField(old: String, new: String, place: String) throws {
    let text = try String(decoding: manifest().encoded(), as: UTF8.self)
    let range = try #require(
      text.range(of: old, options: old.hasPrefix(#""role""#) ? .backwards : [])
    )
    let url = try folder.write(text.replacingCharacters(in: range, with: new).utf8, to: "m")
    let error = fileError { _ = try Manifest.read(from: url) }
    #expect(error?.code == .malformed)
    #expect(error?.message.contains(place) == true, "\(error?.message ?? "no error")")
  }

  @Test("Shapes and axes that contradict each other are refused")
  func contradictions() throws {
    let changes: [(String, (inout Manifest.Tensor) -> Void)] = [
      ("permutation", { $0.permutation = [0, 0, 1, 2] }), ("permutation", { $0.permutation = [0] }),
      ("permutation", { $0.permutation = [2, 3, 1, 4] }),
      ("logicalShape", { $0.logicalShape[0] = 6 }),
      ("permutation", { $0.logicalShape[0] = -5 }), ("shape", { $0.shape = [-12, -5] }),
      ("shape", { $0.shape = [.max, .max] }), ("fans", { $0.fans?.fanIn = -1 }),
    ]
    for (field, change) in changes {
      var manifest = try manifest()
      change(&manifest.tensors[0])
      try manifest.encoded().write(to: folder.file("m"))
      let error = fileError { _ = try Manifest.read(from: folder.file("m")) }
      #expect(error?.message.hasPrefix("/tensors/0/\(field): ") == true, "\(field)")
    }
  }

  @Test("Another version of the schema, and what is no manifest, are told apart")
  func versions() throws {
    var url = try folder.write(#"{"schema":"weightinit/manifest/2"}"#.utf8, to: "m")
    let other = fileError { _ = try Manifest.read(from: url) }
    #expect(other?.code == .unsupported)
    #expect(other?.message.contains("weightinit/manifest/2") == true)
    for text in ["{}", "[]", #"{"schema":"x"}"#, #"{"schema":1}"#] {
      url = try folder.write(text.utf8, to: "m")
      let error = fileError { _ = try Manifest.read(from: url) }
      #expect(error?.message.contains("not a manifest of weightinit") == true)
    }
    url = try folder.write(#"{"schema":"weightinit/manifest/1","#.utf8, to: "m")
    #expect(fileError { _ = try Manifest.read(from: url) }?.byteOffset == 34)
    #expect(fileError { _ = try Manifest.read(from: folder.file("none")) }?.code == .notFound)
  }

  @Test("Every prefix of a manifest is refused")
  func prefixes() throws {
    let bytes = Array(try manifest().encoded())
    for count in stride(from: 0, to: bytes.count - 2, by: 7) {
      let url = try folder.write(bytes[..<count], to: "m")
      #expect(fileError { _ = try Manifest.read(from: url) }?.code == .malformed)
    }
  }

  @Test(
    "Files are written with their manifests, over older ones too",
    arguments: ["npy", "safetensors"]
  )
  func writesWithManifest(identifier: String) throws {
    let format = try #require(FormatRegistry.builtIn.format(named: identifier))
    let url = folder.file("out")
    for count in [3, 5] {
      var source = MemorySource()
      try source.add("w/a", [count])
      try source.add("v", [2, 2], .float64)
      let written = try format.write(source, to: url) { written in
        Manifest(
          generator: .init(name: "test", version: "1"),
          seed: 1,
          random: .init(contract: 1),
          format: format.identifier,
          layout: .pytorch,
          tensors: written.map {
            .init(
              written: $0,
              layer: "l",
              layerKind: "dense",
              role: .weight,
              axisOrder: AxisOrder(logicalShape: $0.tensor.shape),
              scheme: "constant",
              law: .constant(1),
              moments: LawMoments(mean: 1, variance: 0)
            )
          }
        )
      }
      let manifest = try Manifest.read(from: Manifest.url(for: url, isFolder: format.isFolder))
      #expect(manifest.tensors.map(\.digest) == written.map(\.digest))
      #expect(
        manifest.tensors.map(\.file)
          == (identifier == "npy" ? ["w%2Fa.npy", "v.npy"] : ["out", "out"])
      )
      #expect(
        try folder.names == (identifier == "npy" ? ["out"] : ["out", "out.manifest.json"])
      )
    }
  }
}
