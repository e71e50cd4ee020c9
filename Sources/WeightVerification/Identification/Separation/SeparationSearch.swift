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

  /// A scheme with the parameters that are given, before one of them is scanned.
  private struct ScanSubject {
    var type: any Initializer.Type
    var parameters: [(name: String, value: ParameterValue)]
    var anchors: [Double]
    var preference: Int

    var claim: String { Claim.text(type.identifier, parameters) }
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
      where !subjects.contains(where: { $0.claim == subject.claim }) {
        subjects.append(subject)
      }
    }
    var found: [Found] = []
    for subject in subjects {
      guard let scheme = range(of: subject, law, layer, size),
        // A choice that changes nothing.
        !found.contains(where: {
          $0.scheme.parameter == scheme.parameter
            && $0.scheme.claim.prefix { $0 != ":" } == subject.type.identifier
        })
      else { continue }
      found.append((subject.preference, scheme))
    }
    return found
  }

  /// A scheme without its parameter that is scanned; nothing for schemes that have none.
  private func subject(
    _ scheme: String,
    _ parameters: [(name: String, value: ParameterValue)],
    preference: Int
  ) -> [ScanSubject] {
    guard let name = ScannedParameter.of(scheme), let type = registry[scheme] else { return [] }
    var subject = ScanSubject(
      type: type,
      parameters: parameters.filter { $0.name != name },
      anchors: [0],
      preference: preference
    )
    if case .number(let number)? = parameters.first(where: { $0.name == name })?.value {
      subject.anchors.append(number)
    }
    return [subject]
  }

  private func range(
    of subject: ScanSubject,
    _ law: TensorLaw,
    _ layer: LayerContext,
    _ size: TensorSize
  ) -> InseparableScheme? {
    let identifier = subject.type.identifier
    let declarations = ParameterReader.declarations(of: subject.type)
    guard let name = ScannedParameter.of(identifier),
      let declaration = declarations.first(where: { $0.name == name }),
      case .number(let range) = declaration.kind
    else { return nil }
    let scan = ParameterScan(
      range: range,
      anchors: subject.anchors,
      separation: { [registry] value in
        let claim = Claim.text(identifier, subject.parameters + [(name, .number(value))])
        guard let resolved = try? registry.resolve(claim),
          let other = try? resolved.initializer.weightLaw(of: layer)
        else { return .infinity }
        return law.separation(from: other, on: size)
      },
      limit: Posterior.separationLimit
    )
    guard let interval = scan.interval() else { return nil }
    let departures = subject.parameters.filter { parameter in
      declarations.first { $0.name == parameter.name }?.defaultValue != parameter.value
    }
    return InseparableScheme(
      claim: Claim.text(identifier, departures),
      relation: .tooClose,
      parameter: .init(
        name: name,
        lowerBound: interval.lowerBound,
        upperBound: interval.upperBound
      )
    )
  }
}
