internal import RealModule

/// Numbers and sizes in plain words, for the effects in a report.
enum EffectText {
  /// Three significant digits, plain between 1e-4 and 1e7, otherwise with an exponent.
  static func number(_ value: Double) -> String {
    guard value.isFinite, value != 0 else {
      return value == 0 ? "0" : value.isNaN ? "undefined" : value < 0 ? "-∞" : "∞"
    }
    var exponent = Int(Double.log10(abs(value)).rounded(.down))
    // Subnormal numbers would need a power of ten that overflows.
    guard exponent > -300 else { return "\(value)" }
    var digits = Int((abs(value) * Double.pow(10, 2 - exponent)).rounded())
    if digits >= 1000 { (digits, exponent) = (digits / 10, exponent + 1) }
    if digits < 100 { (digits, exponent) = (digits * 10, exponent - 1) }
    let sign = value < 0 ? "-" : ""
    switch exponent {
    case 2..<7:
      let tail = String(repeating: "0", count: exponent - 2)
      return sign + "\(digits)" + tail
    case -4..<2:
      let text = String(repeating: "0", count: max(0, -exponent)) + "\(digits)"
      let point = text.index(text.startIndex, offsetBy: max(1, exponent + 1))
      var fraction = text[point...]
      while fraction.last == "0" { fraction.removeLast() }
      return sign + text[..<point] + (fraction.isEmpty ? "" : ".\(fraction)")
    default:
      let text = "\(digits)"
      return sign + text.prefix(1) + "." + text.dropFirst() + "e\(exponent)"
    }
  }

  /// How far a ratio is from 1: `4.1 % above` or `2.02 times` the claim.
  static func deviation(ofRatio ratio: Double) -> String {
    guard ratio.isFinite, ratio > 0 else { return "\(number(ratio)) times the claim" }
    if ratio > 2 || ratio < 0.5 { return "\(number(ratio)) times the claim" }
    let percent = (ratio - 1) * 100
    return "\(number(abs(percent))) % \(percent < 0 ? "below" : "above") the claim"
  }

  /// `1 entry`, `2 entries`.
  static func count(_ number: Int, _ singular: String, _ plural: String) -> String {
    "\(number) \(number == 1 ? singular : plural)"
  }
}
