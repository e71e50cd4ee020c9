import Testing
import WeightInit

/// Short ways to the things that tests look at.
enum Making {
  /// The scheme of a claim.
  static func scheme(_ claim: String) throws -> any Initializer {
    try InitializerRegistry.builtIn.resolve(claim).initializer
  }

  /// A layer as schemes see it.
  static func layer(
    _ neurons: Int,
    _ fanIn: Int,
    position: LayerPosition = .hidden,
    seed: UInt64 = 1
  ) -> LayerContext {
    LayerContext(name: "layer", neurons: neurons, fanIn: fanIn, position: position, seed: seed)
  }

  /// A convolution as schemes see it; `channels` are the input channels of one group.
  static func convolution(
    _ neurons: Int,
    channels: Int,
    kernel: [Int],
    groups: Int = 1,
    position: LayerPosition = .hidden,
    seed: UInt64 = 1
  ) -> LayerContext {
    let positions = kernel.reduce(1, *)
    return LayerContext(
      name: "layer",
      neurons: neurons,
      fanIn: channels * positions,
      fanOut: neurons / groups * positions,
      groups: groups,
      kernel: kernel,
      position: position,
      seed: seed
    )
  }

  /// All weights that a claim draws for a layer.
  static func weights<Element: DrawnElement>(
    _ claim: String,
    _ layer: LayerContext,
    as type: Element.Type = Double.self
  ) throws -> [Element] {
    try scheme(claim).weights(of: layer).values(0..<layer.neurons * layer.fanIn, as: type)
  }

  /// The plan of a specification in JSON.
  static func plan(
    _ json: String,
    registry: InitializerRegistry = .builtIn,
    overrides: InitializationPlan.Overrides = .init()
  ) throws -> InitializationPlan {
    try InitializationPlan(
      DocumentNode(json: Array(json.utf8)),
      registry: registry,
      overrides: overrides
    )
  }

  /// The problems of a specification in JSON; none when it can be planned.
  static func problems(_ json: String) throws -> [Diagnostic] {
    do {
      _ = try plan(json)
      return []
    } catch let error as WeightInitError {
      #expect(error.code == .invalidSpecification)
      return error.diagnostics
    }
  }

  /// The bytes of a tensor as a file would hold them.
  static func bytes(_ plan: InitializationPlan, _ index: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try plan.forEachChunk(of: index) { bytes.append(contentsOf: $0) }
    return bytes
  }
}

/// A claim for every registered scheme, with parameters off their defaults for some.
enum EveryScheme {
  static let claims = [
    "zeros", "ones", "constant:value=-0.3", "uniform:low=0.1,high=0.3", "uniform:low=-2,high=2",
    "normal:mean=0.5,std=0.2", "he-normal", "he-uniform:mode=fan_out,slope=0.2", "orthogonal",
    "orthogonal:gain=1.4142", "aci", "aci:k=-0.9", "aci:k=inf,variance=0.5", "rai", "raai",
    "raai:k=inf", "raai:k=-0.5,variance=2", "gsm:odd=leftover", "gsm:submatrix=orthogonal",
    "gsm:mode=fan_in,position=last,odd=leftover", "gsm:position=first,odd=leftover",
    "fractional-moment:s=0.8", "fractional-moment:lower=1/8,upper=1/3", "zero-hadamard",
    "zero-hadamard:normalization=isometric", "zero-hadamard-star",
    "zero-hadamard-star:distribution=rademacher", "zero-hadamard-star:distribution=uniform",
    "truncated-normal:std=0.3", "truncated-normal:mean=1,std=0.5,lower=-1,upper=3,corrected=true",
    "sparse:sparsity=0.5", "sparse:sparsity=0.3,std=2,convention=torch",
    "sparse:sparsity=0.7,convention=mlx",
    "identity:gain=0.5", "dirac", "delta-orthogonal:center=upper,gain=2",
    "variance-scaling:scale=3,mode=fan_geo_avg",
    "variance-scaling:distribution=truncated-normal,mode=fan_avg",
    "variance-scaling:distribution=rademacher", "he-normal:convention=jax",
    "he-uniform:convention=mlx", "he-rademacher:slope=0.3", "glorot-normal:gain=1.5",
    "glorot-normal:convention=keras", "glorot-uniform", "lecun-normal:convention=jax",
    "lecun-uniform", "random-walk", "random-walk:activation=linear", "edge-of-chaos",
    "edge-of-chaos:activation=clipped-relu,sparsity=0.8,slope-target=0.7",
    "torch-default", "keras-default", "flax-default", "mlx-default",
  ]
}
