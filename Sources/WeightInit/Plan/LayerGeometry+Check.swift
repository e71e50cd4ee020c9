extension LayerGeometry {
  /// Checks what the plan relies on; the kinds of this package keep to it.
  func check(in kind: String) throws(LayerShapeError) {
    for map in maps {
      try map.weight.check(in: kind)
      if let order = map.blockOrder {
        guard !order.isEmpty, order.sorted().elementsEqual(order.indices),
          map.weight.neurons.isMultiple(of: order.count)
        else {
          throw LayerShapeError(
            "the layer kind `\(kind)` contradicts itself: \(map.weight.neurons) neurons have no blocks "
              + "in the order \(order)"
          )
        }
      }
    }
    for part in parts {
      let (indices, rows): ([Int], Int?)
      switch part.content {
      case .weights(let maps, let weight):
        try weight.check(in: kind)
        (indices, rows) = (maps, weight.neurons)
        for index in maps where self.maps.indices.contains(index) {
          guard self.maps[index].weight.fanIn == weight.fanIn else {
            throw LayerShapeError(
              "the layer kind `\(kind)` contradicts itself: it stacks maps of unequal fan-in"
            )
          }
        }
      case .biases(let maps, let shape): (indices, rows) = (maps, shape.checkedProduct)
      case .constant(_, let shape):
        guard shape.checkedProduct != nil, shape.allSatisfy({ $0 > 0 }) else {
          throw LayerShapeError("the layer kind `\(kind)` makes a tensor of shape \(shape)")
        }
        continue
      }
      guard indices.allSatisfy(maps.indices.contains),
        rows == indices.reduce(0, { $0 + maps[$1].weight.neurons })
      else {
        throw LayerShapeError(
          "the layer kind `\(kind)` contradicts itself: a tensor does not hold the maps \(indices)"
        )
      }
    }
  }
}

extension LayerGeometry.Weight {
  /// Checks what every scheme relies on; the kinds of this package keep to it.
  func check(in kind: String) throws(LayerShapeError) {
    guard !logicalShape.isEmpty, logicalShape.allSatisfy({ $0 > 0 }), fanOut > 0, dilution > 0,
      (1...logicalShape.count).contains(neuronAxes),
      // Matrices of a stack are stored one after the other.
      neuronAxes == 1 || (neuronAxes == 2 && storedOrder?.first == 0),
      logicalShape.prefix(neuronAxes).checkedProduct != nil,
      logicalShape.dropFirst(neuronAxes).checkedProduct == fanIn,
      groups > 0, neurons.isMultiple(of: groups),
      kernel.allSatisfy({ $0 > 0 }),
      let positions = kernel.checkedProduct, fanIn.isMultiple(of: positions),
      storedOrder.map({ $0.sorted().elementsEqual(logicalShape.indices) }) ?? true,
      storedShape.map({ $0.checkedProduct == logicalShape.checkedProduct }) ?? true
    else {
      throw LayerShapeError(
        "the layer kind `\(kind)` contradicts itself or is too large: logical shape "
          + "\(logicalShape), fan-in \(fanIn), fan-out \(fanOut), \(groups) groups, kernel \(kernel)"
      )
    }
  }

  /// The consecutive entries of a row that one input channel feeds.
  var channelLength: Int {
    kernel.isEmpty && mergedInputAxes <= 1
      ? 1 : logicalShape.dropFirst(2).reduce(1, *)
  }
}

extension FeatureShape {
  /// What is wrong with a shape that code has made, or `nil`.
  var problem: String? {
    let lengths = [channels] + spatial + flattenedFrom
    guard lengths.allSatisfy({ $0 > 0 }) else {
      return
        "the lengths of the input must be at least 1; found \(channels) channels, spatial lengths "
        + "\(spatial), flattened from \(flattenedFrom)"
    }
    guard
      flattenedFrom.isEmpty || (flattenedFrom.checkedProduct == channels && spatial.isEmpty)
    else {
      return "the input is flattened from \(flattenedFrom), which does not make \(channels) plain "
        + "features"
    }
    return nil
  }
}

extension Sequence<Int> {
  /// The product of the numbers, or `nil` when it does not fit.
  var checkedProduct: Int? {
    var product = 1
    for number in self {
      let (next, overflow) = product.multipliedReportingOverflow(by: number)
      guard !overflow else { return nil }
      product = next
    }
    return product
  }
}
