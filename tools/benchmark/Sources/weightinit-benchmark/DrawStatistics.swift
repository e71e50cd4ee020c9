import Dispatch
import Synchronization
import WeightInit

/// Counts many draws without keeping them: equal steps of the value over [-8, 8), moments, products
/// of neighbors, zeros, extremes and the same value twice in a row.
struct DrawStatistics {
  let distribution: String
  let count: Int
  let seed: UInt64
  let jobs: Int

  /// What is counted; parts add up.
  struct Counts: Sendable {
    static let steps = 4096
    var histogram = [Int](repeating: 0, count: steps)
    var outside = 0
    var powers = [Double](repeating: 0, count: 9)
    var products = [Double](repeating: 0, count: 5)
    var zeros = 0
    var repeats = 0
    var smallest = Double.infinity
    var largest = 0.0

    mutating func add(_ values: UnsafeMutableBufferPointer<Float>) {
      for value in values {
        let x = Double(value)
        let step = ((x + 8) * Double(Self.steps / 16)).rounded(.down)
        if step >= 0, step < Double(Self.steps) {
          histogram[Int(step)] += 1
        } else {
          outside += 1
        }
        var power = 1.0
        for index in 1...8 {
          power *= x
          powers[index] += power
        }
        zeros += x == 0 ? 1 : 0
        smallest = min(smallest, abs(x))
        largest = max(largest, abs(x))
      }
      for lag in 1...4 {
        var sum = 0.0
        for index in 0..<(values.count - lag) {
          sum += Double(values[index]) * Double(values[index + lag])
        }
        products[lag] += sum
      }
      for index in 1..<values.count where values[index] == values[index - 1] { repeats += 1 }
    }

    mutating func add(_ other: Counts) {
      for index in histogram.indices { histogram[index] += other.histogram[index] }
      for index in powers.indices { powers[index] += other.powers[index] }
      for index in products.indices { products[index] += other.products[index] }
      outside += other.outside
      zeros += other.zeros
      repeats += other.repeats
      smallest = min(smallest, other.smallest)
      largest = max(largest, other.largest)
    }
  }

  func run() throws {
    let blockLength = 1 << 16
    let blocks = max(count / blockLength, 1)
    let truncation = try commonTruncation()
    let stream = RandomStream(seed: seed, path: "statistics", role: "weight")
    // An unknown distribution is found before the work begins.
    var few = [Float](repeating: 0, count: 4)
    try few.withUnsafeMutableBufferPointer {
      try fill(distribution, stream, from: 0, truncation: truncation, into: $0)
    }
    let total = Mutex(Counts())
    DispatchQueue.concurrentPerform(iterations: jobs) { job in
      var counts = Counts()
      var values = [Float](repeating: 0, count: blockLength)
      for block in stride(from: job, to: blocks, by: jobs) {
        values.withUnsafeMutableBufferPointer { buffer in
          try? fill(
            distribution,
            stream,
            from: block * blockLength,
            truncation: truncation,
            into: buffer
          )
          counts.add(buffer)
        }
      }
      total.withLock { $0.add(counts) }
    }
    let counts = total.withLock { $0 }
    print(
      """
      {"values": \(blocks * blockLength), "blockLength": \(blockLength), \
      "histogram": \(counts.histogram), "outside": \(counts.outside), "powers": \(counts.powers), \
      "products": \(counts.products), "zeros": \(counts.zeros), "repeats": \(counts.repeats), \
      "smallest": \(counts.smallest), "largest": \(counts.largest)}
      """
    )
  }
}
