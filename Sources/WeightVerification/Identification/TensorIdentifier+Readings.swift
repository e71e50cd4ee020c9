internal import WeightInit

extension TensorIdentifier {
  /// A way to read a tensor: which axes are which.
  struct Reading {
    var subject: IdentificationSubject
    var index: Int
    var source: any TensorSource
    /// What such a reading says about the file; `nil` for the one that the subject gives.
    var finding: IdentificationFinding?
  }

  /// How much more probable another reading must be than the one that is given, in nats.
  private static let readingMargin = 12.0

  /// The reading under which the tensor has the most telling structure, with its posterior.
  ///
  /// Independent entries are so in every order; only laws of rows and blocks can speak for another
  /// reading than the one that is given.
  func bestReading(
    _ given: Reading,
    _ evidence: TensorEvidence
  ) throws -> (Reading, Posterior) {
    let posterior = posterior(of: given.subject, evidence)
    guard evidence.distinct.areMany, let best = posterior.answers.first?.leader else {
      return (given, posterior)
    }
    var chosen = (reading: given, posterior: posterior)
    var (dimension, logWeight) = (best.likelihood.dimension, best.logWeight + Self.readingMargin)
    for other in Self.otherReadings(of: given) {
      let found = self.posterior(
        of: other.subject,
        try self.evidence(of: other.subject, at: other.index, in: other.source)
      )
      guard let leader = found.answers.first?.leader else { continue }
      if case .independent = leader.law { continue }
      if leader.likelihood.dimension < dimension
        || (leader.likelihood.dimension == dimension && leader.logWeight > logWeight)
      {
        (dimension, logWeight) = (leader.likelihood.dimension, leader.logWeight)
        chosen = (other, found)
      }
    }
    return chosen
  }

  /// A matrix with neurons and inputs exchanged, and one whose elements follow the other order.
  private static func otherReadings(of reading: Reading) -> [Reading] {
    let subject = reading.subject
    let shape = subject.order.logicalShape
    guard subject.role == .weight, subject.layer.kernel.isEmpty, shape.count == 2,
      shape.allSatisfy({ $0 > 1 })
    else { return [] }
    let flipped = subject.order.isIdentity ? [1, 0] : [0, 1]
    var exchanged = reading
    exchanged.subject.layer.neurons = shape[1]
    exchanged.subject.layer.fanIn = shape[0]
    exchanged.subject.layer.fanOut = shape[1]
    exchanged.subject.order = AxisOrder(logicalShape: [shape[1], shape[0]], permutation: flipped)
    // The biases are those of the neurons that the layout names.
    exchanged.subject.bias = nil
    exchanged.subject.layer.hasBias = false
    exchanged.finding = IdentificationFinding(
      finding: "other-layout",
      effect: "the answer holds with neurons and inputs exchanged: the file has another layout, or "
        + "the matrix was stored transposed"
    )
    guard shape[0] != shape[1],
      let reshaped = ReshapedSource(reading.source, tensor: reading.index)
    else { return [exchanged] }
    var scrambled = reading
    scrambled.source = reshaped
    scrambled.subject.order = AxisOrder(logicalShape: shape, permutation: flipped)
    scrambled.finding = IdentificationFinding(
      finding: "fortran-order",
      effect: "the answer holds when the elements are read column by column: the file holds the "
        + "matrix in Fortran order under the shape of C order"
    )
    return [exchanged, scrambled]
  }
}
