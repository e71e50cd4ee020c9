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
    ("he-normal", .float32, .pytorch, 0xc333_4053_2ffb_37f1),
    ("he-normal", .float64, .keras, 0x6e31_902a_62d1_2e94),
    ("he-normal", .float16, .mlx, 0x1910_7936_de0c_c1f6),
    ("he-uniform", .float32, .keras, 0x3f45_ca06_5ce7_6343),
    ("he-uniform:mode=fan_out", .bfloat16, .pytorch, 0x957c_3523_018c_4a44),
    ("normal:mean=1,std=0.5", .float32, .mlx, 0x5496_a24e_7b8a_fe14),
    ("uniform:low=-1,high=2", .float64, .pytorch, 0xec7f_8b39_828c_f5e7),
    ("orthogonal", .float32, .pytorch, 0xc27d_e6e2_92f3_436f),
    ("orthogonal:gain=1.5", .float64, .keras, 0x8dd0_7bc2_48c5_8f8e),
    ("aci", .float32, .pytorch, 0xb260_2ad8_0526_2a62),
    ("aci:k=-0.5", .float64, .keras, 0xe0ad_9a31_a430_0aa9),
    ("aci:k=inf", .bfloat16, .mlx, 0xf252_1611_fb22_9ec9),
    ("rai", .float32, .keras, 0x96de_a3ef_9ce6_ebf5),
    ("raai", .float32, .pytorch, 0x600c_ea70_4bfb_52f6),
    ("raai", .float64, .mlx, 0xee25_6cad_9656_3ff0),
    ("raai:k=1", .float16, .keras, 0xb991_be27_750c_a835),
    ("gsm", .float32, .pytorch, 0x9ae5_7aed_57bc_d94e),
    ("gsm:submatrix=orthogonal", .float64, .mlx, 0x70cb_a727_e6bc_d48d),
    ("fractional-moment:s=0.8", .float32, .keras, 0x17ac_e2dc_9a2f_c38f),
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
