/// How one linear map of a layer is drawn.
struct MapDraw {
  let context: LayerContext
  let scheme: ResolvedInitializer
  /// What the weights are multiplied by.
  let scale: Double
  /// The rules that matched the map, as they are written.
  let rules: [String]
  /// The names by which rules know the map.
  let names: [String]
  /// The law of the weights, scaled.
  let law: TensorLaw
  /// In which order equal blocks of the neurons are stored; `nil` as they are drawn.
  let blockOrder: [Int]?

  /// Prepares the draw of the weights.
  func weights() throws -> any TensorFill {
    if scale == 0 { return ConstantFill(0) }
    let fill = stored(try scheme.initializer.weights(of: context), rowLength: context.fanIn)
    guard scale != 1 else { return fill }
    return ScaledFill(fill, by: scale).inRows(of: context.fanIn)
  }

  /// A draw of rows or biases in the order in which they are stored.
  func stored(_ fill: any TensorFill, rowLength: Int) -> any TensorFill {
    guard let blockOrder else { return fill }
    return ReorderedFill.make(
      fill,
      order: blockOrder,
      rows: context.neurons,
      rowLength: rowLength
    )
  }

  /// The random stream of the map's own values; `nil` where none are random.
  func stream(_ role: String) -> PlannedStream? {
    guard law.isRandom else { return nil }
    return PlannedStream(seed: context.seed, path: context.name, role: context.rolePrefix + role)
  }
}
