import InitializationTheory

/// Rules for layers and tensors of some names or roles.
extension SpecificationReader {
  private static let ruleKeys = ["initializer", "scale", "gain", "zero"]

  /// Reads rules: a map of patterns, in order, to what is done otherwise.
  mutating func readRules(_ node: DocumentNode, _ pointer: String) {
    guard let entries = node.entries else {
      report(
        pointer,
        node,
        "`rules` is a map of patterns to what is done otherwise, for example "
          + "`\"*.c_proj\": {scale: 1/sqrt(2L)}`, found \(node.summary)"
      )
      return
    }
    for entry in entries { readRule(entry, pointer + "/" + entry.key.pointerToken) }
  }

  private mutating func readRule(_ entry: DocumentNode.Entry, _ pointer: String) {
    guard let subject = subject(entry, pointer) else { return }
    var rule = InitializationRule(subject: subject)
    rule.line = entry.value.line
    rule.pointer = pointer
    guard case .map(let aspects) = entry.value.content, !aspects.isEmpty else {
      // `"*.bn2": zeros` is short for `"*.bn2": {initializer: zeros}`.
      if case .string = entry.value.content {
        rule.initializer = claim(entry.value, pointer)
        rules.append(rule)
        return
      }
      report(
        pointer,
        entry.value,
        "a rule says `initializer`, `scale`, `gain` or `zero`, found \(entry.value.summary)"
      )
      return
    }
    for aspect in aspects {
      let place = pointer + "/" + aspect.key.pointerToken
      switch aspect.key {
      case "initializer": rule.initializer = claim(aspect.value, place)
      case "scale", "gain":
        if aspect.key == "gain", aspects.contains(where: { $0.key == "scale" }) {
          report(place, aspect.value, "`gain` and `scale` are the same; give one of them")
        }
        rule.scale = scale(aspect, place) ?? rule.scale
      case "zero":
        if aspect.value.bool == true {
          rule.scale = .number(0)
        } else {
          report(
            place,
            aspect.value,
            "`zero` is `true` or left out, found \(aspect.value.summary)"
          )
        }
      default:
        let suggestion = NearestName.suggestion(for: aspect.key, in: Self.ruleKeys)
        report(
          place,
          aspect.value,
          "unknown key `\(aspect.key)` of a rule"
            + (suggestion.isEmpty
              ? "; known are " + Self.ruleKeys.joined(separator: ", ") : suggestion)
        )
      }
    }
    rules.append(rule)
  }

  private mutating func subject(
    _ entry: DocumentNode.Entry,
    _ pointer: String
  ) -> InitializationRule.Subject? {
    guard entry.key.hasPrefix("role:") else { return .names(NamePattern(entry.key)) }
    let word = entry.key.dropFirst("role:".count).drop { $0 == " " }
    if let role = LayerRole(rawValue: String(word)) { return .role(role) }
    let known = LayerRole.allCases.map(\.rawValue)
    report(
      pointer,
      entry.value,
      "unknown role `\(word)`; known are " + known.joined(separator: ", ")
    )
    return nil
  }

  private mutating func scale(_ entry: DocumentNode.Entry, _ pointer: String) -> RuleScale? {
    let text =
      switch entry.value.content {
      case .string(let text), .number(let text): text
      default: ""
      }
    if let scale = RuleScale(text) { return scale }
    report(
      pointer,
      entry.value,
      "`\(entry.key)` must be a number from 0, a fraction, or a root such as 1/sqrt(2L) with L the "
        + "number of residual blocks, found \(entry.value.summary)"
    )
    return nil
  }
}
