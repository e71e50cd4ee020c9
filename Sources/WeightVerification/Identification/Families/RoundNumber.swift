internal import RealModule
internal import WeightInit

/// The number with the fewest decimal digits in an interval: what a person would have typed.
enum RoundNumber {
  /// Finds the number.
  ///
  /// - Parameters:
  ///   - low: The lower end.
  ///   - high: The upper end, not below the lower one.
  /// - Returns: A number between the ends, both included; where an end or their distance is not finite, the
  ///   middle as it is.
  static func between(_ low: Double, _ high: Double) -> Double {
    if low <= 0, high >= 0 { return 0 }
    guard (high - low).isFinite else { return low / 2 + high / 2 }
    let middle = low + (high - low) / 2
    let exponent = Int(Double.log10(abs(middle)).rounded(.down))
    for digits in 1...16 {
      let places = digits - 1 - exponent
      guard abs(places) <= 300 else { break }
      let power = Double.pow(10, abs(places)).rounded()
      let scaled = places >= 0 ? middle * power : middle / power
      for whole in [scaled.rounded(), scaled.rounded(.up), scaled.rounded(.down)] {
        let candidate = places >= 0 ? whole / power : whole * power
        if candidate >= low, candidate <= high { return candidate }
      }
    }
    return middle
  }

  /// The text of a number that was measured with an error: one of a single digit where one lies within
  /// two and a half errors, since people type such numbers; else the roundest within one.
  static func text(measured value: Double, error: Double) -> String {
    let wide = between(value - 2.5 * error, value + 2.5 * error)
    let exponent = Double.pow(10, Double.log10(abs(wide)).rounded(.down))
    let digits = abs(wide) / exponent
    guard wide != 0, abs(digits - digits.rounded()) < 1e-9 else {
      return text(value - error, value + error)
    }
    return wide.shortest
  }

  /// The text of the number.
  static func text(_ low: Double, _ high: Double) -> String {
    let (low, high) = (min(low, high), max(low, high))
    // The gain for ReLU is no round number, but the one that people type.
    let root = 2.0.squareRoot()
    for special in [root, -root] where special >= low && special <= high { return special.shortest }
    return between(low, high).shortest
  }
}
