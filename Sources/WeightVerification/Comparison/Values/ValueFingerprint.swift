internal import WeightInit

/// A sum of hashes of a tensor's elements: the same for the same numbers in any order.
///
/// Two different multisets of numbers agree with probability 2⁻⁶⁴ or so.
struct ValueFingerprint: Hashable {
  private var sum: UInt64 = 0
  private(set) var count = 0

  /// Adds numbers, rounded to a grid.
  mutating func add(_ values: [Double], on grid: ElementGrid) {
    for value in values {
      // Adding 0 turns −0 into 0.
      let rounded = value.isNaN ? .nan : grid.rounded(value) + 0
      sum &+= SplitMix64.mix(rounded.bitPattern &+ 0x9E37_79B9_7F4A_7C15)
    }
    count += values.count
  }

  /// The fingerprint of a whole tensor.
  init(_ index: Int, of source: any TensorSource, on grid: ElementGrid) throws {
    let type = source.tensors[index].elementType
    try source.forEachChunk(of: index) { chunk in
      var values = Array(repeating: 0.0, count: chunk.count / type.byteCount)
      values.withUnsafeMutableBufferPointer { ElementDecoder.decode(chunk, as: type, into: $0) }
      add(values, on: grid)
    }
  }

  init() {}
}
