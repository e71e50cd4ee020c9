import ArgumentParser
public import WeightFiles
public import WeightInit

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The command-line tool, as a library.
///
/// A plugin author makes a tool of their own, with all verbs, in a few lines:
///
/// ```swift
/// WeightInitTool.main(initializers: try .builtIn.registering(MyScheme.self))
/// ```
public enum WeightInitTool {
  /// The version of the package, as `--version` and manifests give it.
  public static let version = "0.1.0"

  /// Runs the tool on the arguments of the process and exits.
  ///
  /// - Parameters:
  ///   - initializers: The schemes that specifications and claims may name.
  ///   - layerKinds: The layer kinds that specifications may name.
  ///   - formats: The file formats; by default those that the package was built with.
  public static func main(
    initializers: InitializerRegistry = .builtIn,
    layerKinds: LayerKindRegistry = .builtIn,
    formats: FormatRegistry = .supported
  ) -> Never {
    // A reader that goes away (`| head`) ends the output, not the work: the status is the verb's.
    signal(SIGPIPE, SIG_IGN)
    // A file that may not become so large is an error of the write, not the end of the tool.
    signal(SIGXFSZ, SIG_IGN)
    let context = ToolContext(
      initializers: initializers,
      layerKinds: layerKinds,
      formats: formats
    )
    let status = ToolContext.$current.withValue(context) {
      run(Array(CommandLine.arguments.dropFirst()))
    }
    exit(status.rawValue)
  }

  /// Runs the tool on some arguments.
  ///
  /// - Parameter arguments: The arguments, without the tool's name.
  /// - Returns: The exit status.
  static func run(_ arguments: [String]) -> ToolStatus {
    do {
      try InstructionSet.checkEnvironment()
      var command = try parse(arguments)
      try command.run()
      return .success
    } catch let status as ToolStatus {
      return status
    } catch let error where RootCommand.exitCode(for: error) == .success {
      // --help and --version.
      print(RootCommand.fullMessage(for: error))
      return .success
    } catch {
      let (status, message) = ToolStatus.describe(error)
      // The argument parser labels its messages itself.
      if let message {
        Console.error(message)
      } else {
        Console.diagnostic(RootCommand.fullMessage(for: error))
      }
      return status
    }
  }

  /// Parses the arguments, with `--json` taking a file name only where one can follow.
  private static func parse(_ arguments: [String]) throws -> any ParsableCommand {
    let candidates = JSONArgument.readings(of: arguments)
    for candidate in candidates.dropLast() {
      if let command = try? RootCommand.parseAsRoot(candidate) { return command }
    }
    return try RootCommand.parseAsRoot(candidates.last ?? arguments)
  }
}
