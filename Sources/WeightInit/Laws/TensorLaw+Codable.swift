/// The JSON form of a law: an object whose `family` names the case, beside the case's parameters.
///
/// An infinite `k` is the string `"inf"`, since JSON has no infinity.
extension TensorLaw: Codable {
  private enum Family: String, Codable {
    case constant, independent, anticorrelated, orthogonal, mirrored, hadamard, stacked, sparse
    case replacedEntry = "replaced-entry"
    case replacedEntryBias = "replaced-entry-bias"
    case partialIdentity = "partial-identity"
    case centerTap = "center-tap"
  }

  private enum Key: String, CodingKey {
    case family, value, marginal, variance, k, gain, scale
    case fanIn, submatrix, rows, columns, channelLength, leftover
    case channels, tap, tapCount, groups, blocks
    case zeroCount, per, standardDeviation
  }

  /// Reads a law from its JSON form.
  ///
  /// - Parameter decoder: Where the object comes from.
  /// - Throws: `DecodingError` when the family is unknown or a parameter is missing or out of range.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    func number(_ key: Key) throws -> Double {
      try container.decode(JSONNumber.self, forKey: key).value
    }
    switch try container.decode(Family.self, forKey: .family) {
    case .constant:
      self = .constant(try number(.value))
    case .independent:
      self = .independent(try container.decode(Marginal.self, forKey: .marginal))
    case .anticorrelated:
      self = .anticorrelated(variance: try number(.variance), k: try number(.k))
    case .replacedEntry:
      self = .replacedEntry(variance: try number(.variance), k: try number(.k))
    case .replacedEntryBias:
      self = .replacedEntryBias(
        variance: try number(.variance),
        k: try number(.k),
        fanIn: try container.decode(Int.self, forKey: .fanIn)
      )
    case .orthogonal:
      self = .orthogonal(gain: try number(.gain))
    case .partialIdentity:
      self = .partialIdentity(gain: try number(.gain))
    case .hadamard:
      self = .hadamard(scale: try number(.scale))
    case .mirrored:
      self = .mirrored(
        submatrix: try container.decode(TensorLaw.self, forKey: .submatrix),
        rows: try container.decode(Bool.self, forKey: .rows),
        columns: try container.decode(Bool.self, forKey: .columns),
        channelLength: try container.decode(Int.self, forKey: .channelLength),
        leftover: try container.decodeIfPresent(Marginal.self, forKey: .leftover)
      )
    case .sparse:
      self = .sparse(
        zeroCount: try container.decode(Int.self, forKey: .zeroCount),
        per: try container.decode(SparsityLine.self, forKey: .per),
        standardDeviation: try number(.standardDeviation)
      )
    case .centerTap:
      self = .centerTap(
        channels: try container.decode(TensorLaw.self, forKey: .channels),
        tap: try container.decode(Int.self, forKey: .tap),
        tapCount: try container.decode(Int.self, forKey: .tapCount),
        groups: try container.decode(Int.self, forKey: .groups)
      )
    case .stacked:
      self = .stacked(try container.decode([LawBlock].self, forKey: .blocks))
    }
    if let problem {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: problem)
      )
    }
  }

  /// Writes the law in its JSON form.
  ///
  /// - Parameter encoder: Where the object goes.
  /// - Throws: What the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    switch self {
    case .constant(let value):
      try container.encode(Family.constant, forKey: .family)
      try container.encode(JSONNumber(value), forKey: .value)
    case .independent(let marginal):
      try container.encode(Family.independent, forKey: .family)
      try container.encode(marginal, forKey: .marginal)
    case .anticorrelated(let variance, let k):
      try container.encode(Family.anticorrelated, forKey: .family)
      try container.encode(JSONNumber(variance), forKey: .variance)
      try container.encode(JSONNumber(k), forKey: .k)
    case .replacedEntry(let variance, let k):
      try container.encode(Family.replacedEntry, forKey: .family)
      try container.encode(JSONNumber(variance), forKey: .variance)
      try container.encode(JSONNumber(k), forKey: .k)
    case .replacedEntryBias(let variance, let k, let fanIn):
      try container.encode(Family.replacedEntryBias, forKey: .family)
      try container.encode(JSONNumber(variance), forKey: .variance)
      try container.encode(JSONNumber(k), forKey: .k)
      try container.encode(fanIn, forKey: .fanIn)
    case .orthogonal(let gain):
      try container.encode(Family.orthogonal, forKey: .family)
      try container.encode(JSONNumber(gain), forKey: .gain)
    case .partialIdentity(let gain):
      try container.encode(Family.partialIdentity, forKey: .family)
      try container.encode(JSONNumber(gain), forKey: .gain)
    case .hadamard(let scale):
      try container.encode(Family.hadamard, forKey: .family)
      try container.encode(JSONNumber(scale), forKey: .scale)
    case .mirrored(let submatrix, let rows, let columns, let channelLength, let leftover):
      try container.encode(Family.mirrored, forKey: .family)
      try container.encode(submatrix, forKey: .submatrix)
      try container.encode(rows, forKey: .rows)
      try container.encode(columns, forKey: .columns)
      try container.encode(channelLength, forKey: .channelLength)
      try container.encodeIfPresent(leftover, forKey: .leftover)
    case .sparse(let zeroCount, let line, let standardDeviation):
      try container.encode(Family.sparse, forKey: .family)
      try container.encode(zeroCount, forKey: .zeroCount)
      try container.encode(line, forKey: .per)
      try container.encode(JSONNumber(standardDeviation), forKey: .standardDeviation)
    case .centerTap(let channels, let tap, let tapCount, let groups):
      try container.encode(Family.centerTap, forKey: .family)
      try container.encode(channels, forKey: .channels)
      try container.encode(tap, forKey: .tap)
      try container.encode(tapCount, forKey: .tapCount)
      try container.encode(groups, forKey: .groups)
    case .stacked(let blocks):
      try container.encode(Family.stacked, forKey: .family)
      try container.encode(blocks, forKey: .blocks)
    }
  }

  /// What is wrong with the parameters, or `nil`; laws from files may hold anything.
  private var problem: String? {
    switch self {
    case .constant(let value):
      value.isFinite ? nil : "the constant must be finite, found \(value)"
    case .independent(let marginal):
      marginal.problem
    case .replacedEntryBias(_, _, let fanIn) where fanIn < 1:
      "fanIn must be at least 1, found \(fanIn)"
    case .anticorrelated(let variance, let k), .replacedEntry(let variance, let k),
      .replacedEntryBias(let variance, let k, _):
      variance > 0 && variance.isFinite && k > -1
        ? nil : "variance must be above 0 and k above -1, found \(variance) and \(k)"
    case .orthogonal(let gain), .partialIdentity(let gain):
      gain.isFinite && gain != 0 ? nil : "gain must be finite and not 0, found \(gain)"
    case .hadamard(let scale):
      scale.isFinite && scale != 0 ? nil : "scale must be finite and not 0, found \(scale)"
    case .mirrored(_, _, _, let channelLength, let leftover):
      channelLength >= 1
        ? leftover?.problem : "channelLength must be at least 1, found \(channelLength)"
    case .sparse(let zeroCount, _, let standardDeviation):
      zeroCount >= 0 && standardDeviation > 0 && standardDeviation.isFinite
        ? nil
        : "zeroCount must be at least 0 and standardDeviation finite and above 0, found "
          + "\(zeroCount) and \(standardDeviation)"
    case .centerTap(_, let tap, let tapCount, let groups):
      tap >= 0 && tap < tapCount && groups >= 1
        ? nil : "tap must lie in 0..<tapCount and groups be at least 1"
    case .stacked(let blocks):
      !blocks.isEmpty && blocks.allSatisfy { $0.rows >= 1 && $0.count >= 1 }
        ? nil : "a stack holds at least one block, of at least one row and count"
    }
  }
}

/// A number that JSON can hold, infinities included.
struct JSONNumber: Codable {
  let value: Double

  init(_ value: Double) { self.value = value }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Double.self) {
      value = number
      return
    }
    switch try container.decode(String.self) {
    case "inf": value = .infinity
    case "-inf": value = -.infinity
    case let text:
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "expected a number or \"inf\", found \"\(text)\""
      )
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if value.isFinite {
      try container.encode(value)
    } else {
      try container.encode(value < 0 ? "-inf" : "inf")
    }
  }
}
