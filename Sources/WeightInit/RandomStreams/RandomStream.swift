import CWeightKernels

/// An endless sequence of random values, each of which can be had on its own.
///
/// Value i depends on the seed, the stream and i alone: any range can be drawn in any order, on any
/// thread.
public struct RandomStream: Sendable, Hashable {
  /// The key of the generator: the user's seed.
  public let key: UInt64
  /// The upper half of the generator's counter, which tells streams of one seed apart.
  public let identifier: UInt64

  /// Creates the stream for one role of one layer.
  ///
  /// The identifier is the 64-bit FNV-1a hash of `weightinit/<version>`, the path and the role, each
  /// ended by a zero byte, passed through the finalizer of SplitMix64.
  ///
  /// - Parameters:
  ///   - seed: The user's seed.
  ///   - path: The name of the layer.
  ///   - role: What the values are for, for example `weight`.
  public init(seed: UInt64, path: String, role: String) {
    var hash = Self.hash(role, after: Self.hash(path, after: Self.contractHash))
    hash = (hash ^ (hash >> 30)) &* 0xbf58_476d_1ce4_e5b9
    hash = (hash ^ (hash >> 27)) &* 0x94d0_49bb_1331_11eb
    key = seed
    identifier = hash ^ (hash >> 31)
  }

  /// What all identifiers begin with.
  private static let contractHash = hash(
    "weightinit/\(RandomContract.version)",
    after: 0xcbf2_9ce4_8422_2325
  )

  /// The FNV-1a hash of a text and a zero byte that follow what was hashed before.
  private static func hash(_ text: String, after hash: UInt64) -> UInt64 {
    var hash = hash
    for byte in text.utf8 {
      hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
    }
    return hash &* 0x0000_0100_0000_01b3
  }

  /// Creates a stream of known identifier, as a manifest records it.
  ///
  /// - Parameters:
  ///   - key: The key of the generator.
  ///   - identifier: The stream's identifier.
  public init(key: UInt64, identifier: UInt64) {
    self.key = key
    self.identifier = identifier
  }

  /// Draws standard normal values.
  ///
  /// - Parameters:
  ///   - first: The position of the first value in the stream.
  ///   - values: Receives the values.
  public func fillNormal<Element: DrawnElement>(
    from first: Int,
    into values: UnsafeMutableBufferPointer<Element>
  ) {
    Element.fillNormal(stream: self, from: first, into: values)
  }

  /// Draws values that are uniform on [−1, 1].
  ///
  /// - Parameters:
  ///   - first: The position of the first value in the stream.
  ///   - values: Receives the values.
  public func fillUniform<Element: DrawnElement>(
    from first: Int,
    into values: UnsafeMutableBufferPointer<Element>
  ) {
    Element.fillUniform(stream: self, from: first, into: values)
  }

  /// Draws standard normal values that keep between two bounds, by inversion of the normal law.
  ///
  /// - Parameters:
  ///   - first: The position of the first value in the stream.
  ///   - truncation: The bounds, in standard deviations.
  ///   - values: Receives the values.
  public func fillTruncatedNormal<Element: DrawnElement>(
    from first: Int,
    truncation: NormalTruncation,
    into values: UnsafeMutableBufferPointer<Element>
  ) {
    Element.fillTruncatedNormal(
      stream: self,
      from: first,
      truncation: truncation,
      into: values
    )
  }

  /// Draws 32-bit words.
  ///
  /// - Parameters:
  ///   - first: The position of the first word in the stream.
  ///   - words: Receives the words.
  public func fillWords(from first: Int, into words: UnsafeMutableBufferPointer<UInt32>) {
    guard let base = words.baseAddress, !words.isEmpty else { return }
    wk_fill_words(key, identifier, UInt64(first), words.count, base)
  }

  /// The four words of one block of the generator.
  ///
  /// - Parameter index: The position of the block in the stream.
  /// - Returns: The words in the order of their values.
  public func block(_ index: Int) -> SIMD4<UInt32> {
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 4) { words in
      fillWords(from: index * 4, into: words)
      return SIMD4(words[0], words[1], words[2], words[3])
    }
  }
}
