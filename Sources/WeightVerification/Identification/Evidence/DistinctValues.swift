/// The values that occur in a tensor and how often, as long as they are few.
struct DistinctValues {
  static let limit = 16

  /// The values with their counts, in the order of their first occurrence.
  private(set) var counts: [(value: Double, count: Int)] = []
  /// Whether there are more than ``limit`` values, so that ``counts`` says nothing.
  private(set) var areMany = false

  mutating func add(_ values: UnsafeBufferPointer<Double>) {
    guard !areMany else { return }
    var last = 0
    for value in values {
      if last < counts.count, counts[last].value == value {
        counts[last].count += 1
      } else if let place = counts.firstIndex(where: { $0.value == value }) {
        counts[place].count += 1
        last = place
      } else if counts.count < Self.limit {
        last = counts.count
        counts.append((value, 1))
      } else {
        areMany = true
        return
      }
    }
  }

  /// The values in ascending order; `nil` when they are many.
  var sorted: [(value: Double, count: Int)]? {
    areMany ? nil : counts.sorted { $0.value < $1.value }
  }
}
