/// The JSON Schemas of this folder, built into the library.
public enum Schema {
  private static let texts: [(name: String, bytes: [UInt8])] = [
    ("network-spec", PackageResources.network_spec_schema_json),
    ("manifest", PackageResources.manifest_schema_json),
    ("verification-report", PackageResources.verification_report_schema_json),
    ("generate-report", PackageResources.generate_report_schema_json),
    ("plan", PackageResources.plan_schema_json),
    ("comparison", PackageResources.comparison_schema_json),
    ("identification", PackageResources.identification_schema_json),
    ("inspection", PackageResources.inspection_schema_json),
    ("theory", PackageResources.theory_schema_json),
    ("theory-list", PackageResources.theory_list_schema_json),
    ("list", PackageResources.list_schema_json),
    ("describe", PackageResources.describe_schema_json),
  ]

  /// The names of the schemas.
  public static var names: [String] { texts.map(\.name) }

  /// The text of a schema.
  ///
  /// - Parameter name: One of ``names``.
  /// - Returns: `nil` when there is no such schema.
  public static func text(named name: String) -> String? {
    texts.first { $0.name == name }.map { String(decoding: $0.bytes, as: UTF8.self) }
  }
}
