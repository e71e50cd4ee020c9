/// The order of axes, and the names of tensors, that a family of frameworks expects.
///
/// All layouts of one specification and seed hold the same network: a layout is a permutation on the
/// way out.
public enum WeightLayout: String, Sendable, Hashable, Codable, CaseIterable {
  /// Dense (out, in), convolution (out, in/groups, kernel…); names `weight` and `bias`.
  case pytorch
  /// Dense (in, out), convolution (kernel…, in/groups, out); names `kernel` and `bias`. Also the
  /// layout of Flax and JAX.
  case keras
  /// Dense (out, in), convolution (out, kernel…, in/groups); names `weight` and `bias`.
  case mlx
}
