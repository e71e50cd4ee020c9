import Testing
import WeightInit

@Suite("Ranges of draws")
struct FillRangeTests {
  private static let layers = [
    Making.layer(1, 1), Making.layer(1, 9), Making.layer(9, 1), Making.layer(5, 7),
    Making.layer(64, 64), Making.layer(6, 10, position: .first),
    Making.layer(6, 10, position: .only),
    Making.convolution(8, channels: 4, kernel: [3, 3]),
    Making.convolution(8, channels: 2, kernel: [3], groups: 2, position: .last),
    Making.convolution(6, channels: 3, kernel: [2, 1, 2]),
  ]

  @Test("The claims under test name every scheme")
  func coverage() throws {
    let tested = try Set(EveryScheme.claims.map { type(of: try Making.scheme($0)).identifier })
    #expect(tested == Set(InitializerRegistry.builtIn.all.map { $0.identifier }))
  }

  @Test("Any range holds the bits of the whole draw", arguments: EveryScheme.claims)
  func ranges(claim: String) throws {
    let scheme = try Making.scheme(claim)
    var tested = 0
    for layer in Self.layers {
      // Some schemes are not defined for some layers; what they say is tested elsewhere.
      guard let weights = try? scheme.weights(of: layer) else { continue }
      tested += 1
      try check(weights, count: layer.neurons * layer.fanIn, rowLength: layer.fanIn)
      try check(scheme.biases(of: layer), count: layer.neurons, rowLength: 1)
    }
    #expect(tested >= 4)
  }

  private func check(_ fill: any TensorFill, count: Int, rowLength: Int) throws {
    let singles = fill.values(0..<count, as: Float.self).map(\.bitPattern)
    let doubles = fill.values(0..<count, as: Double.self).map(\.bitPattern)
    for range in Self.ranges(count: count, rowLength: rowLength) {
      #expect(fill.values(range, as: Float.self).map(\.bitPattern) == Array(singles[range]))
      #expect(fill.values(range, as: Double.self).map(\.bitPattern) == Array(doubles[range]))
    }
  }

  /// Ranges that keep rows whole, that cut them at one end or both, and that lie within one.
  private static func ranges(count: Int, rowLength: Int) -> [Range<Int>] {
    let bounds = [
      0, 1, rowLength - 1, rowLength, rowLength + 1, count / 2, count / 2 + 1, count - rowLength,
      count - 1, count,
    ]
    let places = Set(bounds.filter { (0...count).contains($0) }).sorted()
    return places.flatMap { lower in
      places.filter { $0 >= lower }.map { lower..<$0 }
    }
  }
}

@Suite("Drawing a plan")
struct DrawingTests {
  private static let spec = """
    {"seed": 3, "initializer": "raai", "input": [3, 40, 41], "layers": [
      {"conv2d": 48, "name": "conv", "kernel": [3, 5], "groups": 3, "initializer": "he-uniform"},
      {"pool": 4, "operation": "average"},
      {"flatten": null},
      {"dense": 70, "name": "wide"},
      {"dense": 480, "name": "aci", "initializer": "aci:k=-0.5"},
      {"dense": 69, "name": "orthogonal", "initializer": "orthogonal"},
      {"dense": 481, "name": "mirrored", "initializer": "gsm:position=hidden,odd=leftover"},
      {"dense": 70, "name": "zero", "initializer": "zero-hadamard"}]}
    """

  @Test(
    "Drawing with several threads gives the bytes of drawing with one",
    arguments: WeightLayout.allCases
  )
  func threads(layout: WeightLayout) throws {
    var plan = try Making.plan(Self.spec, overrides: .init(layout: layout))
    let alone = try plan.tensors.indices.map { try Making.bytes(plan, $0) }
    for (bytes, tensor) in zip(alone, plan.tensors) { #expect(bytes.count == tensor.byteCount) }
    for jobs in [2, 3, -1] {
      plan.jobs = jobs
      for index in plan.tensors.indices {
        #expect(try Making.bytes(plan, index) == alone[index], "\(plan.tensors[index].name)")
      }
    }
  }

  @Test("A row longer than a block is drawn as a whole")
  func longRows() throws {
    let columns = (1 << 20) + 3
    let plan = try Making.plan(
      #"{"seed": 1, "initializer": "aci", "input": \#(columns), "layers": [{"dense": 2, "name": "a"}]}"#
    )
    var chunks: [Int] = []
    var values: [Float] = []
    try plan.forEachChunk(of: 0) { chunk in
      chunks.append(chunk.count)
      values.append(contentsOf: chunk.bindMemory(to: Float.self))
    }
    #expect(chunks == [columns * 4, columns * 4])
    let layer = LayerContext(name: "a", neurons: 2, fanIn: columns, position: .only, seed: 1)
    let whole = try Making.scheme("aci").weights(of: layer)
    let range = columns - 2..<columns + 2
    #expect(whole.values(range, as: Float.self) == Array(values[range]))
  }

  @Test("Other layers, their order and their number do not change a tensor")
  func independence() throws {
    func bytes(_ layers: String) throws -> [UInt8] {
      let plan = try Making.plan(
        #"{"seed": 9, "initializer": "raai", "input": 6, "layers": [\#(layers)]}"#
      )
      let index = try #require(plan.tensors.firstIndex { $0.name == "fc.weight" })
      return try Making.bytes(plan, index)
    }
    let alone = try bytes(#"{"dense": 4, "name": "fc"}"#)
    #expect(try bytes(#"{"dense": 6, "name": "a"}, {"dense": 4, "name": "fc"}"#) == alone)
    #expect(
      try bytes(
        #"{"dense": 6, "name": "b"}, {"dense": 6, "name": "a"}, {"dense": 4, "name": "fc"}, {"dense": 1}"#
      ) == alone
    )
    #expect(try bytes(#"{"dense": 4, "name": "fc", "bias": false}"#) == alone)
  }

  @Test("Seeds and names change the weights")
  func seeds() throws {
    func bytes(_ seed: UInt64, _ name: String) throws -> [UInt8] {
      let plan = try Making.plan(
        #"{"seed": \#(seed), "initializer": "raai", "input": 6, "layers": [{"dense": 4, "name": "\#(name)"}]}"#
      )
      return try Making.bytes(plan, 0)
    }
    let drawn = try [bytes(0, "a"), bytes(1, "a"), bytes(.max, "a"), bytes(0, "b")]
    #expect(Set(drawn).count == 4)
  }

  @Test("A tensor larger than any memory is an error and not the end of the program")
  func memory() throws {
    let plan = try Making.plan(
      #"""
      {"seed": 1, "initializer": "orthogonal", "input": 1000000000, "layers": [
        {"dense": 1000000000, "name": "a"}]}
      """#,
      overrides: .init(layout: .keras)
    )
    for (index, tensor) in plan.tensors.enumerated() where tensor.shape.count == 2 {
      let error = #expect(throws: WeightInitError.self) {
        try plan.forEachChunk(of: index) { _ in }
      }
      #expect(error?.code == .outOfMemory)
    }
  }
}
