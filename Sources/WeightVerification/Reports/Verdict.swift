/// The answer of a test, about a tensor, or about everything that was claimed.
///
/// A verdict never proves a claim: ``consistent`` says that nothing was found that contradicts it,
/// at the sizes that the file offers.
public enum Verdict: String, Sendable, Hashable, Codable, CaseIterable {
  /// Nothing contradicts the claim.
  case consistent
  /// Too unlikely to pass over, not unlikely enough to reject; verify a file made with another seed.
  case suspicious
  /// The claim is false, but for a false alarm at the stated rate.
  case inconsistent
  /// Nothing could be tested; the reason stands beside it.
  case cannotTell = "cannot-tell"

  /// Combines the verdicts about parts into the verdict about the whole.
  ///
  /// It is the worst, where not knowing is worse than being consistent. Without parts nothing can be
  /// told.
  ///
  /// - Parameter parts: The verdicts about the parts.
  init(combining parts: some Sequence<Verdict>) {
    let bySeverity: [Verdict] = [.inconsistent, .suspicious, .cannotTell, .consistent]
    let found = Set(parts)
    self = bySeverity.first(where: found.contains) ?? .cannotTell
  }
}
