/// A numeric parameter whose values shift a law so little that a range of them is inseparable.
struct ScannedParameter: Sendable {
  let scheme: String
  let parameter: String

  /// The parameters whose ranges are reported: those that move a law slowly.
  static let builtIn = [
    ScannedParameter(scheme: "fractional-moment", parameter: "s"),
    ScannedParameter(scheme: "aci", parameter: "k"),
    ScannedParameter(scheme: "raai", parameter: "k"),
  ]

  /// The parameter of a scheme, if it has one that is scanned.
  static func of(_ scheme: String) -> String? {
    builtIn.first { $0.scheme == scheme }?.parameter
  }
}
