import InitializationTheory

/// The function that follows a layer.
public struct Activation: Sendable, Hashable, CustomStringConvertible {
  /// The name in specifications, in kebab-case.
  public let identifier: String
  /// The slope for negative inputs: 0 for `relu`, 1 for `linear`, `nil` for functions without one.
  public let slope: Double?

  /// `max(0, x)`.
  public static let relu = Activation(identifier: "relu", slope: 0)
  /// The identity.
  public static let linear = Activation(identifier: "linear", slope: 1)
  /// The hyperbolic tangent.
  public static let tanh = Activation(identifier: "tanh", slope: nil)

  /// x for positive x, slope · x for negative x.
  ///
  /// - Parameter slope: The slope for negative inputs, from 0 to 1; 0.01 by default.
  /// - Returns: The activation.
  public static func leakyReLU(slope: Double = 0.01) -> Activation {
    Activation(identifier: "leaky-relu", slope: slope)
  }

  /// The activation as specifications spell it, for example `leaky-relu:slope=0.2`.
  public var description: String {
    identifier == "leaky-relu" ? "leaky-relu:slope=\((slope ?? 0.01).shortest)" : identifier
  }

  /// The functions without parameters and without a slope for negative inputs.
  private static let smooth = [
    "tanh", "sigmoid", "softsign", "erf", "gelu", "silu", "mish", "elu", "selu", "hard-tanh",
    "softplus", "softmax",
  ]

  /// The names that specifications may use.
  package static let identifiers = ["linear", "relu", "leaky-relu"] + smooth

  /// Resolves a claim such as `relu` or `leaky-relu:slope=0.2`.
  package static func resolve(
    _ claim: Claim,
    at pointer: String
  ) -> Result<Activation, DiagnosticList> {
    var reader = ParameterReader(
      claim.arguments,
      of: claim.name,
      at: pointer,
      places: claim.places(at: pointer),
      line: claim.line
    )
    let activation: Activation
    switch claim.name {
    case "relu": activation = .relu
    case "linear": activation = .linear
    case let name where smooth.contains(name): activation = .init(identifier: name, slope: nil)
    case "leaky-relu":
      activation = .leakyReLU(
        slope: reader.number(
          "slope",
          default: 0.01,
          in: .closed(0, 1),
          "the slope for negative inputs"
        )
      )
    default:
      let suggestion = NearestName.suggestion(for: claim.name, in: identifiers)
      return .failure(
        DiagnosticList([
          Diagnostic(
            pointer: pointer,
            line: claim.line,
            message: "unknown activation `\(claim.name)`\(suggestion); known are "
              + identifiers.joined(separator: ", ")
          )
        ])
      )
    }
    reader.finish()
    return reader.diagnostics.isEmpty
      ? .success(activation) : .failure(DiagnosticList(reader.diagnostics))
  }
}
