import WeightFiles
import WeightInit
import WeightVerification

/// A claim on a tensor of a file, with what the file must hold besides.
struct FileClaim {
  var claim: TensorClaim
  /// The stored shape; `nil` when the claim does not say.
  var shape: [Int]?
  /// The element type; `nil` when the claim does not say.
  var elementType: ElementType?
  /// The digest of the values; `nil` when the claim does not say.
  var digest: String?

  init(claim: TensorClaim) { self.claim = claim }

  /// The claims of a plan.
  static func claims(of plan: InitializationPlan) -> [FileClaim] {
    plan.plannedTensors.map { FileClaim($0) }
  }

  /// The claims of a manifest.
  static func claims(of manifest: Manifest) -> [FileClaim] {
    manifest.tensors.map { FileClaim($0) }
  }

  private init(_ plan: TensorPlan) {
    claim = TensorClaim(
      tensor: plan.descriptor.name,
      claim: plan.claim,
      law: plan.law,
      order: plan.order,
      bias: plan.bias
    )
    shape = plan.descriptor.shape
  }

  private init(_ record: Manifest.Tensor) {
    let parameters = record.parameters.sorted { $0.key < $1.key }
    claim = TensorClaim(
      tensor: record.name,
      claim: Claim.text(record.scheme, parameters.map { (name: $0.key, value: $0.value) }),
      law: record.law,
      order: record.axisOrder,
      bias: record.bias
    )
    shape = record.shape
    elementType = record.elementType
    digest = record.digest
  }
}
