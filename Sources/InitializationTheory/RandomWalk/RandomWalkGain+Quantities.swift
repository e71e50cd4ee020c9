extension TheoryQuantity {
  /// The quantity of ``RandomWalkGain``.
  static let randomWalk: [TheoryQuantity] = [
    TheoryQuantity(
      "random_walk.gain",
      "Gain of random-walk initialization: the deviation of a weight is gain/sqrt(n)",
      source: "Sussillo & Abbott 2014, sections 3 and 4",
      parameters: .integer("n", "width of the layer"),
      .name("activation", "what follows the layer", default: RandomWalkGain.relu)
    ) { (width, activation) throws(TheoryError) in
      .number(try activation.gain(width: width))
    }
  ]
}
