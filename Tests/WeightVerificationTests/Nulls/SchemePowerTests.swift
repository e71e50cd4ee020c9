import Testing
import WeightInit
import WeightVerification

/// Each scheme's own draw at 256 × 256 is consistent, and rejected with a scale 2 % off.
///
/// That moves the sum of squares of independent entries by 7 standard errors or more. The seed is fixed.
@Suite struct SchemePowerTests {
  static let claims = [
    "ones", "constant:value=-0.3", "normal:std=0.02", "normal:mean=0.01,std=0.02",
    "uniform:low=-0.1,high=0.1", "he-normal", "he-uniform", "orthogonal", "aci", "rai", "raai",
    "gsm:submatrix=orthogonal", "fractional-moment", "zero-hadamard", "zero-hadamard-star",
    "truncated-normal:std=0.02", "truncated-normal:mean=1,std=0.5,lower=-1,upper=3,corrected=true",
    "identity", "dirac:gain=2", "variance-scaling:scale=2,mode=fan_avg",
    "variance-scaling:distribution=truncated-normal", "variance-scaling:distribution=uniform",
    "variance-scaling:distribution=rademacher", "he-normal:convention=jax",
    "he-normal:convention=mlx", "he-uniform:convention=mlx", "he-rademacher", "glorot-normal",
    "glorot-normal:convention=keras", "glorot-uniform", "lecun-normal",
    "lecun-normal:convention=jax", "lecun-uniform", "delta-orthogonal:center=upper",
    "sparse:sparsity=0.05,convention=torch", "sparse:sparsity=0.07",
    "random-walk", "edge-of-chaos", "torch-default", "keras-default", "flax-default",
    "mlx-default",
    "edge-of-chaos:activation=clipped-soft-threshold,sparsity=0.8,slope-target=0.5",
  ]

  private func report(
    _ claim: String,
    claimed: String? = nil,
    scale: Double = 1
  ) throws
    -> VerificationReport
  {
    let layer = LayerContext(
      name: "layer",
      neurons: 256,
      fanIn: 256,
      kernel: claim.hasPrefix("d") ? [2, 2] : [],
      seed: 20
    )
    let registry = InitializerRegistry.builtIn
    let values = try registry.resolve(claim).initializer.weights(of: layer)
      .values(0..<65_536, as: Double.self)
    return try Case(
      rows: 256,
      columns: 256,
      law: registry.resolve(claimed ?? claim).initializer.weightLaw(of: layer),
      values: values.map { scale * $0 }
    ).report()
  }

  @Test("A scheme's own draw is consistent with it", arguments: claims)
  func own(claim: String) throws {
    #expect(try report(claim).verdict == .consistent)
  }

  @Test("A scheme's own draw with a scale 2 % too large is rejected", arguments: claims)
  func scaled(claim: String) throws {
    #expect(try report(claim, scale: 1.02).verdict == .inconsistent)
  }

  /// Each value of the submatrix stands there four times, so that 2 % are 3.6 standard errors only.
  @Test("Of a Gaussian submatrix's scale 5 % are rejected")
  func mirrored() throws {
    #expect(try report("gsm").verdict == .consistent)
    #expect(try report("gsm", scale: 1.05).verdict == .inconsistent)
  }

  @Test(
    "One framework's meaning of a name is not another's",
    arguments: [
      ("he-normal:convention=jax", "he-normal"), ("he-normal", "he-normal:convention=keras"),
      ("he-normal:convention=mlx", "he-normal"), ("lecun-normal:convention=jax", "lecun-normal"),
      ("glorot-normal", "glorot-normal:convention=keras"),
      ("truncated-normal:std=0.02", "truncated-normal:std=0.02,corrected=true"),
      ("torch-default", "keras-default"), ("flax-default", "lecun-normal"),
      ("sparse:sparsity=0.9", "sparse:sparsity=0.9,convention=torch"),
      ("sparse:sparsity=0.9,convention=torch", "sparse:sparsity=0.9"),
      ("sparse:sparsity=0.9", "sparse:sparsity=0.89"), ("sparse:sparsity=0.9", "normal:std=0.01"),
      ("normal:std=0.01", "sparse:sparsity=0.9"),
    ]
  )
  func conventions(made: String, claimed: String) throws {
    #expect(try report(made, claimed: claimed).verdict == .inconsistent)
  }
}
