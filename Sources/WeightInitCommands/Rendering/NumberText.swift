import Foundation

/// Numbers for people.
enum NumberText {
  /// A number with four significant digits, without trailing zeros.
  static func short(_ value: Double?) -> String {
    guard let value else { return "–" }
    return String(format: "%.4g", value)
  }

  /// A count, which may be an average.
  static func count(_ value: Double) -> String {
    Int(exactly: value).map(String.init) ?? String(format: "%.2f", value)
  }

  /// A probability.
  static func probability(_ value: Double?) -> String {
    guard let value else { return "–" }
    return value < 1e-4 ? String(format: "%.1e", value) : String(format: "%.4f", value)
  }

  /// A shape, for example `300 × 784`.
  static func shape(_ lengths: [Int]) -> String {
    lengths.isEmpty ? "scalar" : lengths.map(String.init).joined(separator: " × ")
  }
}
