/// The activations by the names that theoretical quantities use.
private enum SparseName: String, Sendable, CaseIterable {
  case relu_tau, st, crelu, cst

  var family: SparseActivationFamily {
    switch self {
    case .relu_tau: .shiftedReLU
    case .st: .softThreshold
    case .crelu: .clippedReLU
    case .cst: .clippedSoftThreshold
    }
  }
}

extension TheoryQuantity {
  /// The quantities of ``SparseEdgeOfChaos``.
  static let sparseActivations: [TheoryQuantity] = [
    sparse("tau", "Threshold that gives the sparsity", table: "Table 1") { $0.threshold },
    sparse("sigma_w2", "σ_w² on the edge of chaos", table: "eqs. 13 and 16") { $0.weightVariance },
    sparse("sigma_b2", "σ_b² on the edge of chaos", table: "appendix E") { $0.biasVariance },
    sparse("variance_slope", "Slope V'(q*) of the variance map", table: "eqs. 14 and 17") {
      $0.slopeAtFixedPoint
    },
    sparse("variance_curvature", "Curvature V''(q*) of the variance map", table: "section 3.1") {
      $0.curvatureAtFixedPoint
    },
    sparse(
      "q_noise_sd_N300",
      "Deviation of q about q* in a stationary network of width 300",
      table: "section 3.1: σ_w² sqrt(Var φ²/(N(1-V'²)))"
    ) { $0.stationaryDeviation(width: 300) },
    TheoryQuantity(
      "sparse.clip_for_slope",
      "Clip m with which the variance map has a given slope at q*",
      source: "Price et al. 2024, section 3.1",
      parameters: .sparseActivation,
      .sparsity,
      .fixedPoint,
      .number("target_slope", "V'(q*)", in: SparseEdgeOfChaos.slopeRange)
    ) { (name, sparsity, fixedPoint, slope) throws(TheoryError) in
      .number(
        try SparseEdgeOfChaos(
          name.family,
          sparsity: sparsity,
          fixedPoint: fixedPoint,
          slope: slope
        ).clip
      )
    },
    TheoryQuantity(
      "sparse.variance_map",
      "Variance V(q) of the next layer's pre-activations",
      source: "Price et al. 2024, eqs. 44 and 53",
      parameters: .number("q", "variance of a layer's pre-activations", in: .positive),
      .sparseActivation,
      .sparsity,
      .fixedPoint,
      .clip,
      .targetSlope
    ) { (q, name, sparsity, fixedPoint, clip, slope) throws(TheoryError) in
      .number(
        try edge(name, sparsity, fixedPoint, clip, slope).variance(after: q)
      )
    },
    TheoryQuantity(
      "sparse.correlation_map",
      "Correlation R(rho) of two inputs one layer on",
      source: "Price et al. 2024, eq. 6",
      parameters: .number("rho", "correlation before the layer", in: .closed(-1, 1)),
      .sparseActivation,
      .sparsity,
      .fixedPoint,
      .clip,
      .targetSlope
    ) { (correlation, name, sparsity, fixedPoint, clip, slope) throws(TheoryError) in
      .number(
        try edge(name, sparsity, fixedPoint, clip, slope).correlation(after: correlation)
      )
    },
    TheoryQuantity(
      "sparse.fixed_points",
      "Variances q with V(q) = q, ascending",
      source: "Price et al. 2024, section 3.1",
      parameters: .sparseActivation,
      .sparsity,
      .fixedPoint,
      .clip,
      .targetSlope
    ) { (name, sparsity, fixedPoint, clip, slope) throws(TheoryError) in
      .list(try edge(name, sparsity, fixedPoint, clip, slope).fixedPoints)
    },
    TheoryQuantity(
      "sparse.bifurcation",
      "Clip beyond which the variance map has three fixed points, and where the two new ones appear",
      source: "Price et al. 2024, section 3.1",
      parameters: .sparseActivation,
      .sparsity,
      .fixedPoint
    ) { (name, sparsity, fixedPoint) throws(TheoryError) in
      let onset = try SparseEdgeOfChaos.bifurcation(
        name.family,
        sparsity: sparsity,
        fixedPoint: fixedPoint
      )
      return .record([
        "clip": onset.edge.clip,
        "tangent_q": onset.tangentPoint,
        "slope": onset.edge.slopeAtFixedPoint,
      ])
    },
    TheoryQuantity(
      "sparse.jacobian_spectrum_variance",
      "Variance of the squared singular values of the input-output Jacobian",
      source: "Price et al. 2024, eq. 30",
      parameters: .sparseActivation,
      .sparsity,
      .clip,
      .integer("layers", "number of layers"),
      .flag("orthogonal", "whether the weights are orthogonal rather than normal", default: false)
    ) { (name, sparsity, clip, layers, isOrthogonal) throws(TheoryError) in
      .number(
        try edge(name, sparsity, 1, clip, nil)
          .jacobianSpectrumVariance(layers: layers, isOrthogonal: isOrthogonal)
      )
    },
  ]

  private static func sparse(
    _ name: String,
    _ summary: String,
    table: String,
    _ value: @escaping @Sendable (SparseEdgeOfChaos) -> Double
  ) -> TheoryQuantity {
    TheoryQuantity(
      "sparse.\(name)",
      summary,
      source: "Price et al. 2024, \(table)",
      parameters: .sparseActivation,
      .sparsity,
      .fixedPoint,
      .clip,
      .targetSlope
    ) { (name, sparsity, fixedPoint, clip, slope) throws(TheoryError) in
      .number(value(try edge(name, sparsity, fixedPoint, clip, slope)))
    }
  }

  private static func edge(
    _ name: SparseName,
    _ sparsity: Double,
    _ fixedPoint: Double,
    _ clip: Double?,
    _ slope: Double?
  ) throws(TheoryError) -> SparseEdgeOfChaos {
    guard let slope else {
      return try SparseEdgeOfChaos(
        name.family,
        sparsity: sparsity,
        fixedPoint: fixedPoint,
        clip: clip
      )
    }
    guard clip == nil else {
      throw TheoryError(
        code: .parameterOutOfRange,
        message: "give either `clip` or `target_slope`, not both."
      )
    }
    return try SparseEdgeOfChaos(
      name.family,
      sparsity: sparsity,
      fixedPoint: fixedPoint,
      slope: slope
    )
  }
}

extension TheoryInput<SparseName> {
  fileprivate static var sparseActivation: TheoryInput {
    .name("activation", "relu_tau and st are unclipped, crelu and cst clipped")
  }
}

extension TheoryInput<Double> {
  fileprivate static var sparsity: TheoryInput {
    .number(
      "sparsity",
      "share of activations that are zero; at least 0.5 for relu_tau and crelu",
      in: .open(0, 1)
    )
  }

  fileprivate static var fixedPoint: TheoryInput {
    .number("q_star", "variance of the pre-activations", in: .positive, default: 1)
  }
}

extension TheoryInput<Double?> {
  fileprivate static var clip: TheoryInput {
    .optionalNumber("clip", "clip m of crelu and cst", in: .positive)
  }

  fileprivate static var targetSlope: TheoryInput {
    .optionalNumber(
      "target_slope",
      "V'(q*), from which the clip follows",
      in: SparseEdgeOfChaos.slopeRange
    )
  }
}
