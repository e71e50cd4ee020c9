/// What is done otherwise to the layers and tensors whose names match a pattern.
///
/// A pattern matches a layer (`fc1`), a map of a layer (`h.0.attn.c_proj`), or a stored tensor
/// (`fc1.weight`); `role:residual-last` matches layers by their role. What matches a layer or a map
/// speaks of its weights; biases and the constants of normalizations are meant only by patterns that
/// match them and not their layer (`*.bn2.weight`). Of several matching rules the last that says
/// something decides.
public struct InitializationRule: Sendable {
  /// What a rule is about.
  public enum Subject: Sendable, Hashable, CustomStringConvertible {
    /// Names that match a pattern.
    case names(NamePattern)
    /// Layers of a role.
    case role(LayerRole)

    /// The subject as it is written in specifications.
    public var description: String {
      switch self {
      case .names(let pattern): pattern.description
      case .role(let role): "role:\(role.rawValue)"
      }
    }
  }

  /// Which layers and tensors.
  public var subject: Subject
  /// The scheme in place of the layer's or the network's.
  public var initializer: Claim?
  /// What the drawn weights, not the biases, are multiplied by; 0 makes them zero.
  public var scale: RuleScale?
  /// The line of the document on which the rule stands.
  var line: Int?
  /// Where the rule stands in the document.
  var pointer: String

  /// Describes a rule.
  ///
  /// - Parameters:
  ///   - subject: Which layers and tensors.
  ///   - initializer: The scheme in place of the layer's or the network's.
  ///   - scale: What the drawn weights are multiplied by.
  public init(subject: Subject, initializer: Claim? = nil, scale: RuleScale? = nil) {
    self.subject = subject
    self.initializer = initializer
    self.scale = scale
    line = nil
    pointer = "/rules/" + subject.description.pointerToken
  }
}
