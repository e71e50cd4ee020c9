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

  init(claims: [String], activation: String?, layout: WeightLayout) throws {
    let slope = try activation.map { try Self.slope(of: $0) }
    rules = try claims.map { text in
      let (pattern, claim) = Self.split(text)
      return Rule(
        pattern: pattern,
        scheme: try Self.resolve(claim, slope: slope ?? nil)
      )
    }
    self.layout = layout
  }

  /// The tensors of one layer, by the part of their names before the last dot.
  private struct Group {
    var layer: String
    var weight: TensorDescriptor?
    var bias: TensorDescriptor?
    var others: [TensorDescriptor] = []
  }

  /// The claims on the tensors of a file.
  func claims(on tensors: [TensorDescriptor]) throws -> [FileClaim] {
    let groups = Self.group(tensors)
    let stages = groups.filter { $0.weight != nil }.map(\.layer)
    var claims: [FileClaim] = []
    for group in groups {
      let place: LayerPosition =
        stages.count <= 1
        ? .only
        : group.layer == stages.first ? .first : group.layer == stages.last ? .last : .hidden
      claims += try self.claims(on: group, at: place)
    }
    guard !claims.isEmpty else {
      throw UsageError(
        "no claim matches a tensor of the file; it holds "
          + tensors.map(\.name).joined(separator: ", ")
      )
    }
    try checkPatterns(tensors)
    return claims
  }

  private func claims(on group: Group, at place: LayerPosition) throws -> [FileClaim] {
    var claims: [FileClaim] = []
    let members = [group.weight, group.bias].compactMap(\.self)
    if let weight = group.weight,
      let rule = rules.last(where: { $0.pattern?.matches(weight.name, or: group.layer) ?? true })
    {
      let (order, context) = Self.context(
        of: weight,
        layer: group.layer,
        layout: layout,
        hasBias: group.bias != nil,
        at: place
      )
      let law = try rule.scheme.initializer.weightLaw(of: context)
      var claim = TensorClaim(
        tensor: weight.name,
        claim: rule.scheme.claim,
        law: law,
        order: order
      )
      claim.bias = group.bias?.name
      claims.append(FileClaim(claim: claim))
      // A pattern that names the weights alone says nothing of the biases.
      let speaksOfLayer = rule.pattern?.matches(group.layer) ?? true
      if speaksOfLayer, let bias = group.bias, ownRule(for: bias, in: group) == nil {
        claims.append(
          FileClaim(
            claim: TensorClaim(
              tensor: bias.name,
              claim: rule.scheme.claim,
              law: try rule.scheme.initializer.biasLaw(of: context),
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
  private func ownRule(for vector: TensorDescriptor, in group: Group) -> Rule? {
    rules.last { rule in
      guard let pattern = rule.pattern else { return false }
      return pattern.matches(vector.name)
        && !(group.weight.map { pattern.matches($0.name) } ?? false)
    }
  }

  // MARK: - Names and shapes

  private static func group(_ tensors: [TensorDescriptor]) -> [Group] {
    var groups: [Group] = []
    for tensor in tensors {
      let parts = tensor.name.split(separator: ".", omittingEmptySubsequences: false)
      let layer = parts.count > 1 ? parts.dropLast().joined(separator: ".") : tensor.name
      let index = groups.firstIndex { $0.layer == layer } ?? groups.endIndex
      if index == groups.endIndex { groups.append(Group(layer: layer)) }
      if tensor.shape.count >= 2, groups[index].weight == nil {
        groups[index].weight = tensor
      } else if tensor.shape.count == 1, parts.last == "bias" || parts.last == "1",
        groups[index].bias == nil
      {
        groups[index].bias = tensor
      } else {
        groups[index].others.append(tensor)
      }
    }
    // A bias without weights, as of a normalization, is a vector like others.
    for index in groups.indices where groups[index].weight == nil {
      if let bias = groups[index].bias { groups[index].others.append(bias) }
      groups[index].bias = nil
    }
    return groups
  }

  private static func context(
    of weight: TensorDescriptor,
    layer: String,
    layout: WeightLayout,
    hasBias: Bool,
    at place: LayerPosition
  ) -> (AxisOrder, LayerContext) {
    let shape = weight.shape
    let rank = shape.count
    // The stored positions of the neurons, the input channels and the kernel axes.
    let (neurons, channels, kernel): (Int, Int, [Int]) =
      switch layout {
      case .pytorch: (0, 1, Array(2..<max(rank, 2)))
      case .keras: (rank - 1, rank - 2, Array(0..<rank - 2))
      case .mlx: (0, rank - 1, Array(1..<rank - 1))
      }
    let logical = [neurons, channels] + kernel
    var permutation = Array(repeating: 0, count: rank)
    for (axis, stored) in logical.enumerated() { permutation[stored] = axis }
    let kernelShape = kernel.map { shape[$0] }
    let positions = kernelShape.reduce(1, *)
    return (
      AxisOrder(logicalShape: logical.map { shape[$0] }, permutation: permutation),
      LayerContext(
        name: layer,
        neurons: max(shape[neurons], 1),
        fanIn: max(shape[channels] * positions, 1),
        fanOut: max(shape[neurons] * positions, 1),
        kernel: kernelShape,
        hasBias: hasBias,
        position: place,
        seed: 0
      )
    )
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
        let parts = tensor.name.split(separator: ".", omittingEmptySubsequences: false)
        let layer = parts.dropLast().joined(separator: ".")
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

  private static func resolve(_ claim: String, slope: Double?) throws -> ResolvedInitializer {
    let registry = ToolContext.current.initializers
    let resolved = try registry.resolve(claim)
    guard let slope, let type = registry[resolved.identifier],
      ParameterReader.declarations(of: type).contains(where: { $0.name == "slope" }),
      !claim.contains("slope=")
    else { return resolved }
    return try registry.resolve(
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
