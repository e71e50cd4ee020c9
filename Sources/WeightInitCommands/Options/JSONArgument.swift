/// `--json [FILE|-]`: an option whose value may be left out, which the argument parser does not know.
enum JSONArgument {
  /// The ways to read arguments with `--json`, the most literal first: with the next argument as its
  /// file when that is `-` or ends in `.json`, else alone, for the standard output.
  static func readings(of arguments: [String]) -> [[String]] {
    guard let index = arguments.firstIndex(of: "--json"),
      !arguments[..<index].contains("--")
    else { return [arguments] }
    var alone = arguments
    alone[index] = "--json=-"
    guard index + 1 < arguments.count else { return [alone] }
    let next = arguments[index + 1]
    guard next == "-" || next.hasSuffix(".json") else { return [alone] }
    var withFile = arguments
    withFile.remove(at: index + 1)
    withFile[index] = "--json=\(next)"
    return [withFile, alone]
  }
}
