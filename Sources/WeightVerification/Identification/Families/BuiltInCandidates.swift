/// The ways to find claims, each a file beside this one.
enum BuiltInCandidates {
  static let all: [any CandidateFamily] = [
    RegisteredFamily(),
    FittedNormal(),
    FittedUniform(),
    FittedTruncatedNormal(),
    FittedAnticorrelated(),
    FittedReplacedEntry(),
    FittedGain(),
    FittedSparse(),
    FittedValues(),
  ]
}
