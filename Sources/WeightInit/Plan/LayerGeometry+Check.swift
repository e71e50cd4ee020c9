extension LayerGeometry.Weight {
  /// Checks what every scheme relies on; the kinds of this package keep to it.
  func check(in kind: String) throws(LayerShapeError) {
    guard let neurons = logicalShape.first, logicalShape.allSatisfy({ $0 > 0 }), fanOut > 0,
      logicalShape.dropFirst().checkedProduct == fanIn,
      groups > 0, neurons.isMultiple(of: groups),
      kernel.allSatisfy({ $0 > 0 }),
      let positions = kernel.checkedProduct, fanIn.isMultiple(of: positions),
      storedOrder.map({ $0.sorted().elementsEqual(logicalShape.indices) }) ?? true
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
