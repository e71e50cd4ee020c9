internal import WeightInit

/// Which tensor of one source is compared with which of another.
struct TensorPairing {
  private(set) var pairs: [(first: Int, second: Int)] = []
  private(set) var onlyInFirst: [Int] = []
  private(set) var onlyInSecond: [Int] = []

  /// Pairs by name, then by values in any order and type, then leaves over.
  init(_ first: any TensorSource, _ second: any TensorSource) throws {
    let names = Dictionary(
      second.tensors.enumerated().map { ($1.name, $0) },
      uniquingKeysWith: { first, _ in first }
    )
    var partners = first.tensors.map { names[$0.name] }
    let taken = Set(partners.compactMap(\.self))
    var open = second.tensors.indices.filter { !taken.contains($0) }
    let lonely = first.tensors.indices.filter { partners[$0] == nil }
    if !open.isEmpty, !lonely.isEmpty {
      // The narrowest type of those left over, to which all round.
      let grid =
        (lonely.map { first.tensors[$0] } + open.map { second.tensors[$0] })
        .map { ElementGrid($0.elementType) }
        .min { $0.significandBits < $1.significandBits } ?? ElementGrid(.float64)
      var byValues: [ValueFingerprint: [Int]] = [:]
      for index in open {
        byValues[try ValueFingerprint(index, of: second, on: grid), default: []].append(index)
      }
      for index in lonely {
        let fingerprint = try ValueFingerprint(index, of: first, on: grid)
        guard fingerprint.count > 0, var found = byValues[fingerprint], !found.isEmpty else {
          continue
        }
        partners[index] = found.removeFirst()
        byValues[fingerprint] = found
      }
      let paired = Set(partners.compactMap(\.self))
      open.removeAll(where: paired.contains)
    }
    for (index, partner) in partners.enumerated() {
      if let partner { pairs.append((index, partner)) } else { onlyInFirst.append(index) }
    }
    onlyInSecond = open
  }
}
