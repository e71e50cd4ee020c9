import WeightFiles
import WeightInit

extension Manifest {
  /// The manifest of a plan that was written.
  init(_ plan: InitializationPlan, written: [WrittenTensor], format: any TensorFormat) {
    self.init(
      generator: Generator(name: "weightinit", version: WeightInitTool.version),
      seed: plan.seed,
      random: RandomNumbers(
        generator: RandomContract.generator,
        contract: RandomContract.version
      ),
      initializer: plan.initializer,
      format: format.identifier,
      layout: plan.layout,
      tensors: zip(plan.plannedTensors, written).map { Tensor($0, $1) }
    )
  }
}

extension Manifest.Tensor {
  /// The record of one tensor.
  init(_ plan: TensorPlan, _ written: WrittenTensor) {
    self.init(
      written: written,
      layer: plan.layer,
      layerKind: plan.layerKind,
      layerRole: plan.layerRole,
      role: plan.role,
      axisOrder: plan.order,
      fans: plan.fans.map { Manifest.Fans(fanIn: $0.fanIn, fanOut: $0.fanOut) },
      scheme: plan.scheme,
      parameters: Dictionary(plan.parameters.map { ($0.name, $0.value) }) { first, _ in first },
      law: plan.law,
      moments: plan.moments,
      scale: plan.scale,
      rules: plan.rules,
      bias: plan.bias,
      streams: plan.streams.map {
        Manifest.Stream(path: $0.path, role: $0.role, identifier: $0.stream.identifier)
      }
    )
  }
}
