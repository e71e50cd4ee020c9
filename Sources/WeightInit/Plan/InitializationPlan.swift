/// Everything that will be drawn for a network: the tensors with their shapes, schemes and laws.
///
/// A plan is a ``TensorSource``: streaming a tensor draws it. Nothing is drawn before.
public struct InitializationPlan: Sendable {
  /// What a user may set over the specification.
  public struct Overrides: Sendable {
    /// Replaces the specification's seed.
    public var seed: UInt64?
    /// Replaces the specification's default scheme, as a claim.
    public var initializer: String?
    /// Replaces the element type of all layers.
    public var elementType: ElementType?
    /// Replaces the layout.
    public var layout: WeightLayout?

    /// Sets nothing, or some things.
    ///
    /// - Parameters:
    ///   - seed: Replaces the specification's seed.
    ///   - initializer: Replaces the specification's default scheme, as a claim.
    ///   - elementType: Replaces the element type of all layers.
    ///   - layout: Replaces the layout.
    public init(
      seed: UInt64? = nil,
      initializer: String? = nil,
      elementType: ElementType? = nil,
      layout: WeightLayout? = nil
    ) {
      self.seed = seed
      self.initializer = initializer
      self.elementType = elementType
      self.layout = layout
    }
  }

  /// The seed.
  public let seed: UInt64
  /// The scheme of layers that name none, as a claim with all parameters; `nil` when there is none.
  public let initializer: String?
  /// The order of axes and the names.
  public let layout: WeightLayout
  /// The tensors with all that is known of them, in the network's order.
  public let plannedTensors: [TensorPlan]
  /// The layers, weightless ones included.
  public let layers: [LayerOutline]
  /// What is doubtful about the specification without being wrong.
  ///
  /// Rules that match nothing, and what schemes say of layers (``Initializer/warnings(for:)``).
  public let warnings: [Diagnostic]
  /// How many threads draw.
  public var jobs = 1

  /// Plans a network.
  ///
  /// - Parameters:
  ///   - spec: The network.
  ///   - registry: The schemes that it may name.
  ///   - overrides: What is set over the specification.
  /// - Throws: ``WeightInitError`` with all problems.
  public init(
    _ spec: NetworkSpec,
    registry: InitializerRegistry = .builtIn,
    overrides: Overrides = .init()
  ) throws {
    try self.init(
      spec,
      places: LayerPlace.list(spec.layers.count),
      earlier: [],
      unread: [],
      registry: registry,
      overrides: overrides
    )
  }

  /// Plans the network of a document.
  ///
  /// - Parameters:
  ///   - document: The specification, as YAML or JSON was parsed.
  ///   - registry: The schemes that it may name.
  ///   - kinds: The layer kinds that it may name.
  ///   - overrides: What is set over the specification.
  /// - Throws: ``WeightInitError`` with all problems, in document order.
  public init(
    _ document: DocumentNode,
    registry: InitializerRegistry = .builtIn,
    kinds: LayerKindRegistry = .builtIn,
    overrides: Overrides = .init()
  ) throws {
    let reader = SpecificationReader(document, kinds: kinds)
    try self.init(
      NetworkSpec(document: reader),
      places: reader.places,
      earlier: reader.diagnostics,
      unread: reader.unread,
      registry: registry,
      overrides: overrides
    )
  }

  private init(
    _ spec: NetworkSpec,
    places: [LayerPlace],
    earlier: [Diagnostic],
    unread: Set<String>,
    registry: InitializerRegistry,
    overrides: Overrides
  ) throws {
    var spec = spec
    spec.seed = overrides.seed ?? spec.seed
    spec.layout = overrides.layout ?? spec.layout ?? .pytorch
    if let claim = overrides.initializer {
      // A mistake on the command line is reported as such, not as one of the document.
      _ = try registry.resolve(claim)
      spec.initializer = try Claim(claim)
    }
    if let type = overrides.elementType {
      spec.elementType = type
      for index in spec.layers.indices { spec.layers[index].elementType = nil }
    }
    var builder = PlanBuilder(
      spec: spec,
      places: places,
      registry: registry,
      unread: unread
    )
    builder.build()
    let diagnostics = Self.inDocumentOrder(earlier + builder.diagnostics)
    guard diagnostics.isEmpty else {
      throw WeightInitError(
        code: .invalidSpecification,
        message: diagnostics.count == 1
          ? "the specification has a problem:"
          : "the specification has \(diagnostics.count) problems:",
        diagnostics: diagnostics
      )
    }
    seed = spec.seed
    initializer = builder.defaultScheme?.claim
    layout = spec.layout ?? .pytorch
    plannedTensors = builder.tensors
    layers = builder.outlines
    warnings = builder.warnings
  }

  /// Problems by line where lines are known, else as they were found.
  private static func inDocumentOrder(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    diagnostics.enumerated()
      .sorted { ($0.element.line ?? .max, $0.offset) < ($1.element.line ?? .max, $1.offset) }
      .map(\.element)
  }
}
