internal import RealModule
internal import WeightInit

/// The probabilities of the claims that may explain a tensor, claims of coinciding laws as one.
struct Posterior {
  /// Claims whose laws no test on the tensor could tell apart.
  struct Answer {
    /// The claim that stands for them.
    var leader: Candidate
    /// Others with the very same law, the most usual first.
    var sameLaw: [Candidate]
    /// Others with a law of its own, the most usual first.
    var indistinguishable: [Candidate]
    /// The probability of all together.
    var probability: Double
  }

  /// Laws closer than this, in nats, are one answer: the best test errs with probability Φ(−1) = 0.16.
  static let separationLimit = 2.0
  /// Laws closer than this are the same but for rounding.
  static let sameLawLimit = 1e-9
  /// How much less probable the claim that stands for an answer may be than the answer's best.
  private static let leaderSlack = Double.log(50)

  /// The answers, the most probable first.
  let answers: [Answer]
  /// How many answers carry the stated share of the probability.
  let setSize: Int

  /// Weighs claims.
  ///
  /// - Parameters:
  ///   - candidates: The claims, with their likelihoods and what spoke for them before.
  ///   - evidence: What is known of the tensor.
  ///   - credibility: The share of the probability that the set carries.
  init(_ candidates: [Candidate], evidence: TensorEvidence, credibility: Double) {
    // Laws that leave the tensor less freedom explain it alone.
    let dimension = candidates.map(\.likelihood.dimension).min()
    var open = candidates.filter { $0.likelihood.dimension == dimension }
      .sorted { ($0.logWeight, -$0.preference) > ($1.logWeight, -$1.preference) }
    guard let greatest = open.first?.logWeight else {
      answers = []
      setSize = 0
      return
    }
    var groups: [(members: [Candidate], weight: Double)] = []
    while let seed = open.first {
      let split = Dictionary(grouping: open) {
        seed.law.separation(from: $0.law, on: evidence.size) < Self.separationLimit
          || $0.claim == seed.claim
      }
      let members = split[true] ?? [seed]
      open = split[false] ?? []
      groups.append((members, Self.weight(members, above: greatest, on: evidence)))
    }
    let total = groups.reduce(0) { $0 + $1.weight }
    let sorted = groups.enumerated()
      .sorted { ($0.element.weight, $1.offset) > ($1.element.weight, $0.offset) }
    answers = sorted.map {
      Self.answer($0.element.members, $0.element.weight / total, on: evidence)
    }
    var (carried, size) = (0.0, 0)
    for answer in answers where carried < credibility {
      carried += answer.probability
      size += 1
    }
    setSize = size
  }

  /// The weight of claims, each law counted once however many names it has.
  private static func weight(
    _ members: [Candidate],
    above greatest: Double,
    on evidence: TensorEvidence
  ) -> Double {
    var counted: [Candidate] = []
    for member in members
    where !counted.contains(where: { $0.isSame(as: member, on: evidence) }) {
      counted.append(member)
    }
    return counted.reduce(0) { $0 + Double.exp($1.logWeight - greatest) }
  }

  private static func answer(
    _ members: [Candidate],
    _ probability: Double,
    on evidence: TensorEvidence
  ) -> Answer {
    let byUse = members.sorted { $0.preference < $1.preference }
    let limit = (members.map(\.logWeight).max() ?? 0) - leaderSlack
    let place = byUse.firstIndex { $0.logWeight >= limit } ?? 0
    var others = byUse
    let leader = others.remove(at: place)
    return Answer(
      leader: leader,
      sameLaw: others.filter { $0.isSame(as: leader, on: evidence) },
      indistinguishable: others.filter { !$0.isSame(as: leader, on: evidence) },
      probability: probability
    )
  }
}

extension Candidate {
  /// The logarithm of the weight after the tensor was seen.
  var logWeight: Double { likelihood.logDensity + logPrior }

  /// Whether two claims promise the same, as far as arithmetic can tell.
  func isSame(as other: Candidate, on evidence: TensorEvidence) -> Bool {
    isFitted == other.isFitted
      && law.separation(from: other.law, on: evidence.size) < Posterior.sameLawLimit
  }
}
