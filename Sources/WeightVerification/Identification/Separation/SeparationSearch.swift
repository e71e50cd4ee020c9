internal import WeightInit

/// Finds the schemes that a tensor cannot tell from what is claimed of it.
///
/// Laws, layer and size decide, and no values: what was found for one tensor serves all that are alike.
final class SeparationSearch {
  private struct Key: Hashable {
    var claim: String
    var law: TensorLaw
    var layer: LayerContext
    var rows: Int
    var columns: Int
    var significandBits: Int
  }

  /// A scheme of which one parameter is left open.
  private struct ScanSubject {
    var type: any Initializer.Type
    /// The other parameters.
    var parameters: [(name: String, value: ParameterValue)]
    var scanned: String
    var range: NumberRange
    var usualValue: Double
    /// Values that are looked at first.
    var anchors: [Double]
    /// The claim with what departs from the defaults only.
    var shortClaim: String
    var preference: Int
  }

  private typealias Found = (preference: Int, scheme: InseparableScheme)

  private let registry: InitializerRegistry
  private lazy var schemes = RegisteredScheme.all(of: registry)
  private var known: [Key: [InseparableScheme]] = [:]

  init(_ registry: InitializerRegistry) { self.registry = registry }

  /// The schemes that a tensor cannot tell from its claim, those of the same law first, then by how
  /// usual they are.
  ///
  /// - Parameters:
  ///   - claim: The claim.
  ///   - size: The size of the tensor.
  /// - Returns: `nil` where the claim does not say the layer.
  func schemes(besides claim: TensorClaim, on size: TensorSize) -> [InseparableScheme]? {
    guard var layer = claim.layer, size.count > 0 else { return nil }
    // Neither changes a law.
    (layer.name, layer.seed) = ("", 0)
    let key = Key(
      claim: claim.claim,
      law: claim.law,
      layer: layer,
      rows: size.rows,
      columns: size.columns,
      significandBits: size.grid.significandBits
    )
    if let found = known[key] { return found }
    let own = try? registry.resolve(claim.claim)
    let found = single(claim.law, layer, size, own) + ranges(claim.law, layer, size, own)
    let sorted = found.sorted {
      ($0.scheme.relation == .sameLaw ? 0 : 1, $0.preference, $0.scheme.claim)
        < ($1.scheme.relation == .sameLaw ? 0 : 1, $1.preference, $1.scheme.claim)
    }
    known[key] = sorted.map(\.scheme)
    return known[key]
  }

  /// The schemes as they are registered.
  private func single(
    _ law: TensorLaw,
    _ layer: LayerContext,
    _ size: TensorSize,
    _ own: ResolvedInitializer?
  ) -> [Found] {
    var found: [Found] = []
    var laws: [String: [TensorLaw]] = [:]
    for scheme in schemes where ScannedParameter.of(scheme.scheme) == nil {
      guard scheme.resolvedClaim != own?.claim,
        let other = try? scheme.initializer.weightLaw(of: layer)
      else { continue }
      let separation = law.separation(from: other, on: size)
      guard separation < Posterior.separationLimit else { continue }
      // A choice that changes nothing is not worth a name.
      if scheme.scheme == own?.identifier {
        guard !Self.isSynonym(scheme, of: own) else { continue }
      } else {
        guard laws[scheme.scheme]?.contains(other) != true else { continue }
        laws[scheme.scheme, default: []].append(other)
      }
      let isSame = separation < Posterior.sameLawLimit
      found.append(
        (
          scheme.preference,
          InseparableScheme(
            claim: scheme.claim,
            relation: isSame ? .sameLaw : .tooClose,
            tensorsNeeded: isSame
              ? nil : Int((Posterior.separationLimit / separation).rounded(.up))
          )
        )
      )
    }
    return found
  }

  /// Whether a choice of the claimed scheme changes nothing in layers of any shape, as conventions do
  /// that agree.
  private static func isSynonym(_ scheme: RegisteredScheme, of own: ResolvedInitializer?) -> Bool {
    let layer = LayerContext(name: "", neurons: 96, fanIn: 160, seed: 0)
    guard let law = try? own?.initializer.weightLaw(of: layer) else { return false }
    return law == (try? scheme.initializer.weightLaw(of: layer))
  }

  // MARK: - Ranges

  private func ranges(
    _ law: TensorLaw,
    _ layer: LayerContext,
    _ size: TensorSize,
    _ own: ResolvedInitializer?
  ) -> [Found] {
    var subjects: [ScanSubject] = []
    if let own { subjects += subject(own.identifier, own.parameters, preference: 0) }
    for scheme in schemes {
      for subject in subject(scheme.scheme, scheme.parameters, preference: scheme.preference)
      where !subjects.contains(where: { $0.shortClaim == subject.shortClaim }) {
        subjects.append(subject)
      }
    }
    // A choice that changes nothing is not worth a name.
    var laws: [String: [TensorLaw]] = [:]
    return subjects.compactMap { subject in
      let identifier = subject.type.identifier
      guard let probe = self.law(of: subject, at: subject.usualValue, layer),
        laws[identifier]?.contains(probe) != true
      else { return nil }
      laws[identifier, default: []].append(probe)
      return range(of: subject, law, layer, size).map { (subject.preference, $0) }
    }
  }

  private func law(
    of subject: ScanSubject,
    at value: Double,
    _ layer: LayerContext
  ) -> TensorLaw? {
    let parameters = subject.parameters + [(subject.scanned, .number(value))]
    return try? registry.resolve(Claim.text(subject.type.identifier, parameters))
      .initializer.weightLaw(of: layer)
  }

  /// A scheme without its parameter that is scanned; nothing for schemes that have none.
  private func subject(
    _ scheme: String,
    _ parameters: [(name: String, value: ParameterValue)],
    preference: Int
  ) -> [ScanSubject] {
    guard let name = ScannedParameter.of(scheme), let type = registry[scheme] else { return [] }
    let declarations = ParameterReader.declarations(of: type)
    guard let declaration = declarations.first(where: { $0.name == name }),
      case .number(let range) = declaration.kind,
      case .number(let usual)? = declaration.defaultValue
    else { return [] }
    var anchors = [0, usual]
    if case .number(let number)? = parameters.first(where: { $0.name == name })?.value {
      anchors.append(number)
    }
    let others = parameters.filter { $0.name != name }
    let departures = others.filter { parameter in
      declarations.first { $0.name == parameter.name }?.defaultValue != parameter.value
    }
    return [
      ScanSubject(
        type: type,
        parameters: others,
        scanned: name,
        range: range,
        usualValue: usual,
        anchors: anchors,
        shortClaim: Claim.text(scheme, departures),
        preference: preference
      )
    ]
  }

  private func range(
    of subject: ScanSubject,
    _ law: TensorLaw,
    _ layer: LayerContext,
    _ size: TensorSize
  ) -> InseparableScheme? {
    let scan = ParameterScan(
      range: subject.range,
      anchors: subject.anchors,
      separation: { [self] value in
        self.law(of: subject, at: value, layer)?.separation(from: law, on: size) ?? .infinity
      },
      limit: Posterior.separationLimit
    )
    return scan.interval().map { interval in
      InseparableScheme(
        claim: subject.shortClaim,
        relation: .tooClose,
        parameter: .init(
          name: subject.scanned,
          lowerBound: interval.lowerBound,
          upperBound: interval.upperBound
        )
      )
    }
  }
}
