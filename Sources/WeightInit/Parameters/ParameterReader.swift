import InitializationTheory

/// Reads the parameters of a scheme or a layer kind, and learns on the way which there are.
///
/// Calling ``number(_:default:in:_:)`` and its kin declares a parameter, decodes it, checks its
/// bounds and records the resolved value. Problems are collected, not thrown, so that a user sees all
/// of them at once; after a problem the reader returns a value that is safe to go on with.
public struct ParameterReader: Sendable {
  /// The parameters declared so far, in order.
  public private(set) var declarations: [ParameterDeclaration] = []
  /// The resolved values so far, by name.
  public private(set) var values: [String: ParameterValue] = [:]
  /// The problems found so far.
  public private(set) var diagnostics: [Diagnostic] = []

  private let owner: String
  private let pointer: String
  /// Where arguments stand that do not stand at ``pointer`` under their own names.
  private let places: [String: String]
  private let line: Int?
  private let arguments: [DocumentNode.Entry]
  let isDescribing: Bool
  /// Whether a parameter was missing, ill-typed or out of range, so that a stand-in took its place.
  private var hasStandIns = false

  /// Reads given arguments.
  ///
  /// - Parameters:
  ///   - arguments: What the user gave, by name.
  ///   - owner: The name of the scheme or layer kind, for messages.
  ///   - pointer: Where the arguments stand in their document.
  ///   - line: The line on which they stand.
  public init(
    _ arguments: [DocumentNode.Entry],
    of owner: String,
    at pointer: String,
    line: Int? = nil
  ) {
    self.init(arguments, of: owner, at: pointer, places: [:], line: line)
  }

  /// Reads given arguments, some of which stand elsewhere than at `pointer` under their own names.
  ///
  /// - Parameters:
  ///   - arguments: What the user gave, by name.
  ///   - owner: The name of the scheme or layer kind, for messages.
  ///   - pointer: Where the arguments stand in their document.
  ///   - places: The full pointers of arguments that stand elsewhere, by name.
  ///   - line: The line on which they stand.
  init(
    _ arguments: [DocumentNode.Entry],
    of owner: String,
    at pointer: String,
    places: [String: String],
    line: Int?
  ) {
    self.owner = owner
    self.pointer = pointer
    self.places = places
    self.line = line
    self.arguments = arguments
    isDescribing = false
  }

  /// Learns what is declared, and finds nothing wrong with arguments that are not there.
  init(describing owner: String) {
    self.owner = owner
    pointer = ""
    places = [:]
    line = nil
    arguments = []
    isDescribing = true
  }

  /// Reports a problem between parameters that are each in order.
  ///
  /// When one of those read before was missing or wrong, which has been reported, nothing is said:
  /// what took its place is not the user's.
  ///
  /// - Parameters:
  ///   - name: The parameter to blame.
  ///   - message: What was found, what was expected, and what to do.
  public mutating func fail(_ name: String, _ message: String) {
    guard !isDescribing, !hasStandIns else { return }
    report(name, arguments.last { $0.key == name }?.value, message)
  }

  /// Ends the reading: reports arguments that nothing declared.
  ///
  /// - Parameter commonKeys: Names that belong beside the owner, which the user might have meant.
  package mutating func finish(commonKeys: [String] = []) {
    let declared = declarations.map(\.name)
    for argument in arguments where !declared.contains(argument.key) {
      guard !commonKeys.contains(argument.key) else {
        report(
          argument.key,
          argument.value,
          "`\(argument.key)` is not a parameter of \(owner): move it out, beside `\(owner)`"
        )
        continue
      }
      let known = declared + commonKeys
      let suggestion = NearestName.suggestion(for: argument.key, in: known)
      let existing =
        known.isEmpty
        ? "`\(owner)` takes no parameters" : "`\(owner)` takes \(known.joined(separator: ", "))"
      report(
        argument.key,
        argument.value,
        "unknown parameter `\(argument.key)` of \(owner)"
          + (suggestion.isEmpty ? "; \(existing)" : suggestion)
      )
    }
  }

  // MARK: - What the readers of single kinds share

  mutating func declare(
    _ name: String,
    _ kind: ParameterDeclaration.Kind,
    _ defaultValue: ParameterValue?,
    _ hasValue: Bool,
    _ help: String
  ) {
    declarations.append(
      ParameterDeclaration(
        name: name,
        kind: kind,
        defaultValue: defaultValue,
        isRequired: hasValue && defaultValue == nil,
        help: help
      )
    )
  }

  mutating func take(_ name: String, isRequired: Bool) -> DocumentNode? {
    let given = arguments.filter { $0.key == name }
    if given.count > 1 {
      report(name, given[1].value, "parameter `\(name)` of \(owner) is given twice; keep one")
    }
    if given.isEmpty, isRequired, !isDescribing, let declaration = declarations.last {
      hasStandIns = true
      report(
        name,
        nil,
        "\(owner) needs a parameter `\(name)`: \(declaration.expectation)"
      )
    }
    return given.first?.value
  }

  mutating func record<Value>(
    _ name: String,
    _ value: ParameterValue,
    _ result: Value
  ) -> Value {
    values[name] = value
    return result
  }

  mutating func reject<Value>(
    _ name: String,
    _ argument: DocumentNode,
    _ fallback: Value
  ) -> Value {
    hasStandIns = true
    let expected = declarations.last?.expectation ?? "another value"
    var suggestion = ""
    if case .choice(let words) = declarations.last?.kind, let word = Self.text(argument) {
      suggestion = NearestName.suggestion(for: word, in: words)
    }
    report(
      name,
      argument,
      "`\(name)` of \(owner) must be \(expected), found \(argument.summary)\(suggestion)"
    )
    return fallback
  }

  mutating func report(_ name: String, _ argument: DocumentNode?, _ message: String) {
    diagnostics.append(
      Diagnostic(
        pointer: places[name] ?? pointer + "/" + name.pointerToken,
        line: argument?.line ?? line,
        message: message
      )
    )
  }
}
