internal import RealModule
internal import WeightInit

/// A claim that may explain a tensor.
struct Candidate {
  /// The claim, as the registry understands it.
  var claim: String
  /// The scheme's canonical name.
  var scheme: String
  /// What the claim promises about the tensor.
  var law: TensorLaw
  /// How well the law explains the tensor; for fitted parameters averaged over them.
  var likelihood: Likelihood
  /// The logarithm of the weight that the claim has before anything is seen.
  var logPrior: Double
  /// Whether parameters were chosen to fit the tensor.
  var isFitted: Bool
  /// The place in the order in which claims of the same law are named, the most usual first.
  var preference: Int
}

/// A way to find claims that may explain a tensor: one of ``BuiltInCandidates``.
protocol CandidateFamily: Sendable {
  /// The claims of the family that may explain a tensor.
  func candidates(for subject: CandidateSubject) -> [Candidate]
}

/// A tensor for which claims are sought.
struct CandidateSubject {
  let evidence: TensorEvidence
  /// The layer of the tensor; for a vector on its own, one neuron for each entry.
  let layer: LayerContext
  let role: IdentificationSubject.Role
  let registry: InitializerRegistry
  let schemes: [RegisteredScheme]

  /// The logarithm of the weight of one choice that departs from a scheme's defaults.
  static let logChoicePrior = -Double.log(4)
  /// The logarithm of the range over which a free scale may lie: five decades.
  static let logScaleRange = Double.log(5 * Double.log(10))

  /// The law that the verifier gives to a claim on this tensor by itself.
  func law(of initializer: any Initializer) -> TensorLaw? {
    switch role {
    case .weight: try? initializer.weightLaw(of: layer)
    case .bias, .vector: try? initializer.weightLaw(of: .vector(evidence.count, of: layer))
    }
  }

  /// A claim with fitted parameters; `nil` when the registry does not know the scheme or it is not
  /// defined for the layer.
  ///
  /// - Parameters:
  ///   - claim: The claim.
  ///   - likelihood: The likelihood, averaged over the free parameters.
  ///   - logPrior: The logarithm of the weight before anything is seen.
  /// - Returns: The candidate.
  func fitted(_ claim: String, _ likelihood: Likelihood, logPrior: Double = 0) -> Candidate? {
    guard likelihood.logDensity.isFinite, let resolved = try? registry.resolve(claim),
      let law = law(of: resolved.initializer)
    else { return nil }
    return Candidate(
      claim: claim,
      scheme: resolved.identifier,
      law: law,
      likelihood: likelihood,
      logPrior: logPrior,
      isFitted: true,
      preference: RegisteredScheme.fittedPreference + claim.utf8.count
    )
  }
}

extension LayerContext {
  /// What a scheme sees of a vector that a claim names by itself.
  static func vector(_ count: Int, of layer: LayerContext) -> LayerContext {
    LayerContext(name: layer.name, neurons: max(count, 1), fanIn: 1, hasBias: false, seed: 0)
  }
}
