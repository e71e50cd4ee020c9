internal import RealModule
internal import WeightInit

/// A scheme of the registry with one choice of its words (modes, conventions, distributions), numbers
/// at their defaults.
struct RegisteredScheme: Sendable {
  /// The claim, with what departs from the defaults only.
  let claim: String
  let initializer: any Initializer
  let scheme: String
  /// All parameters with their values, defaults included.
  let parameters: [(name: String, value: ParameterValue)]
  /// How many choices depart from the defaults.
  let departures: Int
  /// Whether the scheme has a `gain` whose default is 1.
  let hasGain: Bool
  /// The place in the order in which claims of one answer are named, the most usual first: that of the
  /// registry, from which departures, and a `scale` that other schemes give a name, set back.
  let preference: Int

  /// How many places a departure from the defaults sets a claim back.
  private static let departureSetback = 6
  private static let generalitySetback = 10
  /// Fitted claims are named after all others.
  static let fittedPreference = 1 << 40

  /// The most combinations of choices that are tried of one scheme.
  private static let limit = 64

  /// All that a registry offers without being given a number.
  static func all(of registry: InitializerRegistry) -> [RegisteredScheme] {
    registry.all.enumerated().flatMap { place, type in
      let declarations = ParameterReader.declarations(of: type)
      guard !declarations.contains(where: \.isRequired) else { return [RegisteredScheme]() }
      var combinations: [[String]] = [[]]
      for declaration in declarations {
        guard case .choice(let words) = declaration.kind, let usual = declaration.defaultValue
        else {
          continue
        }
        combinations += combinations.flatMap { given in
          words.filter { $0 != usual.description }.map { given + ["\(declaration.name)=\($0)"] }
        }
      }
      let isGeneral = declarations.contains { $0.name == "scale" }
      let hasGain = declarations.contains {
        $0.name == "gain" && $0.defaultValue == .number(1)
      }
      return combinations.sorted { $0.count < $1.count }.prefix(limit).compactMap { given in
        let claim =
          given.isEmpty ? type.identifier : type.identifier + ":" + given.joined(separator: ",")
        // Some choices need numbers, or exclude each other.
        guard let resolved = try? registry.resolve(claim) else { return nil }
        return RegisteredScheme(
          claim: claim,
          initializer: resolved.initializer,
          scheme: type.identifier,
          parameters: resolved.parameters,
          departures: given.count,
          hasGain: hasGain,
          preference: place + given.count * departureSetback
            + (isGeneral ? generalitySetback : 0)
        )
      }
    }
  }

  /// The scheme as it is without any parameter.
  var isDefault: Bool { departures == 0 }

  /// The claim with all parameters.
  var resolvedClaim: String { Claim.text(scheme, parameters) }

  /// The claim with one more parameter.
  func adding(_ parameter: String) -> String {
    claim + (claim.contains(":") ? "," : ":") + parameter
  }
}

/// The schemes of the registry, those of plugins included, through the laws that they state.
struct RegisteredFamily: CandidateFamily {
  func candidates(for subject: CandidateSubject) -> [Candidate] {
    subject.schemes.compactMap { scheme in
      guard let law = law(of: scheme, for: subject),
        let likelihood = law.likelihood(of: subject.evidence),
        likelihood.logDensity.isFinite
      else { return nil }
      return Candidate(
        claim: scheme.claim,
        scheme: scheme.scheme,
        law: law,
        likelihood: likelihood,
        logPrior: Double(scheme.departures) * CandidateSubject.logChoicePrior,
        isFitted: false,
        preference: scheme.preference
      )
    }
  }

  private func law(of scheme: RegisteredScheme, for subject: CandidateSubject) -> TensorLaw? {
    switch subject.role {
    case .weight: return try? scheme.initializer.weightLaw(of: subject.layer)
    case .bias:
      // A bias of zeros is the rule, and is named so.
      if let law = try? scheme.initializer.biasLaw(of: subject.layer), law != .constant(0) {
        return law
      }
    case .vector: break
    }
    // Of a vector on its own no fans are known.
    guard let law = subject.law(of: scheme.initializer), case .constant = law else { return nil }
    return law
  }
}
