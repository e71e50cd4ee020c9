/// A value of a JSON or YAML document, with its place in the text.
///
/// It keeps what typed decoders throw away: the order of entries, the place of every value, and the
/// literal text of numbers.
public struct DocumentNode: Sendable {
  /// What a value is.
  public enum Content: Sendable, Equatable {
    /// The value `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number, as its literal text in the document.
    case number(String)
    /// A string.
    case string(String)
    /// A list.
    case list([DocumentNode])
    /// A map: entries in document order, no key twice.
    case map([Entry])
  }

  /// One entry of a map.
  public struct Entry: Sendable, Equatable {
    /// The key.
    public var key: String
    /// The value.
    public var value: DocumentNode

    /// Creates an entry.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - value: The value.
    public init(key: String, value: DocumentNode) {
      self.key = key
      self.value = value
    }
  }

  /// What the value is.
  public var content: Content

  // 32 bits each, 0 for unknown: a document may hold millions of values.
  private var markedLine: UInt32
  private var markedColumn: UInt32

  /// The line in which the value begins, from 1, when it is known.
  public var line: Int? { markedLine == 0 ? nil : Int(markedLine) }
  /// The column in which the value begins, in Unicode scalars from 1, when it is known.
  public var column: Int? { markedColumn == 0 ? nil : Int(markedColumn) }

  /// Creates a value.
  ///
  /// - Parameters:
  ///   - content: What the value is.
  ///   - line: The line in which it begins, from 1; unknown by default.
  ///   - column: The column in which it begins, from 1; unknown by default.
  public init(_ content: Content, line: Int? = nil, column: Int? = nil) {
    self.content = content
    markedLine = UInt32(clamping: line ?? 0)
    markedColumn = UInt32(clamping: column ?? 0)
  }
}

extension DocumentNode: Equatable {
  /// Whether two values are the same, wherever they stand; numbers are compared by their text.
  public static func == (first: DocumentNode, second: DocumentNode) -> Bool {
    first.content == second.content
  }
}
