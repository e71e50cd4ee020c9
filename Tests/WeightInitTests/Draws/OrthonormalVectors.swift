import Foundation
import Testing

/// Known answers of the orthonormal matrices, made without the code under test.
struct OrthonormalVectors: Decodable {
  struct Case: Decodable, CustomTestStringConvertible {
    let name: String
    let rows: Int
    let columns: Int
    /// The matrix of the vectors, column after column, times the denominator.
    let numerators: [Double]
    /// Which columns of the result are known.
    let keptColumns: [Int]
    /// These columns, one after the other.
    let expected: [Double]

    var testDescription: String { name }
  }

  let denominator: Double
  let cases: [Case]

  static func load() throws -> OrthonormalVectors {
    let url = try #require(
      Bundle.module.url(
        forResource: "orthonormal",
        withExtension: "json",
        subdirectory: "Vectors"
      )
    )
    return try JSONDecoder().decode(OrthonormalVectors.self, from: Data(contentsOf: url))
  }
}
