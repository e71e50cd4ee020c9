/// A scheme and its arguments as a user names them: `NAME` or `NAME:key=value,key=value`.
public struct Claim: Sendable, Equatable {
  /// The name of the scheme, as given.
  public let name: String
  let arguments: [DocumentNode.Entry]
  let line: Int?
  /// Where the arguments stand below the claim, as a JSON pointer; `nil` within its text.
  private let argumentsPlace: String?

  init(name: String, arguments: [DocumentNode.Entry], at place: String?, line: Int?) {
    self.name = name
    self.arguments = arguments
    self.line = line
    argumentsPlace = place
  }

  /// The places of the arguments of a claim that stands at a pointer.
  func places(at pointer: String) -> [String: String] {
    Dictionary(
      arguments.map { argument in
        let key = argument.key
        return (key, argumentsPlace.map { "\(pointer)\($0)/\(key.pointerToken)" } ?? pointer)
      },
      uniquingKeysWith: { first, _ in first }
    )
  }

  /// Reads the text of a claim.
  ///
  /// - Parameter text: For example `raai:k=100,variance=0.9`.
  /// - Throws: ``WeightInitError`` with code `invalidClaim`.
  public init(_ text: String) throws {
    try self.init(text, line: nil)
  }

  init(_ text: String, line: Int?) throws {
    func malformed(_ what: String) -> WeightInitError {
      WeightInitError(
        code: .invalidClaim,
        message: "the claim `\(text)` \(what); expected NAME or NAME:key=value,key=value, for "
          + "example raai:k=100"
      )
    }
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let name = parts.first.map(Self.trim) ?? ""
    guard !name.isEmpty else { throw malformed("names no scheme") }
    var arguments: [DocumentNode.Entry] = []
    if parts.count == 2 {
      for pair in parts[1].split(separator: ",", omittingEmptySubsequences: false) {
        let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard sides.count == 2, !Self.trim(sides[0]).isEmpty, !Self.trim(sides[1]).isEmpty else {
          throw malformed("has `\(pair)` where key=value was expected")
        }
        arguments.append(
          DocumentNode.Entry(
            key: Self.trim(sides[0]),
            value: DocumentNode(.string(Self.trim(sides[1])), line: line, column: nil)
          )
        )
      }
    }
    self.init(name: name, arguments: arguments, at: nil, line: line)
  }

  /// The text of the claim of a scheme with resolved parameters.
  package static func text(
    _ scheme: String,
    _ parameters: [(name: String, value: ParameterValue)]
  ) -> String {
    guard !parameters.isEmpty else { return scheme }
    return scheme + ":" + parameters.map { "\($0.name)=\($0.value)" }.joined(separator: ",")
  }

  private static func trim(_ text: Substring) -> String {
    String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
