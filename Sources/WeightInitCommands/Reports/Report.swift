import Foundation

/// A report for machines: a JSON object with a schema.
protocol Report: Encodable {
  /// The identifier of the report's schema, with its version.
  static var schemaIdentifier: String { get }
}

/// Makes JSON of reports.
enum ReportEncoder {
  /// The JSON of a report: `schema` first, then the other keys sorted, so that the same report always
  /// gives the same bytes.
  static func text(of report: some Report) throws -> String {
    let body = try text(ofValue: report)
    let schema = "{\n  \"schema\" : \"\(type(of: report).schemaIdentifier)\""
    let rest = body.dropFirst()
    return schema + (rest.contains(":") ? "," : "") + rest
  }

  /// The JSON of any value, keys sorted; infinite numbers are strings.
  static func text(ofValue value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf",
      negativeInfinity: "-inf",
      nan: "nan"
    )
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}
