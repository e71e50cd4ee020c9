import InitializationTheory

/// One layer of a network specification.
public struct LayerSpec: Sendable {
  /// How a layer's biases come to be.
  public enum Bias: Sendable {
    /// The layer has no bias.
    case none
    /// The scheme of the weights decides; zero unless it draws biases.
    case byScheme
    /// A scheme of its own, which sees a layer of fan-in 1.
    case drawn(Claim)
  }

  /// The layer's name; `nil` names it by its kind and number, for example `dense2`.
  public var name: String?
  /// What kind of layer it is, with the kind's parameters.
  public var kind: any LayerKind
  /// The function that follows the layer.
  public var activation: Activation
  /// How the biases come to be.
  public var bias: Bias
  /// The layer's own scheme; `nil` takes the network's.
  public var initializer: Claim?
  /// The layer's own element type; `nil` takes the network's.
  public var elementType: ElementType?
  /// What the layer does for the network beyond its kind.
  public var role: LayerRole?
  /// The layers whose outputs, side by side, flow into this one, or ``networkInput``; empty takes the
  /// layer before.
  public var from: [String] = []
  /// The layer whose weights this one shares, so that it has no tensors of its own; `nil` for none.
  public var tied: String?

  /// The name that stands for the network's input in ``from``.
  public static let networkInput = "input"
  /// The line of the document on which the layer stands.
  var line: Int?
  /// The keys of the document's layer that were given but could not be read; the kind's key stands
  /// for its parameters.
  var unread: Set<String>

  init(
    name: String?,
    kind: any LayerKind,
    activation: Activation,
    bias: Bias,
    initializer: Claim?,
    elementType: ElementType? = nil,
    line: Int? = nil,
    unread: Set<String> = []
  ) {
    self.name = name
    self.kind = kind
    self.activation = activation
    self.bias = bias
    self.initializer = initializer
    self.elementType = elementType
    self.line = line
    self.unread = unread
  }

  /// Describes a layer of any kind.
  ///
  /// - Parameters:
  ///   - kind: The name of the kind, for example `conv2d`.
  ///   - parameters: The kind's parameters by name, as in a specification.
  ///   - name: The layer's name; by default its kind and number.
  ///   - activation: The function that follows the layer.
  ///   - hasBias: Whether the layer has a bias.
  ///   - initializer: The layer's own scheme as a claim, for example `raai:k=50`.
  ///   - kinds: The kinds that may be named.
  /// - Throws: ``WeightInitError`` when the kind, a parameter or the claim is wrong.
  public init(
    _ kind: String,
    _ parameters: [String: ParameterValue] = [:],
    name: String? = nil,
    activation: Activation = .linear,
    hasBias: Bool = true,
    initializer: String? = nil,
    kinds: LayerKindRegistry = .builtIn
  ) throws {
    guard let type = kinds[kind] else {
      throw WeightInitError(
        code: .invalidSpecification,
        message: "unknown layer kind `\(kind)`"
          + NearestName.suggestion(for: kind, in: kinds.all.map { $0.identifier })
      )
    }
    var reader = ParameterReader(
      parameters.sorted { $0.key < $1.key }.map { .init(key: $0.key, value: $0.value.node) },
      of: kind,
      at: ""
    )
    let layer = type.init(&reader)
    reader.finish()
    guard reader.diagnostics.isEmpty else {
      throw WeightInitError(
        code: .invalidSpecification,
        message: "the layer has problems:",
        diagnostics: reader.diagnostics
      )
    }
    self.init(
      name: name,
      kind: layer,
      activation: activation,
      bias: hasBias && type.offersBias ? .byScheme : .none,
      initializer: try initializer.map { try Claim($0) }
    )
  }

  /// Describes a fully connected layer.
  ///
  /// - Parameters:
  ///   - units: The number of output features, at least 1.
  ///   - name: The layer's name; by default `dense` and a number.
  ///   - activation: The function that follows the layer.
  ///   - hasBias: Whether the layer has a bias.
  ///   - initializer: The layer's own scheme as a claim.
  /// - Returns: The layer.
  /// - Throws: ``WeightInitError`` when `units` is below 1 or the claim is malformed.
  public static func dense(
    _ units: Int,
    name: String? = nil,
    activation: Activation = .linear,
    hasBias: Bool = true,
    initializer: String? = nil
  ) throws -> LayerSpec {
    try LayerSpec(
      "dense",
      ["units": .integer(units)],
      name: name,
      activation: activation,
      hasBias: hasBias,
      initializer: initializer
    )
  }
}

extension ParameterValue {
  /// The value as a document would hold it.
  var node: DocumentNode {
    switch self {
    // JSON has no infinity; what is no number at all is refused where it is read.
    case .number(let value):
      DocumentNode(value.isFinite ? .number("\(value)") : .string("\(value)"))
    case .integer(let value): DocumentNode(.number("\(value)"))
    case .text(let value): DocumentNode(.string(value))
    case .flag(let value): DocumentNode(.bool(value))
    case .integers(let values):
      DocumentNode(.list(values.map { DocumentNode(.number("\($0)")) }))
    }
  }
}
