/// The activations that are zero for most inputs.
///
/// Price et al. 2024, eqs. 7 to 10; the values at the kinks are those of the continuous function.
public enum SparseActivationFamily: String, Sendable, Hashable, CaseIterable {
  /// `max(0, x - τ)`.
  case shiftedReLU = "shifted-relu"
  /// `sign(x) max(0, |x| - τ)`.
  case softThreshold = "soft-threshold"
  /// `min(m, max(0, x - τ))`.
  case clippedReLU = "clipped-relu"
  /// `sign(x) min(m, max(0, |x| - τ))`.
  case clippedSoftThreshold = "clipped-soft-threshold"

  /// Whether the function is odd; otherwise it is zero for negative inputs.
  public var isTwoSided: Bool { self == .softThreshold || self == .clippedSoftThreshold }

  /// Whether the function is bounded by a clip m.
  public var isClipped: Bool { self == .clippedReLU || self == .clippedSoftThreshold }
}
