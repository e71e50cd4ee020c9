import WeightInit

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

struct BenchmarkError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

func number(_ text: String) throws -> Int {
  guard let value = Int(text), value > 0 else {
    throw BenchmarkError("'\(text)' is not a whole number above 0")
  }
  return value
}

/// The bounds of the truncated normal law that frameworks use.
func commonTruncation() throws -> NormalTruncation {
  guard let truncation = NormalTruncation(lower: -2, upper: 2) else {
    throw BenchmarkError("the bounds -2 and 2 are refused")
  }
  return truncation
}

/// Fills the buffer with one of the distributions.
func fill<Element: DrawnElement>(
  _ distribution: String,
  _ stream: RandomStream,
  from first: Int,
  truncation: NormalTruncation,
  into values: UnsafeMutableBufferPointer<Element>
) throws {
  switch distribution {
  case "normal": stream.fillNormal(from: first, into: values)
  case "uniform": stream.fillUniform(from: first, into: values)
  case "truncated-normal":
    stream.fillTruncatedNormal(from: first, truncation: truncation, into: values)
  default:
    throw BenchmarkError("'\(distribution)' is not one of normal, uniform, truncated-normal")
  }
}

/// The random words of some streams of one seed, a block of four from each in turn.
func writeWords(seed: UInt64, streams: Int) throws {
  let streams = (0..<streams).map { RandomStream(seed: seed, path: "stream\($0)", role: "words") }
  let blocks = 4096
  var words = [UInt32](repeating: 0, count: 4 * blocks)
  var output = [UInt32](repeating: 0, count: 4 * blocks * streams.count)
  var first = 0
  while true {
    for (place, stream) in streams.enumerated() {
      words.withUnsafeMutableBufferPointer { stream.fillWords(from: first, into: $0) }
      for block in 0..<blocks {
        for word in 0..<4 {
          output[4 * (block * streams.count + place) + word] = words[4 * block + word]
        }
      }
    }
    first += 4 * blocks
    var written = 0
    while written < 4 * output.count {
      let count = output.withUnsafeBytes {
        write(STDOUT_FILENO, $0.baseAddress?.advanced(by: written), $0.count - written)
      }
      // The reader has had enough.
      guard count > 0 else { return }
      written += count
    }
  }
}
