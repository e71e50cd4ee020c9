import WeightInit

/// A file that does not follow its claim.
struct Fault: Sendable {
  var name: String
  /// The tests (or rules) of which at least one must reject.
  var detectors: Set<String>
  var draw: @Sendable (inout TestGenerator) -> Case

  init(
    _ name: String,
    _ detectors: Set<String>,
    draw: @escaping @Sendable (inout TestGenerator) -> Case
  ) {
    self.name = name
    self.detectors = detectors
    self.draw = draw
  }
}

/// Faults whose power follows from theory: the statistic lies at least 6.5 standard errors off.
enum BuiltInFaults {
  static let all: [Fault] = [
    // A scale error of 2 % moves Σz² by 0.04 N = 7.2 standard errors at N = 65 536.
    Fault("normal with a scale 2 % too large", ["variance"]) { generator in
      normal(256, 256, generator.normals(65_536, scale: 0.102))
    },
    Fault("normal with a scale 2 % too small", ["variance"]) { generator in
      normal(256, 256, generator.normals(65_536, scale: 0.098))
    },
    Fault("uniform with a scale 2 % too large", ["support", "variance"]) { generator in
      uniform((0..<65_536).map { _ in 0.102 * (2 * generator.uniform() - 1) })
    },
    Fault("uniform with a scale 2 % too small", ["variance", "extreme"]) { generator in
      uniform((0..<65_536).map { _ in 0.098 * (2 * generator.uniform() - 1) })
    },
    Fault("anti-correlated with a scale 2 % too large", ["variance"]) { generator in
      anticorrelated(
        256,
        256,
        generator.anticorrelated(rows: 256, columns: 256, variance: 2 * 1.02 * 1.02, k: 100)
      )
    },
    Fault("RAAI with a scale 2 % too large", ["variance"]) { generator in
      replacedEntry(
        256,
        generator.replacedEntry(rows: 256, fanIn: 256, variance: 0.9 * 1.02 * 1.02)
      )
    },
    Fault("a mean of 5 % of a standard deviation", ["mean"]) { generator in
      normal(256, 128, generator.normals(32_768, scale: 0.1).map { $0 + 0.005 })
    },
    Fault("normal for uniform of the same variance", ["support"]) { generator in
      uniform(generator.normals(65_536, scale: 0.1 / 3.0.squareRoot()))
    },
    Fault("uniform for normal of the same variance", ["kurtosis", "distribution"]) { generator in
      normal(
        64,
        64,
        (0..<4096).map { _ in 0.1 * 12.0.squareRoot() * (generator.uniform() - 0.5) }
      )
    },
    Fault("independent for k = 100", ["neuron-correlation", "row-direction"]) { generator in
      anticorrelated(64, 32, generator.normals(2048, scale: 0.25))
    },
    Fault("k = 100 for independent", ["row-direction"]) { generator in
      normal(
        64,
        32,
        generator.anticorrelated(rows: 64, columns: 32, variance: 0.01 * 32, k: 100)
      )
    },
    Fault("k = 50 for k = 100", ["neuron-correlation"]) { generator in
      // log(101/51) = 0.683 is 7.7 standard errors √(2/256) of log(1 + k).
      anticorrelated(
        256,
        64,
        generator.anticorrelated(rows: 256, columns: 64, variance: 2, k: 50)
      )
    },
    Fault("columns anti-correlated instead of rows", ["neuron-correlation"]) { generator in
      let columns = generator.anticorrelated(rows: 48, columns: 48, variance: 2, k: 100)
      return anticorrelated(48, 48, transposed(columns, rows: 48, columns: 48))
    },
    Fault("RAAI stored transposed", ["replaced-entry", "neuron-correlation", "rest-sum"]) {
      generator in
      let draw = generator.replacedEntry(rows: 64, fanIn: 64)
      return replacedEntry(
        64,
        (transposed(draw.weights, rows: 64, columns: 64), draw.biases)
      )
    },
    Fault("Beta(1, 2) for Beta(2, 1)", ["beta-distribution", "beta-mean"]) { generator in
      replacedEntry(
        128,
        generator.replacedEntry(rows: 128, fanIn: 128) { 1 - $0.uniform().squareRoot() }
      )
    },
    Fault("RAAI with k = 0", ["rest-sum"]) { generator in
      replacedEntry(64, generator.replacedEntry(rows: 64, fanIn: 64, k: 0))
    },
    Fault("RAAI that always replaces the first entry", ["replaced-index"]) { generator in
      var draw = generator.replacedEntry(rows: 64, fanIn: 64, replacement: { $0.normal() * 0.1 })
      for row in 0..<64 { draw.weights[row * 64] = generator.uniform().squareRoot() }
      return replacedEntry(64, draw)
    },
    Fault("RAAI without replacement", ["beta-distribution", "replaced-entry"]) { generator in
      replacedEntry(
        64,
        generator.replacedEntry(rows: 64, fanIn: 64, replacement: { $0.normal() * 0.1 })
      )
    },
    Fault("orthogonal with one row 1 % too long", ["orthogonality"]) { generator in
      var values = generator.orthogonal(rows: 32, columns: 32)
      for column in 0..<32 { values[7 * 32 + column] *= 1.01 }
      return Case(rows: 32, columns: 32, law: .orthogonal(gain: 1), values: values)
    },
    Fault("orthogonal with gain 1 for √2", ["orthogonality"]) { generator in
      Case(
        rows: 16,
        columns: 32,
        law: .orthogonal(gain: 2.0.squareRoot()),
        values: generator.orthogonal(rows: 16, columns: 32)
      )
    },
    Fault("normal for orthogonal", ["orthogonality"]) { generator in
      Case(
        rows: 32,
        columns: 32,
        law: .orthogonal(gain: 1),
        values: generator.normals(1024, scale: 1 / 32.0.squareRoot())
      )
    },
    Fault("the identity for a Haar matrix", ["haar-trace"]) { _ in
      Case(
        rows: 32,
        columns: 32,
        law: .orthogonal(gain: 1),
        values: (0..<1024).map { $0 % 33 == 0 ? 1 : 0 }
      )
    },
  ]

  private static func normal(_ rows: Int, _ columns: Int, _ values: [Double]) -> Case {
    Case(
      rows: rows,
      columns: columns,
      law: .independent(.normal(mean: 0, standardDeviation: 0.1)),
      values: values
    )
  }

  private static func uniform(_ values: [Double]) -> Case {
    Case(
      rows: 256,
      columns: 256,
      law: .independent(.uniform(low: -0.1, high: 0.1)),
      values: values
    )
  }

  private static func anticorrelated(_ rows: Int, _ columns: Int, _ values: [Double]) -> Case {
    Case(
      rows: rows,
      columns: columns,
      law: .anticorrelated(variance: 2, k: 100),
      values: values
    )
  }

  private static func replacedEntry(
    _ size: Int,
    _ draw: (weights: [Double], biases: [Double])
  ) -> Case {
    Case(
      rows: size,
      columns: size,
      law: .replacedEntry(variance: 0.9, k: 100),
      values: draw.weights,
      biases: draw.biases
    )
  }
}
