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
  private let isDescribing: Bool
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

  // MARK: - Declaring and decoding

  /// Reads a number.
  ///
  /// - Parameters:
  ///   - name: The parameter's name.
  ///   - defaultValue: What it is when not given; without a default it must be given.
  ///   - range: The allowed values.
  ///   - help: What it means.
  /// - Returns: The number given, or what stands in for it.
  public mutating func number(
    _ name: String,
    default defaultValue: Double? = nil,
    in range: NumberRange = .finite,
    _ help: String
  ) -> Double {
    let fallback = defaultValue ?? (range.contains(1) ? 1 : range.lowerBound)
    declare(name, .number(range), defaultValue.map(ParameterValue.number), true, help)
    guard let argument = take(name, isRequired: defaultValue == nil) else {
      return record(name, .number(fallback), fallback)
    }
    guard let value = Self.number(argument), range.contains(value) else {
      return reject(name, argument, fallback)
    }
    return record(name, .number(value), value)
  }

  /// Reads a number that may be left out.
  ///
  /// - Parameters:
  ///   - name: The parameter's name.
  ///   - range: The allowed values.
  ///   - help: What it means, and what holds when it is left out.
  /// - Returns: The number given, or `nil`.
  public mutating func optionalNumber(
    _ name: String,
    in range: NumberRange = .finite,
    _ help: String
  ) -> Double? {
    declare(name, .number(range), nil, false, help)
    guard let argument = take(name, isRequired: false) else { return nil }
    guard let value = Self.number(argument), range.contains(value) else {
      return reject(name, argument, nil)
    }
    return record(name, .number(value), value)
  }

  /// Reads a whole number.
  ///
  /// - Parameters:
  ///   - name: The parameter's name.
  ///   - defaultValue: What it is when not given; without a default it must be given.
  ///   - range: The allowed values.
  ///   - help: What it means.
  /// - Returns: The number given, or what stands in for it.
  public mutating func integer(
    _ name: String,
    default defaultValue: Int? = nil,
    in range: ClosedRange<Int> = 1...Int.max,
    _ help: String
  ) -> Int {
    let fallback = defaultValue ?? range.lowerBound
    declare(name, .integer(range), defaultValue.map(ParameterValue.integer), true, help)
    guard let argument = take(name, isRequired: defaultValue == nil) else {
      return record(name, .integer(fallback), fallback)
    }
    guard let value = Self.integer(argument), range.contains(value) else {
      return reject(name, argument, fallback)
    }
    return record(name, .integer(value), value)
  }

  /// Reads a whole number for each axis: a list, or one number that holds for all.
  ///
  /// - Parameters:
  ///   - name: The parameter's name.
  ///   - count: The number of axes; a list of any length when `nil`.
  ///   - defaultValue: What every axis has when not given; without a default it must be given.
  ///   - range: The allowed values.
  ///   - help: What it means.
  /// - Returns: As many numbers as there are axes, or as were given.
  public mutating func integers(
    _ name: String,
    count: Int?,
    default defaultValue: Int? = nil,
    in range: ClosedRange<Int> = 1...Int.max,
    _ help: String
  ) -> [Int] {
    let fallback = Array(repeating: defaultValue ?? range.lowerBound, count: count ?? 1)
    declare(
      name,
      .integers(count: count, range),
      defaultValue.map(ParameterValue.integer),
      true,
      help
    )
    guard let argument = take(name, isRequired: defaultValue == nil) else {
      return record(name, .integers(fallback), fallback)
    }
    guard let values = Self.integers(argument, count: count, in: range) else {
      return reject(name, argument, fallback)
    }
    return record(name, .integers(values), values)
  }

  /// What ``wordOrIntegers(_:words:count:default:in:_:)`` reads.
  public enum WordOrIntegers: Sendable, Hashable {
    /// One of the words.
    case word(String)
    /// A whole number for each axis.
    case integers([Int])
  }

  /// Reads one of several words, or a whole number for each axis.
  ///
  /// - Parameters:
  ///   - name: The parameter's name.
  ///   - words: The words.
  ///   - count: The number of axes; a list of any length when `nil`.
  ///   - defaultValue: What every axis has when not given.
  ///   - range: The allowed numbers.
  ///   - help: What it means.
  /// - Returns: The word or the numbers given, or what stands in for them.
  public mutating func wordOrIntegers(
    _ name: String,
    words: [String],
    count: Int?,
    default defaultValue: Int,
    in range: ClosedRange<Int>,
    _ help: String
  ) -> WordOrIntegers {
    let fallback = Array(repeating: defaultValue, count: count ?? 1)
    declare(
      name,
      .wordOrIntegers(words, count: count, range),
      .integer(defaultValue),
      true,
      help
    )
    guard let argument = take(name, isRequired: false) else {
      return record(name, .integers(fallback), .integers(fallback))
    }
    if let word = Self.text(argument), words.contains(word) {
      return record(name, .text(word), .word(word))
    }
    guard let values = Self.integers(argument, count: count, in: range) else {
      return reject(name, argument, .integers(fallback))
    }
    return record(name, .integers(values), .integers(values))
  }

  /// Reads one of several words.
  ///
  /// - Parameters:
  ///   - name: The parameter's name.
  ///   - defaultValue: What it is when not given.
  ///   - help: What it means.
  /// - Returns: The word given, or what stands in for it.
  public mutating func choice<Choice>(
    _ name: String,
    default defaultValue: Choice,
    _ help: String
  ) -> Choice where Choice: CaseIterable & RawRepresentable<String> {
    let words = Choice.allCases.map(\.rawValue)
    declare(name, .choice(words), .text(defaultValue.rawValue), true, help)
    guard let argument = take(name, isRequired: false) else {
      return record(name, .text(defaultValue.rawValue), defaultValue)
    }
    guard let word = Self.text(argument), let value = Choice(rawValue: word) else {
      return reject(name, argument, defaultValue)
    }
    return record(name, .text(word), value)
  }

  /// Reads true or false.
  ///
  /// - Parameters:
  ///   - name: The parameter's name.
  ///   - defaultValue: What it is when not given.
  ///   - help: What it means.
  /// - Returns: What was given, or what stands in for it.
  public mutating func flag(_ name: String, default defaultValue: Bool, _ help: String) -> Bool {
    declare(name, .flag, .flag(defaultValue), true, help)
    guard let argument = take(name, isRequired: false) else {
      return record(name, .flag(defaultValue), defaultValue)
    }
    switch argument.content {
    case .bool(let value): return record(name, .flag(value), value)
    case .string("true"): return record(name, .flag(true), true)
    case .string("false"): return record(name, .flag(false), false)
    default: return reject(name, argument, defaultValue)
    }
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

  // MARK: - Inner workings

  private mutating func declare(
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

  private mutating func take(_ name: String, isRequired: Bool) -> DocumentNode? {
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

  private mutating func record<Value>(
    _ name: String,
    _ value: ParameterValue,
    _ result: Value
  ) -> Value {
    values[name] = value
    return result
  }

  private mutating func reject<Value>(
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

  private mutating func report(_ name: String, _ argument: DocumentNode?, _ message: String) {
    diagnostics.append(
      Diagnostic(
        pointer: places[name] ?? pointer + "/" + name.pointerToken,
        line: argument?.line ?? line,
        message: message
      )
    )
  }
}
