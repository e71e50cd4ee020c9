import WeightVerification

/// The schemes that the tensors of a file cannot tell from their claims, in a few lines for people.
///
/// Tensors with one claim and the same neighbours share a line; of a range that differs between them
/// the part that is too close in each is told.
enum InseparableText {
  private static let groupLimit = 4
  private static let nameLimit = 2
  private static let schemeLimit = 3

  private struct Group {
    var claim: String
    var schemes: [InseparableScheme]
    var names: [String]
  }

  /// The paragraph; `nil` where there is nothing to say.
  static func render(_ tensors: [TensorReport]) -> String? {
    let groups = groups(of: tensors)
    guard !groups.isEmpty else { return nil }
    var lines = [
      "  one such tensor cannot tell its claim from (= the same law, ≈ too close for its size)"
    ]
    lines += groups.prefix(groupLimit).map { group in
      "    \(list(group.names, atMost: nameLimit)), \(TerminalText.line(group.claim)): "
        + [
          named(group.schemes.filter { $0.relation == .sameLaw }, mark: "="),
          named(group.schemes.filter { $0.relation == .tooClose }, mark: "≈"),
        ].compactMap(\.self).joined(separator: "; ")
    }
    if groups.count > groupLimit {
      lines.append("    … (\(groups.count - groupLimit) more groups of tensors); --json has all")
    }
    return lines.joined(separator: "\n")
  }

  private static func groups(of tensors: [TensorReport]) -> [Group] {
    var groups: [Group] = []
    // What the tests contradict need not be told from others.
    for tensor in tensors where tensor.verdict != .inconsistent {
      let schemes = tensor.inseparable ?? []
      guard !schemes.isEmpty else { continue }
      let place = groups.firstIndex { group in
        group.claim == tensor.claim && group.schemes.elementsEqual(schemes, by: isAlike)
      }
      if let place {
        groups[place].names.append(tensor.name)
        groups[place].schemes = zip(groups[place].schemes, schemes).map(common)
      } else {
        groups.append(Group(claim: tensor.claim, schemes: schemes, names: [tensor.name]))
      }
    }
    return groups
  }

  /// Whether two tensors have a scheme in common whose ranges, if any, overlap.
  private static func isAlike(_ first: InseparableScheme, _ second: InseparableScheme) -> Bool {
    guard first.claim == second.claim, first.relation == second.relation,
      first.parameter?.name == second.parameter?.name
    else { return false }
    guard let own = first.parameter, let other = second.parameter else { return true }
    return max(own.lowerBound, other.lowerBound) <= min(own.upperBound, other.upperBound)
  }

  private static func common(
    _ first: InseparableScheme,
    _ second: InseparableScheme
  ) -> InseparableScheme {
    var result = first
    guard let own = first.parameter, let other = second.parameter else { return result }
    result.parameter?.lowerBound = max(own.lowerBound, other.lowerBound)
    result.parameter?.upperBound = min(own.upperBound, other.upperBound)
    return result
  }

  private static func named(_ schemes: [InseparableScheme], mark: String) -> String? {
    guard !schemes.isEmpty else { return nil }
    let texts = schemes.map { scheme in
      scheme.claim
        + (scheme.parameter.map {
          " with \($0.name) from \(NumberText.short($0.lowerBound)) to "
            + NumberText.short($0.upperBound)
        } ?? "")
    }
    return mark + " " + list(texts, atMost: schemeLimit)
  }

  private static func list(_ items: [String], atMost limit: Int) -> String {
    // Of one more than the limit the last is as short as the remark that it is there.
    let rest = items.count - limit
    guard rest > 1 else { return items.map(TerminalText.line).joined(separator: ", ") }
    return items.prefix(limit).map(TerminalText.line).joined(separator: ", ") + ", … (\(rest) more)"
  }
}
