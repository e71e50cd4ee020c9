internal import WeightInit

/// The mark that a known mistake leaves on a tensor.
protocol KnownFault: Sendable {
  /// What of the mistake is seen.
  func findings(in tensor: IdentifiedTensor) -> [IdentificationFinding]
}

/// The mark that a known mistake leaves on the tensors of a network.
protocol KnownNetworkFault: Sendable {
  /// What of the mistake is seen.
  func findings(in tensors: [IdentifiedTensor]) -> [IdentificationFinding]
}

/// The known mistakes, each a file beside this one.
enum BuiltInFaults {
  static let tensor: [any KnownFault] = [
    LowPrecisionDraws(),
    ClampedDraws(),
    SwappedFans(),
    ScaleRatio(),
  ]

  static let network: [any KnownNetworkFault] = [
    MissingDepthScaling(),
    PartlyTrained(),
  ]
}
