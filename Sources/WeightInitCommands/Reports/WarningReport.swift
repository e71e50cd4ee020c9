import WeightInit

/// What is odd in a specification without being wrong, in reports.
struct WarningReport: Encodable {
  /// Where in the specification it is, as a JSON Pointer.
  var pointer: String
  var message: String

  init(_ diagnostic: Diagnostic) {
    pointer = diagnostic.pointer
    message = diagnostic.message
  }
}
