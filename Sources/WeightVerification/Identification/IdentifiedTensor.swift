internal import WeightInit

/// A tensor with its identification and all that was learned on the way.
struct IdentifiedTensor {
  var identification: TensorIdentification
  let subject: IdentificationSubject
  let descriptor: TensorDescriptor
  /// `nil` when there is nothing to go by.
  var evidence: TensorEvidence?
  /// The type that the values come from, where it is narrower than the stored one.
  var narrowed: ElementType?
  /// The answer, or the nearest one when none of the known schemes made the tensor.
  var answer: Posterior.Answer?
  var schemes: [RegisteredScheme] = []

  /// Whether the answer was not contradicted.
  var isKnown: Bool { identification.best != nil }
}
