import Foundation

/// Progress of long work on a terminal's standard error; silent in pipes and when quiet.
final class ProgressBar {
  private let isShown: Bool
  private let verb: String
  private let start = Date()
  private var lastShown = Date.distantPast
  private var hasShown = false

  init(_ verb: String, quiet: Bool) {
    self.verb = verb
    isShown = !quiet && Console.isErrorTerminal
  }

  /// Shows how far the work has come.
  func update(_ name: String, completed: Int, total: Int) {
    // Short work shows nothing, and the terminal is written ten times a second at most.
    guard isShown, Date().timeIntervalSince(start) > 0.5,
      Date().timeIntervalSince(lastShown) > 0.1
    else { return }
    lastShown = Date()
    hasShown = true
    let share = total > 0 ? Double(completed) / Double(total) : 1
    let width = 24
    let filled = min(width, Int(share * Double(width)))
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
    let seconds = Date().timeIntervalSince(start)
    let left = share > 0 ? Int(seconds / share - seconds) : 0
    Console.progress(
      "\(verb) \(bar) \(Int(share * 100)) %  \(ByteText.describe(completed))"
        + "  \(left) s left  \(name.prefix(30))"
    )
  }

  /// Takes the bar away.
  func end() {
    if hasShown { Console.progress("") }
  }
}

/// Sizes for people.
enum ByteText {
  /// A number of bytes in binary units, for example `1.2 MiB`.
  static func describe(_ count: Int) -> String {
    var value = Double(count)
    var units = ["B", "KiB", "MiB", "GiB", "TiB"][...]
    while value >= 1024, units.count > 1 {
      value /= 1024
      units = units.dropFirst()
    }
    let unit = units.first ?? "B"
    return unit == "B" ? "\(count) B" : String(format: "%.1f ", value) + unit
  }
}
