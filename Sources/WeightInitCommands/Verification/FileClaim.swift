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
    paired(plan.plannedTensors.map { (FileClaim($0), $0.layer, $0.role) })
  }

  /// The claims of a manifest.
  static func claims(of manifest: Manifest) -> [FileClaim] {
    paired(manifest.tensors.map { (FileClaim($0), $0.layer, $0.role) })
  }

  /// Tells each weight tensor which tensor holds the biases of its neurons.
  private static func paired(
    _ records: [(claim: FileClaim, layer: String, role: TensorRole)]
  ) -> [FileClaim] {
    let biases = Dictionary(
      records.filter { $0.role == .bias }.map { ($0.layer, $0.claim.claim.tensor) },
      uniquingKeysWith: { first, _ in first }
    )
    return records.map { record in
      var claim = record.claim
      if record.role == .weight { claim.claim.bias = biases[record.layer] }
      return claim
    }
  }

  private init(_ plan: TensorPlan) {
    claim = TensorClaim(
      tensor: plan.descriptor.name,
      claim: plan.claim,
      law: plan.law,
      order: plan.order
    )
    shape = plan.descriptor.shape
  }

  private init(_ record: Manifest.Tensor) {
    let parameters = record.parameters.sorted { $0.key < $1.key }
    claim = TensorClaim(
      tensor: record.name,
      claim: Claim.text(record.scheme, parameters.map { (name: $0.key, value: $0.value) }),
      law: record.law,
      order: record.axisOrder
    )
    shape = record.shape
    elementType = record.elementType
    digest = record.digest
  }
}
