import Foundation
import Testing

/// Known answers of the random contract, made without the code under test.
struct ContractVectors: Decodable {
  struct Block: Decodable {
    let counter: [Word]
    let key: [Word]
    let output: [Word]
  }

  struct Stream: Decodable {
    let key: LongWord
    let stream: LongWord
    let first: String
    let words: [Word]
    let normalFloat32Bits: [Word]
    let normalFloat64Bits: [LongWord]
    let uniformFloat32Bits: [Word]
    let uniformFloat64Bits: [LongWord]
  }

  /// What two words choose among some entries, and the root that they draw.
  struct Choice: Decodable {
    let words: [Word]
    let entries: String
    let index: String
    let rootFloat32Bits: Word
    let rootFloat64Bits: LongWord
  }

  /// A dense layer of RAAI, called layer.
  struct Layer: Decodable {
    let seed: UInt64
    let rows: Int
    let fanIn: Int
    let k: Double
    let variance: Double
    let weightFloat32Bits: [Word]
    let biasFloat32Bits: [Word]
    let weightFloat64Bits: [LongWord]
    let biasFloat64Bits: [LongWord]
  }

  /// 32 bits in hexadecimal.
  struct Word: Decodable {
    let bits: UInt32

    init(from decoder: any Decoder) throws {
      let text = try decoder.singleValueContainer().decode(String.self)
      bits = try #require(UInt32(text.dropFirst(2), radix: 16))
    }
  }

  /// 64 bits in hexadecimal.
  struct LongWord: Decodable {
    let bits: UInt64

    init(from decoder: any Decoder) throws {
      let text = try decoder.singleValueContainer().decode(String.self)
      bits = try #require(UInt64(text.dropFirst(2), radix: 16))
    }
  }

  let contractVersion: Int
  let blocks: [Block]
  let streams: [Stream]
  let choices: [Choice]
  let layers: [Layer]

  enum CodingKeys: String, CodingKey {
    case contractVersion, streams, choices, layers
    case blocks = "philox4x32-10"
  }

  static func load() throws -> ContractVectors {
    let url = try #require(
      Bundle.module.url(
        forResource: "random-contract",
        withExtension: "json",
        subdirectory: "Vectors"
      )
    )
    return try JSONDecoder().decode(ContractVectors.self, from: Data(contentsOf: url))
  }
}
