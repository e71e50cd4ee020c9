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
    let layers = RecordedLayer.contexts(of: plan.plannedTensors.map { RecordedLayer($0) })
    return zip(plan.plannedTensors, layers).map { FileClaim($0, layer: $1) }
  }

  /// The claims of a manifest.
  static func claims(of manifest: Manifest) -> [FileClaim] {
    let layers = RecordedLayer.contexts(of: manifest.tensors.map { RecordedLayer($0) })
    return zip(manifest.tensors, layers).map { FileClaim($0, layer: $1) }
  }

  private init(_ plan: TensorPlan, layer: LayerContext?) {
    claim = TensorClaim(
      tensor: plan.descriptor.name,
      claim: plan.claim,
      law: plan.law,
      order: plan.order,
      bias: plan.bias,
      layer: layer
    )
    shape = plan.descriptor.shape
  }

  private init(_ record: Manifest.Tensor, layer: LayerContext?) {
    claim = TensorClaim(
      tensor: record.name,
      claim: record.claim,
      law: record.law,
      order: record.axisOrder,
      bias: record.bias,
      layer: layer
    )
    shape = record.shape
    elementType = record.elementType
    digest = record.digest
  }
}

extension Manifest.Tensor {
  /// The claim that stands for the scheme with its parameters, in the order of their names.
  var claim: String {
    Claim.text(
      scheme,
      parameters.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
    )
  }
}
