/// A histogram in one line of text.
enum Sparkline {
  /// Bars whose heights are the counts, the tallest full.
  static func draw(_ counts: [Int]) -> String {
    guard let tallest = counts.max(), tallest > 0 else { return "" }
    let bars = Array("▁▂▃▄▅▆▇█")
    return String(
      counts.map { count in
        count == 0 ? " " : bars[min(bars.count - 1, count * bars.count / (tallest + 1))]
      }
    )
  }
}
