import ArgumentParser
import Foundation
import WeightFiles

/// The options of every verb that reports.
struct ReportOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Write the report as JSON, to a file whose name ends in .json, or to the standard output "
        + "(-, or no value) in place of the text.",
      valueName: "FILE|-"
    )
  )
  var json: String?

  @Flag(name: .long, help: "Say nothing that was not asked for: no progress, no remarks, no text.")
  var quiet = false

  func validate() throws {
    guard let json, json != "-", !json.hasSuffix(".json") else { return }
    throw ValidationError("the name of a report must end in .json, found \(json)")
  }

  /// Refuses to put the report in the place of files that the verb reads or writes besides.
  func keep(_ paths: String?...) throws {
    guard let json, json != "-" else { return }
    let report = URL(fileURLWithPath: json)
    for path in paths.compactMap(\.self)
    where path != "-" && report.isSameFile(as: URL(fileURLWithPath: path)) {
      throw UsageError("--json would put the report in the place of \(path); give another name")
    }
  }

  /// Fails early where the report could not be written, before long work is done for it.
  func checkDestination() throws {
    guard let json, json != "-" else { return }
    try AtomicOutput(replacing: URL(fileURLWithPath: json), isFolder: false).discard()
  }

  /// Writes a report: as text for people, as JSON for machines.
  func deliver(
    _ report: some Report,
    text: () throws -> String
  ) throws {
    switch json {
    case "-":
      try Console.print(try ReportEncoder.text(of: report))
    case let path?:
      try Self.save(try ReportEncoder.text(of: report), at: path)
      if !quiet { try Console.print(TerminalText.lines(try text())) }
    case nil:
      if !quiet { try Console.print(TerminalText.lines(try text())) }
    }
  }

  /// Writes the text of a report to a file, whole or not at all.
  static func save(_ text: String, at path: String) throws {
    let output = try AtomicOutput(replacing: URL(fileURLWithPath: path), isFolder: false)
    do {
      try Data((text + "\n").utf8).write(to: output.temporaryURL)
    } catch {
      output.discard()
      throw WeightFileError(
        code: .inputOutput,
        message: "the report cannot be written: \(error.localizedDescription)",
        path: path
      )
    }
    try output.commit()
  }
}
