import Testing
import WeightInit

@Suite("The random contract")
struct RandomContractTests {
  /// A network with a convolution in groups, a flatten and two dense layers.
  private static func spec(_ claim: String) -> String {
    #"""
    {"seed": 81985529216486895, "initializer": "\#(claim)", "input": [4, 9, 8], "layers": [
      {"conv2d": 8, "name": "conv", "kernel": [3, 2], "initializer": "\#(claim)"},
      {"flatten": null},
      {"dense": 30, "name": "fc1"},
      {"dense": 10, "name": "fc2", "bias": "uniform:low=-0.1,high=0.1"}]}
    """#
  }

  /// FNV-1a in 64 bits over the bytes of all tensors in order.
  private static func digest(_ plan: InitializationPlan) throws -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for index in plan.tensors.indices {
      try plan.forEachChunk(of: index) { chunk in
        for byte in chunk { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
      }
    }
    return hash
  }

  private static let digests: [(String, ElementType, WeightLayout, UInt64)] = [
    ("he-normal", .float32, .pytorch, 0x4eac_ad99_3b6d_a2bf),
    ("he-normal", .float64, .keras, 0x78bc_4ed6_3f24_609a),
    ("he-normal", .float16, .mlx, 0xcf13_e2f4_4949_eb31),
    ("he-uniform", .float32, .keras, 0x3f45_ca06_5ce7_6343),
    ("he-uniform:mode=fan_out", .bfloat16, .pytorch, 0x957c_3523_018c_4a44),
    ("normal:mean=1,std=0.5", .float32, .mlx, 0x53c1_b339_2c03_8ad2),
    ("uniform:low=-1,high=2", .float64, .pytorch, 0xec7f_8b39_828c_f5e7),
    ("orthogonal", .float32, .pytorch, 0x70c2_4ef8_8e44_2e21),
    ("orthogonal:gain=1.5", .float64, .keras, 0xa5b3_3232_e9dc_fce9),
    ("aci", .float32, .pytorch, 0x3e5e_5a5f_5adc_4c16),
    ("aci:k=-0.5", .float64, .keras, 0xe2db_01df_aa32_ce8f),
    ("aci:k=inf", .bfloat16, .mlx, 0x772b_6984_47c7_491f),
    ("rai", .float32, .keras, 0xbfa4_edbe_dd05_9724),
    ("raai", .float32, .pytorch, 0x3d6f_ad74_d57f_50f8),
    ("raai", .float64, .mlx, 0x68ed_9836_58c5_0be9),
    ("raai:k=1", .float16, .keras, 0xe3e8_fe12_6e76_a262),
    ("gsm", .float32, .pytorch, 0xb0e5_7824_52f2_e492),
    ("gsm:submatrix=orthogonal", .float64, .mlx, 0xaa83_f9de_cda3_fa41),
    ("fractional-moment:s=0.8", .float32, .keras, 0x7f49_7c5d_8ca9_d982),
    ("zero-hadamard", .float32, .pytorch, 0x32c8_3a70_166e_6be6),
    ("zero-hadamard-star:distribution=rademacher", .float16, .mlx, 0x7a95_a3d4_150a_1a28),
    ("zero-hadamard-star:distribution=uniform", .float32, .keras, 0x362c_a6d9_0b34_5940),
  ]

  /// A digest that changes breaks everyone's seeds: it may change only with
  /// ``RandomContract/version``, and then all are made anew.
  @Test("One seed gives the same bytes for ever", arguments: digests)
  func bytes(claim: String, type: ElementType, layout: WeightLayout, expected: UInt64) throws {
    let plan = try Making.plan(
      Self.spec(claim),
      overrides: .init(elementType: type, layout: layout)
    )
    let found = try Self.digest(plan)
    #expect(found == expected, "found 0x\(String(found, radix: 16))")
  }

  @Test("The digests are those of version 1")
  func version() {
    #expect(RandomContract.version == 1)
    #expect(RandomContract.generator == "philox4x32-10")
  }
}
