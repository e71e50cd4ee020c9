/// What most likely made one tensor.
public struct TensorIdentification: Sendable, Hashable, Codable {
  /// How an identification ended.
  public enum Outcome: String, Sendable, Hashable, Codable, CaseIterable {
    /// One answer carries the stated share of the probability, and no test contradicts it.
    case identified
    /// Several answers are needed to carry it; the best of them stands first.
    case ambiguous
    /// The tests contradict even the most likely scheme: none of the known ones made the tensor.
    case unknown
    /// There is nothing to go by: no elements, or none but NaN and infinities.
    case cannotTell = "cannot-tell"
  }

  /// The tensor's name in the source.
  public var name: String
  /// How the identification ended.
  public var outcome: Outcome
  /// The claim that most likely holds; `nil` when none of the known schemes made the tensor.
  public var best: String?
  /// The probability of ``best``, or of claims that the tensor cannot tell from it, among what is
  /// known; 0 without one.
  public var confidence: Double
  /// The most likely claim when ``best`` is `nil`, from which the tensor differs in
  /// ``differences``.
  public var nearest: String?
  /// The answers, the most probable first; claims of coinciding laws are one answer.
  public var candidates: [IdentificationCandidate]
  /// How many of ``candidates`` together carry the stated share of the probability.
  public var setSize: Int
  /// The tests that contradict ``nearest``.
  public var differences: [IdentificationDifference]
  /// What else was noticed: known faults, and how the tensor had to be read.
  public var findings: [IdentificationFinding]
}
