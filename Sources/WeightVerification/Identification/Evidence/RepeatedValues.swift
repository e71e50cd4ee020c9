/// How many of a tensor's first values other than 0 are equal to one before, up to sign.
struct RepeatedValues {
  /// How many values are looked at.
  static let limit = 16_384

  private var seen: Set<UInt64> = []
  /// The values that were looked at.
  private(set) var count = 0

  mutating func add(_ values: UnsafeBufferPointer<Double>) {
    guard count < Self.limit else { return }
    for value in values where value != 0 {
      guard count < Self.limit else { return }
      seen.insert(value.magnitude.bitPattern)
      count += 1
    }
  }

  /// The distinct magnitudes among them.
  var distinctCount: Int { seen.count }
}
