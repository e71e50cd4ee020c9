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
    ("he-normal", .float32, .pytorch, 0xe018_bb8c_5baf_3673),
    ("he-normal", .float64, .keras, 0xc5b4_ed9e_6338_1e8e),
    ("he-normal", .float16, .mlx, 0x0fb7_16c4_a3ef_8203),
    ("he-uniform", .float32, .keras, 0x3f45_ca06_5ce7_6343),
    ("he-uniform:mode=fan_out", .bfloat16, .pytorch, 0x957c_3523_018c_4a44),
    ("normal:mean=1,std=0.5", .float32, .mlx, 0xe4fb_f2a2_d34e_2dd4),
    ("uniform:low=-1,high=2", .float64, .pytorch, 0xec7f_8b39_828c_f5e7),
    ("orthogonal", .float32, .pytorch, 0x5211_4f57_7acc_8438),
    ("orthogonal:gain=1.5", .float64, .keras, 0x8ea2_7993_ccad_836f),
    ("aci", .float32, .pytorch, 0xef7b_15a3_f49f_9692),
    ("aci:k=-0.5", .float64, .keras, 0x2edc_50c0_d4ee_44f2),
    ("aci:k=inf", .bfloat16, .mlx, 0xdf18_4ff6_cc22_8aea),
    ("rai", .float32, .keras, 0x8cd7_d402_9e9e_7ceb),
    ("raai", .float32, .pytorch, 0x9bf6_793d_e1af_da13),
    ("raai", .float64, .mlx, 0x2886_91d2_bc3e_e74f),
    ("raai:k=1", .float16, .keras, 0xc634_4af0_9dd9_350a),
    ("gsm", .float32, .pytorch, 0x7086_500d_2ed4_02c6),
    ("gsm:submatrix=orthogonal", .float64, .mlx, 0x0ede_987b_faa6_c1cd),
    ("fractional-moment:s=0.8", .float32, .keras, 0x2822_e69e_f8b7_aec7),
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
