/// What other frameworks call layers, and what that is called here.
enum ForeignLayerNames {
  private static let kinds = [
    "linear": "dense", "fc": "dense", "fully-connected": "dense", "affine": "dense",
    "conv": "conv2d", "convolution": "conv2d",
    "maxpool": "pool", "max-pool": "pool", "maxpool2d": "pool", "avgpool": "pool",
    "average-pool": "pool", "max-pooling": "pool", "maxpooling2d": "pool",
    "batchnorm": "batch-norm", "batchnorm2d": "batch-norm", "bn": "batch-norm",
    "layernorm": "layer-norm", "ln": "layer-norm", "rmsnorm": "rms-norm",
    "groupnorm": "group-norm", "gn": "group-norm",
    "convtranspose2d": "conv-transpose2d", "conv2d-transpose": "conv-transpose2d",
    "deconvolution": "conv-transpose2d", "depthwise": "depthwise-conv2d",
    "simple-rnn": "rnn", "multi-head-attention": "attention", "self-attention": "attention",
    "mha": "attention",
  ]

  private static let weightless = ["dropout", "softmax", "log-softmax", "reshape", "permute"]

  /// What to write in place of a name that no layer kind has here, as the end of a sentence.
  ///
  /// - Parameter name: What was written.
  /// - Returns: `nil` when the name says nothing.
  static func advice(for name: String) -> String? {
    let name = name.lowercased().replacing("_", with: "-")
    if let kind = kinds[name] { return "; here it is called `\(kind)`" }
    if weightless.contains(name) { return "; it has no weights: leave it out" }
    if Activation.identifiers.contains(name) {
      return "; an activation stands with the layer before it: `activation: \(name)`"
    }
    return nil
  }
}
