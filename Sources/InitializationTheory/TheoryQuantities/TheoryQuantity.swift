/// A named theoretical quantity that can be computed from named arguments.
///
/// ``builtIn`` lists all of them. A quantity is declared once, with the names, kinds, ranges and
/// defaults of its parameters; everything that reads arguments or documents them follows from that.
public struct TheoryQuantity: Sendable {
  /// The name, for example `frac.critical_variance`: a family, a dot, a quantity.
  public let name: String
  /// What it is, in one line.
  public let summary: String
  /// The paper and place that define it.
  public let source: String
  /// The parameters, in the order in which they matter.
  public let parameters: [TheoryParameter]

  private let body: @Sendable ([String: TheoryArgument]) throws(TheoryError) -> TheoryValue

  /// Declares a quantity whose formula receives its parameters' values in the order of declaration.
  init<each Value: Sendable>(
    _ name: String,
    _ summary: String,
    source: String,
    parameters input: repeat TheoryInput<each Value>,
    value: @escaping @Sendable (repeat each Value) throws(TheoryError) -> TheoryValue
  ) {
    var parameters: [TheoryParameter] = []
    for parameter in repeat (each input).parameter {
      parameters.append(parameter)
    }
    self.name = name
    self.summary = summary
    self.source = source
    self.parameters = parameters
    body = { (arguments) throws(TheoryError) -> TheoryValue in
      try value(repeat (each input).read(from: arguments, of: name))
    }
  }

  /// Computes the quantity.
  ///
  /// - Parameter arguments: Values by parameter name. Parameters that are left out take their defaults.
  /// - Returns: The value.
  /// - Throws: ``TheoryError`` for a parameter that is unknown, missing, of the wrong kind or out of
  ///   range.
  public func evaluate(_ arguments: [String: TheoryArgument]) throws(TheoryError) -> TheoryValue {
    let names = parameters.map(\.name)
    for name in arguments.keys.sorted() where !names.contains(name) {
      let known =
        names.isEmpty
        ? "it takes no parameters" : "its parameters are " + names.quoted
      throw TheoryError(
        code: .unknownParameter,
        message:
          "`\(self.name)` has no parameter `\(name)`\(NearestName.remark(on: name, in: names)); \(known)."
      )
    }
    return try body(arguments)
  }

  /// Returns the built-in quantity of a name.
  ///
  /// - Parameter name: The full name, for example `aci.variance`.
  /// - Returns: The quantity.
  /// - Throws: ``TheoryError`` if there is none, with the nearest name and the list of all names.
  public static func named(_ name: String) throws(TheoryError) -> TheoryQuantity {
    if let quantity = builtIn.first(where: { $0.name == name }) { return quantity }
    let names = builtIn.map(\.name)
    throw TheoryError(
      code: .unknownQuantity,
      message: "There is no quantity `\(name)`\(NearestName.remark(on: name, in: names)). "
        + "The quantities are \(names.quoted)."
    )
  }
}

extension [String] {
  /// The strings in backquotes, separated by commas.
  fileprivate var quoted: String {
    map { "`\($0)`" }.joined(separator: ", ")
  }
}
