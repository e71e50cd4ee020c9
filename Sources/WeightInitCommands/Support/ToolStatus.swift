import ArgumentParser
import InitializationTheory
import WeightFiles
import WeightInit
import WeightVerification

/// How the tool exits; documented and stable.
enum ToolStatus: Int32, Error {
  /// All is done.
  case success = 0
  /// Verification says no: a result, not a fault.
  case inconsistent = 1
  /// The command line is wrong.
  case usage = 64
  /// A specification or a file is wrong.
  case badData = 65
  /// An input does not exist.
  case noInput = 66
  /// A fault of the tool.
  case `internal` = 70
  /// An output cannot be created.
  case cannotCreate = 73
  /// Reading or writing failed on the way.
  case inputOutput = 74
  /// Ctrl-C or termination; nothing has been written.
  case interrupted = 130

  /// The status of an error and what to say; no text when the argument parser has its own.
  static func describe(_ error: any Error) -> (status: ToolStatus, message: String?) {
    switch error {
    case let error as UsageError:
      return (.usage, error.message)
    case let error as WeightInitError:
      return (status(of: error.code), error.description)
    case let error as WeightFileError:
      return (status(of: error.code), error.description)
    case let error as VerificationError:
      return (error.code == .invalidOptions ? .usage : .badData, error.description)
    case let error as TheoryError:
      return (.usage, error.message)
    case _ where RootCommand.exitCode(for: error) == .validationFailure:
      return (.usage, nil)
    default:
      return (.internal, "internal error: \(error); please report it")
    }
  }

  private static func status(of code: WeightInitError.Code) -> ToolStatus {
    switch code {
    case .invalidClaim, .unknownInitializer, .invalidEnvironment: .usage
    case .outOfMemory, .duplicateIdentifier: .internal
    default: .badData
    }
  }

  private static func status(of code: WeightFileError.Code) -> ToolStatus {
    switch code {
    case .notFound: .noInput
    case .cannotCreate, .notOurs: .cannotCreate
    case .inputOutput: .inputOutput
    default: .badData
    }
  }
}

/// A mistake on the command line that the argument parser cannot see.
struct UsageError: Error {
  let message: String
  init(_ message: String) { self.message = message }
}
