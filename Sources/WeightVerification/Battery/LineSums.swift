internal import CVerificationKernels

/// Sums of a matrix along the lines of its storage, across them, and over products of neighbours.
///
/// Values come line after line. They are collected until several lines can be summed at once, so that
/// what belongs to a place of a line is read and written once for all of them; lines that are too long
/// for that are taken part by part. In both cases the order of all sums is fixed by the lines alone.
final class LineSums {
  /// The lines that are summed at once.
  private static let groupCount = 4
  /// The values that are collected, at least, where lines are short.
  private static let leastCount = 4096
  /// The longest lines that are collected: a group of them stays in the second cache.
  private static let longestLine = 1 << 14

  /// The values of a line.
  let length: Int
  /// The sums of lines, and of their squares.
  private(set) var alongSums: [Double]
  private(set) var alongSquares: [Double]
  /// The sums over all lines of the values that stand at the same place.
  private(set) var acrossSums: [Double]
  private(set) var acrossSquares: [Double]
  /// The last line.
  private(set) var line: [Double]
  /// Sums over everything; `lag` holds the products of neighbours in storage, and `across` those with
  /// the line before.
  private(set) var total = vk_run()

  private let memory: UnsafeMutableBufferPointer<Double>
  /// The values that are collected, whole lines, at most; 0 for long lines.
  private let capacity: Int
  private var filled = 0
  /// The values before those in memory.
  private var done = 0
  /// The last value.
  private(set) var last = 0.0

  /// Starts without values.
  ///
  /// - Parameters:
  ///   - length: The values of a line, at least 1.
  ///   - count: The number of lines.
  init(length: Int, count: Int) {
    self.length = length
    alongSums = Array(repeating: 0, count: count)
    alongSquares = alongSums
    acrossSums = Array(repeating: 0, count: length)
    acrossSquares = acrossSums
    line = acrossSums
    let groups = max(1, Self.leastCount / (Self.groupCount * length))
    capacity =
      length <= Self.longestLine ? min(count, groups * Self.groupCount) * length : 0
    memory = .allocate(capacity: capacity + 1)
    memory.initialize(repeating: 0)
  }

  deinit { memory.deallocate() }

  /// Where the next values may be written before they are taken, if they fit.
  func room(for count: Int) -> UnsafeMutableBufferPointer<Double>? {
    guard count > 0, count <= capacity - filled else { return nil }
    return UnsafeMutableBufferPointer(rebasing: memory[filled..<filled + count])
  }

  /// Takes the next values, of one line.
  func take(_ values: UnsafeBufferPointer<Double>) {
    guard let start = values.baseAddress else { return }
    guard let room = room(for: values.count) else { return takePart(values) }
    if room.baseAddress.map({ UnsafePointer($0) }) != start { _ = room.update(from: values) }
    filled += values.count
    if filled == capacity { takeLines() }
  }

  /// Takes what has been collected.
  func finish() {
    let rest = filled % max(length, 1)
    let end = filled
    filled -= rest
    takeLines()
    // Only of a matrix that is not complete.
    if rest > 0 { takePart(UnsafeBufferPointer(rebasing: memory[end - rest..<end])) }
  }

  private func takeLines() {
    guard filled > 0, let values = memory.baseAddress else { return }
    let first = done / length
    values[filled] = 0
    var result = vk_run()
    alongSums.withUnsafeMutableBufferPointer { sums in
      alongSquares.withUnsafeMutableBufferPointer { squares in
        guard let sums = sums.baseAddress, let squares = squares.baseAddress else { return }
        vk_take_lines(
          values,
          filled / length,
          length,
          sums + first,
          squares + first,
          &acrossSums,
          &acrossSquares,
          &line,
          &result
        )
      }
    }
    add(result, first: values[0], last: values[filled - 1])
    done += filled
    filled = 0
  }

  /// Takes a part of a line.
  private func takePart(_ values: UnsafeBufferPointer<Double>) {
    guard let start = values.baseAddress, done / length < alongSums.count else { return }
    let place = done % length
    var result = vk_run()
    acrossSums.withUnsafeMutableBufferPointer { sums in
      acrossSquares.withUnsafeMutableBufferPointer { squares in
        line.withUnsafeMutableBufferPointer { line in
          guard let sums = sums.baseAddress, let squares = squares.baseAddress,
            let line = line.baseAddress
          else { return }
          vk_take_run(start, values.count, sums + place, squares + place, line + place, &result)
        }
      }
    }
    alongSums[done / length] += result.sum
    alongSquares[done / length] += result.squares
    add(result, first: values[0], last: values[values.count - 1])
    done += values.count
  }

  private func add(_ result: vk_run, first: Double, last: Double) {
    total.sum += result.sum
    total.squares += result.squares
    total.largest = max(total.largest, result.largest)
    total.lag += self.last * first + result.lag
    total.across += result.across
    self.last = last
  }
}
