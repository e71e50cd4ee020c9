extension ParameterReader {
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

  /// Reads a list of names that may be left out.
  ///
  /// - Parameters:
  ///   - name: The parameter's name.
  ///   - counts: How many names a list may hold.
  ///   - help: What they mean, and what holds when they are left out.
  /// - Returns: The names given, each without `/`, `..`, control characters and spaces at its ends; or
  ///   `nil`.
  public mutating func optionalNames(
    _ name: String,
    counts: [Int],
    _ help: String
  ) -> [String]? {
    declare(name, .names(counts: counts), nil, false, help)
    guard let argument = take(name, isRequired: false) else { return nil }
    let names = (argument.list ?? []).compactMap(Self.text)
    guard names.count == argument.list?.count, counts.contains(names.count),
      names.allSatisfy(LayerName.isValid), Set(names).count == names.count
    else { return reject(name, argument, nil) }
    return record(name, .text(names.joined(separator: " ")), names)
  }
}
