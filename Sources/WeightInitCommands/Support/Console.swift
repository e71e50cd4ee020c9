import Foundation
import WeightFiles

/// The terminal: results to the standard output, all else to the standard error.
enum Console {
  /// Writes a result.
  static func print(_ text: String) throws {
    try write(text + "\n", to: STDOUT_FILENO)
  }

  /// Writes a diagnostic.
  static func error(_ text: String) {
    let label = Style.standardError.red("error:")
    try? write("\(label) \(TerminalText.lines(text))\n", to: STDERR_FILENO)
  }

  /// Writes a diagnostic that has a label already.
  static func diagnostic(_ text: String) {
    try? write(TerminalText.lines(text) + "\n", to: STDERR_FILENO)
  }

  /// Writes a remark.
  static func note(_ text: String) {
    let label = Style.standardError.yellow("note:")
    try? write("\(label) \(TerminalText.lines(text))\n", to: STDERR_FILENO)
  }

  /// Names the tensors of a file that a command leaves out because they hold no floating point numbers.
  ///
  /// - Parameters:
  ///   - tensors: The tensors; without any, nothing is written.
  ///   - what: What has not been done with them.
  static func note(_ tensors: [SkippedTensor], not what: String) {
    guard !tensors.isEmpty else { return }
    note(
      "not \(what): " + tensors.map { "\($0.name) (\($0.elementType))" }.joined(separator: ", ")
    )
  }

  /// Writes a warning.
  static func warn(_ text: String) {
    let label = Style.standardError.yellow("warning:")
    try? write("\(label) \(TerminalText.lines(text))\n", to: STDERR_FILENO)
  }

  /// Writes progress, which overwrites itself.
  static func progress(_ text: String) {
    try? write("\r\u{1B}[K" + TerminalText.line(text), to: STDERR_FILENO)
  }

  /// Whether a person sees the standard error.
  static var isErrorTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  private static func write(_ text: String, to descriptor: Int32) throws {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        // A closed pipe (`| head`) is the reader's wish; anything else is lost output.
        guard errno != EPIPE else { return }
        if descriptor == STDOUT_FILENO {
          error("the result cannot be written: \(String(cString: strerror(errno)))")
        }
        throw ToolStatus.inputOutput
      }
      bytes = bytes.dropFirst(count)
    }
  }
}
