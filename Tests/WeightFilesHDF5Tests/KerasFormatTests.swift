#if HDF5 && (os(Linux) || os(macOS))
  import Foundation
  import Testing
  import WeightFiles
  import WeightFilesHDF5
  import WeightInit

  @Suite("Keras weights files")
  struct KerasFormatTests {
    let folder: TemporaryFolder

    init() throws {
      folder = try TemporaryFolder()
    }

    @Test("of this package tell the names of the plan", arguments: ElementType.allCases)
    func roundTrip(_ elementType: ElementType) throws {
      let tensors = [
        try Tensor("stem.kernel", [3, 3, 1, 2], elementType),
        try Tensor("stem.bias", [2], elementType),
        try Tensor("fc1.kernel", [8, 3], elementType),
        try Tensor("fc2.kernel", [3, 2], elementType),
        try Tensor("fc2.bias", [2], elementType),
      ]
      let layers = [
        LayerOutline(name: "stem", kerasClass: "Conv2D", tensorIndices: [0, 1]),
        LayerOutline(name: "flatten", kerasClass: "Flatten", tensorIndices: []),
        LayerOutline(name: "fc1", kerasClass: "Dense", tensorIndices: [2]),
        LayerOutline(name: "fc2", kerasClass: "Dense", tensorIndices: [3, 4]),
      ]
      let url = folder("model.weights.h5")
      try KerasFormat().write(tensors, layers: layers, at: url)
      #expect(KerasFormat().recognizes(url))
      let reader = try KerasFormat().makeReader(at: url)
      #expect(Set(reader.tensors) == Set(tensors.map(\.descriptor)))
      for tensor in tensors {
        #expect(try reader.bytes(of: tensor.descriptor.name) == tensor.bytes)
      }
      try KerasFormat().write(tensors, layers: layers, pieceCount: 1, at: folder("b.weights.h5"))
      #expect(try Data(contentsOf: url) == Data(contentsOf: folder("b.weights.h5")))
    }

    @Test("of Keras are read, with the layers' names")
    func writtenByKeras() throws {
      let reader = try KerasFormat().makeReader(at: fixture("keras_written.weights.h5"))
      let shapes: [String: [Int]] = [
        "stem.0": [3, 3, 1, 2], "stem.1": [2],
        "norm.0": [2], "norm.1": [2], "norm.2": [2], "norm.3": [2],
        "head.0": [8, 3], "head.1": [3], "tail.0": [3, 2], "tail.1": [2],
      ]
      let found = reader.tensors.map { ($0.name, $0.shape) }
      #expect(Dictionary(uniqueKeysWithValues: found) == shapes)
      for tensor in reader.tensors {
        #expect(tensor.elementType == (tensor.name.hasPrefix("tail") ? .bfloat16 : .float32))
        let expected = (0..<tensor.elementCount).map { Double($0) / 2 - 3 }
        #expect(try reader.values(of: tensor.name) == expected)
      }
      #expect(reader.skipped.isEmpty)
    }

    @Test(
      "must be named as Keras demands",
      arguments: ["model.h5", "weights.h5", "model.WEIGHTS.H5"]
    )
    func fileName(_ name: String) throws {
      let error = try weightFileError {
        try KerasFormat().write(
          [try Tensor("fc.kernel", [2, 2])],
          layers: [LayerOutline(name: "fc", kerasClass: "Dense", tensorIndices: [0])],
          at: folder(name)
        )
      }
      #expect(error.code == .cannotCreate)
      #expect(error.message.contains(".weights.h5"))
      #expect(try folder.names().isEmpty)
    }

    @Test("cannot hold layers that Keras does not have")
    func foreignLayer() throws {
      let error = try weightFileError {
        try KerasFormat().write(
          [try Tensor("odd.kernel", [2, 2])],
          layers: [
            LayerOutline(name: "scale", kerasClass: nil, tensorIndices: []),
            LayerOutline(name: "odd", kerasClass: nil, tensorIndices: [0]),
          ],
          at: folder("model.weights.h5")
        )
      }
      #expect(error.code == .unsupported)
      #expect(error.message.contains("\"odd\"") && error.message.contains("safetensors"))
    }

    @Test("cannot hold tensors without layers")
    func noLayers() throws {
      let error = try weightFileError {
        try KerasFormat().write([try Tensor("fc.kernel", [2, 2])], at: folder("m.weights.h5"))
      }
      #expect(error.code == .unsupported)
      #expect(error.message.contains("\"fc.kernel\" belongs to no layer"))
    }

    @Test("hold an attention layer as four layers, with or without biases", arguments: [4, 8])
    func attention(_ count: Int) throws {
      let tensors = try (0..<count).map { try Tensor("attention.t\($0)", [2, 2]) }
      try KerasFormat().write(
        tensors,
        layers: [
          LayerOutline(
            name: "attention",
            kerasClass: "MultiHeadAttention",
            tensorIndices: Array(0..<count)
          )
        ],
        at: folder("m.weights.h5")
      )
      let reader = try KerasFormat().makeReader(at: folder("m.weights.h5"))
      for tensor in tensors {
        #expect(try reader.bytes(of: tensor.descriptor.name) == tensor.bytes)
      }
    }

    @Test("hold a bidirectional layer as two layers", arguments: [4, 6])
    func bidirectional(_ count: Int) throws {
      let tensors = try (0..<count).map { try Tensor("r.t\($0)", [2, 2]) }
      try KerasFormat().write(
        tensors,
        layers: [
          LayerOutline(name: "r", kerasClass: "Bidirectional", tensorIndices: Array(0..<count))
        ],
        at: folder("m.weights.h5")
      )
      let reader = try KerasFormat().makeReader(at: folder("m.weights.h5"))
      for tensor in tensors {
        #expect(try reader.bytes(of: tensor.descriptor.name) == tensor.bytes)
      }
    }

    @Test("cannot hold attention with fused projections")
    func fusedAttention() throws {
      let error = try weightFileError {
        try KerasFormat().write(
          [try Tensor("a.in", [6, 2]), try Tensor("a.out", [2, 2])],
          layers: [
            LayerOutline(name: "a", kerasClass: "MultiHeadAttention", tensorIndices: [0, 1])
          ],
          at: folder("m.weights.h5")
        )
      }
      #expect(error.code == .unsupported)
      #expect(error.message.contains("separate projections"))
    }
  }
#endif
