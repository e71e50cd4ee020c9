import Testing

@testable import WeightInit

@Suite("Pieces of planned tensors")
struct PlannedPiecesTests {
  /// Networks of which every scheme is defined for one at least.
  private static func specifications(_ claim: String) -> [String] {
    let convolution = #"{"conv2d": 12, "name": "conv", "kernel": [3, 2], "groups": 2}"#
    let dense = #"{"dense": 20, "name": "wide"}, {"dense": 70, "name": "last"}"#
    return [
      (#"[4, 6, 7]"#, #"\#(convolution), {"flatten": null}, \#(dense)"#),
      (#"[4, 6, 7]"#, #"{"conv2d": 12, "name": "conv", "kernel": 3}"#),
      ("84", dense),
    ].map {
      #"{"seed": 3, "initializer": "\#(claim)", "input": \#($0.0), "layers": [\#($0.1)]}"#
    }
  }

  /// Every element found by its indices, one after the other.
  private func stored<Element: DrawnElement>(
    _ tensor: TensorPlan,
    as type: Element.Type
  ) throws -> [Element] {
    let shape = tensor.order.logicalShape
    let logical = try tensor.prepare().values(0..<shape.reduce(1, *), as: type)
    let lengths = tensor.order.permutation.map { shape[$0] }
    return logical.indices.map { position in
      var rest = position
      var indices = Array(repeating: 0, count: shape.count)
      for axis in lengths.indices.reversed() {
        indices[tensor.order.permutation[axis]] = rest % lengths[axis]
        rest /= lengths[axis]
      }
      return logical[zip(indices, shape).reduce(0) { $0 * $1.1 + $1.0 }]
    }
  }

  private func joined<Element: DrawnElement>(
    _ pieces: any TensorPieces,
    backwards: Bool
  ) throws -> [Element] {
    let numbers = Array(0..<pieces.count)
    var parts = Array(repeating: [Element](), count: pieces.count)
    for number in backwards ? numbers.reversed() : numbers {
      parts[number] = Array(repeating: .nan, count: pieces.range(of: number).count)
      try parts[number].withUnsafeMutableBytes { try pieces.make(number, into: $0) }
    }
    return parts.flatMap { $0 }
  }

  @Test("hold the bits of the whole, whatever their size and order", arguments: EveryScheme.claims)
  func sizes(claim: String) throws {
    var tested = 0
    for layout in WeightLayout.allCases {
      // Some schemes are not defined for some of the layers; what they say is tested elsewhere.
      let plans = Self.specifications(claim).lazy.compactMap {
        try? Making.plan($0, overrides: .init(layout: layout))
      }
      let plan = try #require(plans.first)
      for tensor in plan.plannedTensors {
        let singles = try stored(tensor, as: Float.self)
        let doubles = try stored(tensor, as: Double.self)
        for limit in [1, 100, 999, 4_000, 1 << 20] {
          let single = try PlannedPieces<Unrounded<Float>>.of(
            tensor,
            jobs: 3,
            usual: limit,
            largest: limit
          )
          #expect(try joined(single, backwards: true) == singles, "\(tensor.descriptor.name)")
          let double = try PlannedPieces<Unrounded<Double>>.of(
            tensor,
            jobs: 1,
            usual: limit,
            largest: limit
          )
          #expect(try joined(double, backwards: false) == doubles, "\(tensor.descriptor.name)")
          tested += 1
        }
      }
    }
    #expect(tested >= 15)
  }

  @Test("of a layout that keeps neurons last are small, for every scheme that is not matrix-wide")
  func memory() throws {
    for claim in ["he-normal", "uniform:low=-1,high=1", "aci", "rai", "raai", "gsm:odd=leftover"] {
      let plan = try Making.plan(
        #"{"seed": 1, "initializer": "\#(claim)", "input": 90, "layers": [{"dense": 64, "name": "a"}, {"dense": 66, "name": "b"}]}"#,
        overrides: .init(layout: .keras)
      )
      let tensor = try #require(plan.plannedTensors.first { $0.descriptor.name == "a.kernel" })
      let pieces = try PlannedPieces<Unrounded<Float>>.of(tensor, jobs: 1, largest: 64 * 4 * 5)
      #expect(pieces.longest == 64 * 5, "\(claim)")
      #expect(pieces.count == 18, "\(claim)")
    }
  }

  @Test(
    "follow each other without gaps and keep to their limit",
    arguments: [1, 5, 6, 7, 24, 10_000]
  )
  func split(limit: Int) {
    let lengths = [3, 4, 5, 6]
    let split = PieceSplit(lengths, limit: limit, lastAxis: 3)
    var end = 0
    for piece in 0..<split.count {
      let range = split.range(of: piece)
      #expect(range.lowerBound == end)
      #expect(!range.isEmpty && range.count <= limit)
      end = range.upperBound
    }
    #expect(end == 360)
    #expect(PieceSplit([], limit: limit, lastAxis: 0).range(of: 0) == 0..<1)
  }
}
