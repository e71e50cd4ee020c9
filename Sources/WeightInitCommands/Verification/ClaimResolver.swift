import WeightInit
import WeightVerification

/// Turns claims on the command line into claims on the tensors of a file without a manifest.
struct ClaimResolver {
  private struct Rule {
    var pattern: NamePattern?
    var scheme: ResolvedInitializer
  }

  private let rules: [Rule]
  private let layout: WeightLayout
  /// Why the activation that was given changes no claim; `nil` where it sets a slope.
  let activationRemark: String?

  init(claims: [String], activation: String?, layout: WeightLayout) throws {
    let slope = try activation.flatMap { try Self.slope(of: $0) }
    var takesSlope = false
    rules = try claims.map { text in
      let (pattern, claim) = Self.split(text)
      let resolved = try ToolContext.current.initializers.resolve(claim)
      guard let slope, Self.leavesSlopeOpen(claim, resolved) else {
        return Rule(pattern: pattern, scheme: resolved)
      }
      takesSlope = true
      return Rule(pattern: pattern, scheme: try Self.resolve(claim, slope: slope))
    }
    activationRemark =
      switch (activation, slope) {
      case (let activation?, nil):
        "--activation \(activation) has no effect: \(activation) has no slope for negative inputs that "
          + "a claim could take; the claims are judged as they are written"
      case (let activation?, _?) where !takesSlope:
        "--activation \(activation) has no effect: no claim has a `slope` that it does not give; the "
          + "claims are judged as they are written"
      default: nil
      }
    self.layout = layout
  }

  /// The claims on the tensors of a file.
  func claims(on tensors: [TensorDescriptor]) throws -> [FileClaim] {
    let groups = GuessedLayer.layers(of: tensors)
    var claims: [FileClaim] = []
    for group in groups {
      claims += try self.claims(on: group)
    }
    guard !claims.isEmpty else {
      let isBare = rules.contains { $0.pattern == nil }
      throw UsageError(
        tensors.isEmpty
          ? "the file holds no tensor of floating point numbers"
          : "no claim matches a tensor of the file; it holds "
            + tensors.map(\.name).joined(separator: ", ")
            + (isBare
              ? ". A claim without a pattern speaks of layers, which their matrices tell; name other "
                + "tensors, as '*=zeros' does" : "")
      )
    }
    try checkPatterns(tensors)
    return claims
  }

  private func claims(on group: GuessedLayer) throws -> [FileClaim] {
    var claims: [FileClaim] = []
    let members = [group.weight, group.bias].compactMap(\.self)
    if let weight = group.weight,
      let rule = rules.last(where: { $0.pattern?.matches(weight.name, or: group.layer) ?? true })
    {
      let (order, context) = group.context(of: weight, layout: layout)
      let law = try rule.scheme.initializer.weightLaw(of: context)
      var claim = TensorClaim(
        tensor: weight.name,
        claim: rule.scheme.claim,
        law: law,
        order: order
      )
      claim.bias = group.bias?.name
      claim.layer = context
      claims.append(FileClaim(claim: claim))
      // A pattern that names the weights alone says nothing of the biases.
      if let bias = group.bias, ownRule(for: bias, in: group) == nil,
        rule.pattern?.matches(bias.name, or: group.layer) ?? true
      {
        let law = try rule.scheme.initializer.biasLaw(of: context)
        claims.append(
          FileClaim(
            claim: TensorClaim(
              tensor: bias.name,
              claim: law == .constant(0) ? "zeros" : rule.scheme.claim,
              law: law,
              order: AxisOrder(logicalShape: bias.shape),
              bias: nil
            )
          )
        )
      }
    }
    // Vectors that a pattern names by themselves.
    for vector in group.others + members where vector.name != group.weight?.name {
      guard let rule = ownRule(for: vector, in: group) else { continue }
      let context = LayerContext(
        name: group.layer,
        neurons: vector.elementCount,
        fanIn: 1,
        hasBias: false,
        seed: 0
      )
      claims.append(
        FileClaim(
          claim: TensorClaim(
            tensor: vector.name,
            claim: rule.scheme.claim,
            law: try rule.scheme.initializer.weightLaw(of: context),
            order: AxisOrder(logicalShape: vector.shape)
          )
        )
      )
    }
    return claims
  }

  /// The rule that names a vector itself, not its layer.
  private func ownRule(for vector: TensorDescriptor, in group: GuessedLayer) -> Rule? {
    rules.last { rule in
      guard let pattern = rule.pattern else { return false }
      return pattern.matches(vector.name)
        && !(group.weight.map { pattern.matches($0.name) } ?? false)
    }
  }

  // MARK: - Texts

  /// Splits `[PATTERN=]CLAIM` at the first `=`, unless it belongs to a parameter of the claim.
  ///
  /// Names may hold colons, as `dense/kernel:0=he-normal` does.
  private static func split(_ text: String) -> (NamePattern?, String) {
    guard let equals = text.firstIndex(of: "=") else { return (nil, text) }
    let (head, tail) = (text[..<equals], text[text.index(after: equals)...])
    if head.contains(":"), isScheme(head) || !isScheme(tail) { return (nil, text) }
    return (NamePattern(String(head)), String(tail))
  }

  /// Refuses a pattern that speaks of nothing: its claim would hold of any file.
  private func checkPatterns(_ tensors: [TensorDescriptor]) throws {
    for pattern in rules.compactMap(\.pattern) {
      let isMet = tensors.contains { tensor in
        let layer = GuessedLayer.split(tensor.name).layer
        return pattern.matches(tensor.name) || tensor.shape.count >= 2 && pattern.matches(layer)
      }
      guard !isMet else { continue }
      throw UsageError(
        "the pattern \"\(pattern)\" matches no tensor and no layer with weights; the file holds "
          + tensors.map(\.name).joined(separator: ", ")
      )
    }
  }

  /// Whether a text before its first colon is the name of a scheme.
  private static func isScheme(_ text: Substring) -> Bool {
    ToolContext.current.initializers[String(text.prefix { $0 != ":" })] != nil
  }

  /// Whether a claim has a slope that it does not give.
  private static func leavesSlopeOpen(_ claim: String, _ resolved: ResolvedInitializer) -> Bool {
    guard let type = ToolContext.current.initializers[resolved.identifier] else { return false }
    return ParameterReader.declarations(of: type).contains { $0.name == "slope" }
      && !claim.contains("slope=")
  }

  private static func resolve(_ claim: String, slope: Double) throws -> ResolvedInitializer {
    try ToolContext.current.initializers.resolve(
      claim + (claim.contains(":") ? "," : ":") + "slope=\(slope.shortest)"
    )
  }

  private static func slope(of activation: String) throws -> Double? {
    switch Activation.resolve(try Claim(activation), at: "--activation") {
    case .success(let activation): return activation.slope
    case .failure(let problems):
      throw UsageError(problems.diagnostics.map(\.message).joined(separator: "; "))
    }
  }
}
