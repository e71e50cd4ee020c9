/// A parameter together with how its value is read: what a quantity is declared with.
///
/// The Swift type of the value is part of the declaration, so that a quantity's formula receives
/// checked numbers and names and never looks anything up.
struct TheoryInput<Value: Sendable>: Sendable {
  let parameter: TheoryParameter
  /// Converts an argument, or returns nil if it is of the wrong kind.
  let convert: @Sendable (TheoryArgument) -> Value?
  /// Whether a converted value is in the parameter's range.
  let accepts: @Sendable (Value) -> Bool
  /// The value when none is given and there is no default.
  var absent: Value?

  /// Reads the value from named arguments.
  ///
  /// - Parameters:
  ///   - arguments: Values by parameter name.
  ///   - quantity: The quantity's name, for messages.
  /// - Returns: The value that was given, or the default.
  /// - Throws: ``TheoryError`` if a required value is missing, of the wrong kind or out of range.
  func read(
    from arguments: [String: TheoryArgument],
    of quantity: String
  ) throws(TheoryError)
    -> Value
  {
    guard let argument = arguments[parameter.name] ?? parameter.defaultValue else {
      if let absent { return absent }
      throw TheoryError(
        code: .missingParameter,
        message: "`\(quantity)` needs `\(parameter.name)`: \(parameter.summary), "
          + "\(parameter.kind). Add `\(parameter.name)=…`."
      )
    }
    guard let value = convert(argument) else {
      throw TheoryError(code: .illTypedParameter, message: mismatch(argument, quantity))
    }
    guard accepts(value) else {
      throw TheoryError(code: .parameterOutOfRange, message: mismatch(argument, quantity))
    }
    return value
  }

  private func mismatch(_ argument: TheoryArgument, _ quantity: String) -> String {
    "`\(parameter.name)` of `\(quantity)` is `\(argument)`; expected \(parameter.kind)."
  }
}

extension TheoryInput<Double> {
  /// A number in a range.
  static func number(
    _ name: String,
    _ summary: String,
    in range: TheoryInterval,
    default: Double? = nil
  ) -> TheoryInput {
    TheoryInput(
      parameter: TheoryParameter(
        name: name,
        summary: summary,
        kind: .number(range),
        defaultValue: `default`.map { .number($0) }
      ),
      convert: { $0.numericValue },
      accepts: { range.contains($0) }
    )
  }
}

extension TheoryInput<Double?> {
  /// A number in a range that may be left out.
  static func optionalNumber(
    _ name: String,
    _ summary: String,
    in range: TheoryInterval
  ) -> TheoryInput {
    TheoryInput(
      parameter: TheoryParameter(
        name: name,
        summary: summary,
        kind: .number(range),
        defaultValue: nil,
        isOptional: true
      ),
      convert: { argument in argument.numericValue.map { .some($0) } },
      accepts: { $0.map(range.contains) ?? false },
      absent: .some(nil)
    )
  }
}

extension TheoryInput<[Int]> {
  /// A list of whole numbers, each in a range.
  static func integers(
    _ name: String,
    _ summary: String,
    in range: ClosedRange<Int> = .positiveCount
  ) -> TheoryInput {
    TheoryInput(
      parameter: TheoryParameter(
        name: name,
        summary: summary,
        kind: .integers(range),
        defaultValue: nil
      ),
      convert: { argument in
        guard let values = argument.numericValues else { return nil }
        let integers = values.compactMap { Int(exactly: $0) }
        return integers.count == values.count ? integers : nil
      },
      accepts: { !$0.isEmpty && $0.allSatisfy(range.contains) }
    )
  }
}

extension TheoryInput<Bool> {
  /// True or false.
  static func flag(_ name: String, _ summary: String, default: Bool) -> TheoryInput {
    TheoryInput(
      parameter: TheoryParameter(
        name: name,
        summary: summary,
        kind: .text(choices: ["true", "false"]),
        defaultValue: .text(String(`default`))
      ),
      convert: { argument in
        guard case .text(let text) = argument else { return nil }
        return Bool(text)
      },
      accepts: { _ in true }
    )
  }
}

extension TheoryInput<Int> {
  /// A whole number in a range.
  static func integer(
    _ name: String,
    _ summary: String,
    in range: ClosedRange<Int> = .positiveCount,
    default: Int? = nil
  ) -> TheoryInput {
    TheoryInput(
      parameter: TheoryParameter(
        name: name,
        summary: summary,
        kind: .integer(range),
        defaultValue: `default`.map { .number(Double($0)) }
      ),
      convert: { argument in argument.numericValue.flatMap { Int(exactly: $0) } },
      accepts: { range.contains($0) }
    )
  }
}

extension TheoryInput where Value: CaseIterable & RawRepresentable, Value.RawValue == String {
  /// One of the names of an enumeration.
  static func name(
    _ name: String,
    _ summary: String,
    default: Value? = nil
  ) -> TheoryInput {
    TheoryInput(
      parameter: TheoryParameter(
        name: name,
        summary: summary,
        kind: .text(choices: Value.allCases.map(\.rawValue)),
        defaultValue: `default`.map { .text($0.rawValue) }
      ),
      convert: { argument in
        guard case .text(let text) = argument else { return nil }
        return Value(rawValue: text)
      },
      accepts: { _ in true }
    )
  }
}
