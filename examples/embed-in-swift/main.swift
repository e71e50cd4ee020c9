// Draws a small RAAI network in memory and runs it forward: no files, no command-line tool.
//
//     swift run embed-in-swift

import WeightInit

let spec = try NetworkSpec(
  seed: 42,
  initializer: "raai",
  input: FeatureShape(channels: 16),
  layers: [
    .dense(32, name: "fc1", activation: .relu),
    .dense(32, name: "fc2", activation: .relu),
    .dense(4, name: "out"),
  ]
)
let plan = try InitializationPlan(spec)

/// The weights and biases of the layers, row by row.
let layers = try ["fc1", "fc2", "out"].map { name in
  (
    weights: try plan.values(of: "\(name).weight", as: Float.self) ?? [],
    biases: try plan.values(of: "\(name).bias", as: Float.self) ?? []
  )
}

/// One layer: the weighted sums of the inputs, through ReLU but for the last layer.
func apply(_ weights: [Float], _ biases: [Float], to inputs: [Float], isLast: Bool) -> [Float] {
  biases.indices.map { neuron in
    let row = weights[neuron * inputs.count..<(neuron + 1) * inputs.count]
    let sum = zip(row, inputs).reduce(biases[neuron]) { $0 + $1.0 * $1.1 }
    return isLast ? sum : max(0, sum)
  }
}

// A standard normal input, from a stream of its own.
let inputs: [Float] = NormalFill(
  RandomStream(seed: 42, path: "example", role: "input"),
  standardDeviation: 1
).values(0..<16)

var signal = inputs
for (index, layer) in layers.enumerated() {
  signal = apply(layer.weights, layer.biases, to: signal, isLast: index == layers.count - 1)
  let square = signal.reduce(0) { $0 + $1 * $1 } / Float(signal.count)
  print("layer \(index + 1): \(signal.count) outputs, mean square \(square)")
}
print("output: \(signal)")

for tensor in plan.plannedTensors {
  print("\(tensor.descriptor.name): \(tensor.claim), shape \(tensor.descriptor.shape)")
}
