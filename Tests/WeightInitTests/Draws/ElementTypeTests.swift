import Testing
import WeightInit

@Suite("Element types")
struct ElementTypeTests {
  private static let layers = [
    Making.layer(34, 20), Making.layer(20, 34, position: .first),
    Making.convolution(8, channels: 4, kernel: [3, 3], position: .last),
  ]

  /// The float32 normals lie within 2 units in the last place of their float64 refinement, and sums
  /// over a row and the steps of a scheme add a few roundings: 2⁻²⁰ of the largest value holds all.
  @Test("float64 draws agree with float32 draws to their accuracy", arguments: EveryScheme.claims)
  func agreement(claim: String) throws {
    for layer in Self.layers {
      // Some schemes are not defined for some layers; what they say is tested elsewhere.
      guard (try? Making.scheme(claim).weights(of: layer)) != nil else { continue }
      let singles = try Making.weights(claim, layer, as: Float.self).map { Double($0) }
      let doubles = try Making.weights(claim, layer, as: Double.self)
      let greatest = doubles.reduce(0) { max($0, abs($1)) }
      let difference = zip(singles, doubles).reduce(0) { max($0, abs($1.0 - $1.1)) }
      #expect(difference <= 0x1p-20 * greatest)
      if greatest > 0, try Making.scheme(claim).weightLaw(of: layer).isRandom {
        // They carry more bits: most differ.
        #expect(zip(singles, doubles).contains { $0 != $1 })
      }
    }
  }

  private static func spec(_ type: ElementType) -> String {
    #"""
    {"seed": 5, "initializer": "raai", "input": 30, "dtype": "\#(type.rawValue)", "layers": [
      {"dense": 50, "name": "raai"},
      {"dense": 40, "name": "small", "initializer": "normal:std=1e-5"},
      {"dense": 40, "name": "large", "initializer": "normal:std=5000"}]}
    """#
  }

  private func words(_ plan: InitializationPlan, _ index: Int) throws -> [UInt16] {
    let bytes = try Making.bytes(plan, index)
    return stride(from: 0, to: bytes.count, by: 2).map {
      UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8
    }
  }

  #if !(os(macOS) && arch(x86_64))
    @Test("A float16 value is the float32 draw rounded once")
    func halves() throws {
      let plan = try Making.plan(Self.spec(.float16))
      let exact = try Making.plan(Self.spec(.float32))
      for (index, tensor) in plan.tensors.enumerated() {
        let floats = try #require(try exact.values(of: tensor.name, as: Float.self))
        #expect(try words(plan, index) == floats.map { Float16($0).bitPattern })
      }
    }
  #endif

  @Test("A bfloat16 value is the float32 draw rounded once to the nearest, ties to even")
  func brainHalves() throws {
    let plan = try Making.plan(Self.spec(.bfloat16))
    let exact = try Making.plan(Self.spec(.float32))
    for (index, tensor) in plan.tensors.enumerated() {
      let floats = try #require(try exact.values(of: tensor.name, as: Float.self))
      #expect(try words(plan, index) == floats.map(Self.brainHalf))
    }
  }

  /// The nearer of the two neighbours, by their distances; draws are far from infinity.
  private static func brainHalf(_ value: Float) -> UInt16 {
    let towardsZero = UInt16(value.bitPattern >> 16)
    func distance(_ bits: UInt16) -> Double {
      abs(Double(Float(bitPattern: UInt32(bits) << 16)) - Double(value))
    }
    let (near, far) = (distance(towardsZero), distance(towardsZero + 1))
    if near == far { return towardsZero.isMultiple(of: 2) ? towardsZero : towardsZero + 1 }
    return near < far ? towardsZero : towardsZero + 1
  }

  @Test("The plan's bytes are the little-endian values")
  func bytes() throws {
    let single = try Making.plan(Self.spec(.float32))
    let double = try Making.plan(Self.spec(.float64))
    for (index, tensor) in single.tensors.enumerated() {
      let floats = try #require(try single.values(of: tensor.name, as: Float.self))
      let doubles = try #require(try double.values(of: tensor.name, as: Double.self))
      #expect(
        try Making.bytes(single, index)
          == floats.flatMap { value in
            (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) }
          }
      )
      #expect(
        try Making.bytes(double, index)
          == doubles.flatMap { value in
            (0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) }
          }
      )
    }
  }

  @Test(
    "A scheme whose values do not fit into the element type is refused",
    arguments: [
      ("constant:value=70000", ElementType.float16, false),
      ("constant:value=70000", .bfloat16, true),
      ("constant:value=1e39", .float32, false), ("constant:value=1e39", .float64, true),
      ("constant:value=0", .float16, true), ("normal:std=1e-9", .float16, false),
      ("normal:std=1e-9", .float32, true), ("normal:std=1e-40", .float32, false),
      ("normal:std=1e-40", .float64, true), ("normal:std=10000", .float16, false),
      ("uniform:low=-1e39,high=1", .float32, false), ("aci:variance=1e80", .float32, false),
      ("raai:variance=1e80", .float64, true), ("raai:variance=1e-90", .float32, false),
      ("he-normal:slope=1e200", .float32, false), ("he-normal", .float16, true),
    ]
  )
  func range(claim: String, type: ElementType, fits: Bool) throws {
    let problems = try Making.problems(
      #"{"initializer": "\#(claim)", "dtype": "\#(type.rawValue)", "input": 4, "layers": [{"dense": 4}]}"#
    )
    #expect(problems.isEmpty == fits)
    #expect(problems.allSatisfy { $0.message.contains("do not fit into \(type.rawValue)") })
  }
}
