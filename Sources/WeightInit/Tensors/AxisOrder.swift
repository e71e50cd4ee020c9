/// How a stored tensor relates to the layer's own, layout-neutral order of axes.
///
/// The *logical* order of a weight is (neurons, input channels, kernel axes…), PyTorch's order; a
/// draw happens in it. A layout stores the same elements with permuted axes, and may merge adjacent
/// axes (the weight of a dense layer after a flatten has the logical shape (out, channels, height,
/// width) and is stored as (height · width · channels, out) by frameworks with channels last).
public struct AxisOrder: Sendable, Hashable, Codable {
  /// The lengths of the logical axes: neurons first, then what feeds one neuron.
  public var logicalShape: [Int]
  /// For each stored axis, before merging, the logical axis that it holds.
  public var permutation: [Int]
  /// How many leading logical axes together number the neurons: 1 but for stacks whose matrices keep
  /// an axis of their own.
  public var neuronAxes: Int

  /// Relates a stored tensor to its logical axes.
  ///
  /// - Parameters:
  ///   - logicalShape: The lengths of the logical axes.
  ///   - permutation: For each stored axis the logical axis that it holds; identity when `nil`.
  ///   - neuronAxes: How many leading logical axes together number the neurons.
  public init(logicalShape: [Int], permutation: [Int]? = nil, neuronAxes: Int = 1) {
    self.logicalShape = logicalShape
    self.neuronAxes = neuronAxes
    self.permutation = permutation ?? Array(logicalShape.indices)
  }

  /// Whether the stored order is the logical order.
  public var isIdentity: Bool { permutation.elementsEqual(permutation.indices) }

  /// Whether ``permutation`` holds every logical axis once.
  ///
  /// False only for values that come from a file.
  public var isValid: Bool {
    permutation.count == logicalShape.count
      && permutation.sorted().elementsEqual(logicalShape.indices)
      && logicalShape.allSatisfy { $0 >= 0 }
      && (1...max(1, logicalShape.count)).contains(neuronAxes)
  }

  /// The neurons: the rows of the tensor's matrix.
  public var neurons: Int { logicalShape.prefix(neuronAxes).reduce(1, *) }

  /// The entries of a row.
  public var rowLength: Int { logicalShape.dropFirst(neuronAxes).reduce(1, *) }

  /// For each stored element in C order, the strides to walk the logical elements.
  var gatherStrides: (lengths: [Int], strides: [Int]) {
    var logicalStrides = Array(repeating: 1, count: logicalShape.count)
    for axis in logicalShape.indices.dropLast().reversed() {
      logicalStrides[axis] = logicalStrides[axis + 1] * logicalShape[axis + 1]
    }
    return (permutation.map { logicalShape[$0] }, permutation.map { logicalStrides[$0] })
  }
}
