import Foundation
import InitializationTheory
import Testing

/// Reference values, computed with mpmath in 40-digit arithmetic by routes of their own: series,
/// hypergeometric sums and numerical integration of the defining densities; the Anderson–Darling
/// values by Imhof's inversion of the characteristic function.
enum GoldenFile {
  /// One value of a theoretical quantity.
  struct Entry: Decodable, Sendable, CustomTestStringConvertible {
    let quantity: String
    let parameters: [String: TheoryArgument]
    let value: Value
    /// How many digits of the reference are right.
    let digits: Int

    var testDescription: String {
      let arguments = parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
      return "\(quantity) " + arguments.joined(separator: " ")
    }

    /// Whether a number agrees with a reference: relative to its digits, absolute near zero.
    func accepts(_ found: Double, for expected: Double) -> Bool {
      let tolerance = max(pow(10, -Double(digits)), 1e-12)
      return abs(found - expected) <= tolerance * abs(expected) + 1e-13
    }
  }

  /// A number, several in order or by name, or the rows of a matrix.
  enum Value: Decodable, Sendable {
    case number(Double)
    case matrix([[Double]])
    case list([Double])
    case record([String: Double])

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Double.self) {
        self = .number(number)
      } else if let list = try? container.decode([Double].self) {
        self = .list(list)
      } else if let record = try? container.decode([String: Double].self) {
        self = .record(record)
      } else {
        self = .matrix(try container.decode([[Double]].self))
      }
    }
  }

  /// Values of theoretical quantities.
  static let theory: [Entry] = load("theory-values")

  /// Rows of arguments, then results, by function.
  static let specialFunctions: [String: [[Double]]] = load("special-functions")

  /// Rows of one special function.
  static func rows(_ name: String) -> [[Double]] {
    specialFunctions[name] ?? []
  }

  /// An unreadable file gives an empty collection, which the tests refuse.
  private static func load<Contents: Decodable & ExpressibleByNothing>(_ name: String) -> Contents {
    guard
      let url = Bundle.module.url(
        forResource: name,
        withExtension: "json",
        subdirectory: "Golden"
      ),
      let data = try? Data(contentsOf: url),
      let contents = try? JSONDecoder().decode(Contents.self, from: data)
    else { return Contents() }
    return contents
  }
}

/// A collection that can be empty.
protocol ExpressibleByNothing {
  init()
}

extension Array: ExpressibleByNothing {}
extension Dictionary: ExpressibleByNothing {}
