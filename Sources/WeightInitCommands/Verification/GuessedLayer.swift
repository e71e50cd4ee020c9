import WeightInit

/// The tensors of one layer of a file without a manifest, by their names and shapes.
///
/// Tensors with the same name before the last dot or slash are of one layer; layers stand in the order
/// of the file. A second matrix of that name is a layer of its own.
struct GuessedLayer {
  /// The part of the names before the last dot or slash.
  var layer: String
  /// The first tensor with two axes or more that is not called a bias.
  var weight: TensorDescriptor?
  /// The vector that is called a bias, beside weights.
  var bias: TensorDescriptor?
  var others: [TensorDescriptor] = []
  /// Where the layer stands among those with weights.
  var position = LayerPosition.only

  /// What frameworks call the biases; Haiku writes one letter.
  private static let biasNames: Set<String> = ["bias", "b"]
  /// What a layer's tensors are called that stands by itself.
  private static let soleNames: Set<String> = biasNames.union(["weight", "kernel", "w"])

  /// The layer of a tensor and its name there, without TensorFlow's `:0`.
  ///
  /// PyTorch and MLX write `fc.weight`, Flax `params/Dense_0/kernel`, Keras 2 `dense/kernel:0`.
  static func split(_ name: String) -> (layer: String, member: String) {
    func plain(_ name: Substring) -> String {
      let parts = name.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count == 2, let number = parts.last, !number.isEmpty,
        number.allSatisfy({ ("0"..."9").contains($0) })
      else { return String(name) }
      return String(parts[0])
    }
    guard let separator = name.lastIndex(where: { $0 == "." || $0 == "/" }) else {
      let member = plain(name[...])
      return (soleNames.contains(member) ? "" : name, member)
    }
    return (String(name[..<separator]), plain(name[name.index(after: separator)...]))
  }

  /// The layers of a file.
  static func layers(of tensors: [TensorDescriptor]) -> [GuessedLayer] {
    var groups: [GuessedLayer] = []
    var places: [String: Int] = [:]
    for tensor in tensors {
      let (layer, member) = Self.split(tensor.name)
      let index = places[layer] ?? groups.endIndex
      if index == groups.endIndex {
        groups.append(GuessedLayer(layer: layer))
        places[layer] = index
      }
      // Keras 3 numbers the variables of a layer.
      let isBias = biasNames.contains(member) || (member == "1" && tensor.shape.count == 1)
      if isBias, tensor.shape.count == 1, groups[index].bias == nil {
        groups[index].bias = tensor
      } else if isBias || tensor.shape.count < 2 {
        groups[index].others.append(tensor)
      } else if groups[index].weight == nil {
        groups[index].weight = tensor
      } else {
        // One matrix more, as in recurrent layers: a map of its own, of whose biases nothing is known.
        groups.append(GuessedLayer(layer: tensor.name, weight: tensor))
      }
    }
    // A bias without weights, as of a normalization, is a vector like others.
    for index in groups.indices where groups[index].weight == nil {
      if let bias = groups[index].bias { groups[index].others.append(bias) }
      groups[index].bias = nil
    }
    let stages = groups.indices.filter { groups[$0].weight != nil }
    for (place, index) in stages.enumerated() where stages.count > 1 {
      groups[index].position =
        place == 0 ? .first : place == stages.count - 1 ? .last : .hidden
    }
    return groups
  }

  /// What schemes see of the layer, and how the axes of its weights relate to the logical ones.
  func context(
    of weight: TensorDescriptor,
    layout: WeightLayout
  ) -> (order: AxisOrder, layer: LayerContext) {
    let shape = weight.shape
    let rank = shape.count
    // The stored positions of the neurons, the input channels and the kernel axes.
    let (neurons, channels, kernel): (Int, Int, [Int]) =
      switch layout {
      case .pytorch: (0, 1, Array(2..<max(rank, 2)))
      case .keras: (rank - 1, rank - 2, Array(0..<rank - 2))
      case .mlx: (0, rank - 1, Array(1..<rank - 1))
      }
    let logical = [neurons, channels] + kernel
    var permutation = Array(repeating: 0, count: rank)
    for (axis, stored) in logical.enumerated() { permutation[stored] = axis }
    let kernelShape = kernel.map { shape[$0] }
    let positions = kernelShape.reduce(1, *)
    return (
      AxisOrder(logicalShape: logical.map { shape[$0] }, permutation: permutation),
      LayerContext(
        name: layer,
        neurons: max(shape[neurons], 1),
        fanIn: max(shape[channels] * positions, 1),
        fanOut: max(shape[neurons] * positions, 1),
        kernel: kernelShape,
        hasBias: bias != nil,
        position: position,
        seed: 0
      )
    )
  }
}
