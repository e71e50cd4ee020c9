/// The versioned promise that one seed always gives the same values.
///
/// Values come from Philox4x32-10 (Salmon et al. 2011). The key is the seed; the counter holds the
/// block index and the stream; the stream is a hash of the contract's version, the layer's name and
/// the role of the draw, so that adding, removing or reordering layers changes the random values of
/// no other named layer. The sampling path uses + − × ÷ √ in a fixed order and no library function, so
/// the bits are the same on every processor.
public enum RandomContract {
  /// The version of the contract, which changes only when drawn bits change.
  public static let version = 1
  /// The name of the generator as manifests spell it.
  public static let generator = "philox4x32-10"
}
