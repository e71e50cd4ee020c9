import Foundation
import WeightInit

extension Fault {
  /// He's law for a square matrix.
  private static func he(_ n: Int) -> TensorLaw {
    .independent(.normal(mean: 0, standardDeviation: (2 / Double(n)).squareRoot()))
  }

  private static func heScale(_ n: Int) -> Double { (2 / Double(n)).squareRoot() }

  /// A matrix that claims He and is drawn otherwise.
  private static func claimingHe(
    _ name: String,
    _ expected: [Int: (Double, Double)] = sure,
    _ draw: @escaping @Sendable (inout Generator, Int) -> [Double]
  ) -> Fault {
    Fault(name: name, expected: expected) { generator, n in
      [Tensor(rows: n, columns: n, values: draw(&generator, n), law: he(n))]
    }
  }

  private static func scaled(
    _ name: String,
    by factor: Double,
    _ expected: [Int: (Double, Double)] = sure
  ) -> Fault {
    claimingHe(name, expected) { $0.normals($1 * $1, scale: factor * heScale($1)) }
  }

  private static func raai(
    _ name: String,
    _ expected: [Int: (Double, Double)] = sure,
    hasBias: Bool = true,
    _ draw: @escaping @Sendable (inout Generator, Int) -> (weights: [Double], biases: [Double])
  ) -> Fault {
    Fault(name: name, expected: expected) { generator, n in
      let drawn = draw(&generator, n)
      return [
        Tensor(
          rows: n,
          columns: n,
          values: drawn.weights,
          law: .replacedEntry(variance: 0.9, k: 100),
          biases: drawn.biases,
          biasLaw: .replacedEntryBias(variance: 0.9, k: 100, fanIn: n)
        )
      ]
    }
  }

  private static let sure: [Int: (Double, Double)] = [64: (1, 1), 512: (1, 1), 2048: (1, 1)]

  /// Multiplies the values of a claim of two layers: the second is made from the first.
  private static func pair(
    _ name: String,
    _ expected: [Int: (Double, Double)] = sure,
    _ second: @escaping @Sendable (inout Generator, [Double], Int) -> [Double]
  ) -> Fault {
    Fault(name: name, expected: expected) { generator, n in
      let first = generator.normals(n * n, scale: heScale(n))
      return [
        Tensor(rows: n, columns: n, values: first, law: he(n)),
        Tensor(rows: n, columns: n, values: second(&generator, first, n), law: he(n)),
      ]
    }
  }

  /// The faults of scale.
  private static let scales: [Fault] = [
    scaled("std_plus_1%", by: 1.01, [64: (0.069, 0.002), 512: (1, 1), 2048: (1, 1)]),
    scaled("std_minus_1%", by: 0.99, [64: (0.070, 0.003), 512: (1, 1), 2048: (1, 1)]),
    scaled("std_plus_2%", by: 1.02, [64: (0.184, 0.025), 512: (1, 1), 2048: (1, 1)]),
    scaled("std_minus_2%", by: 0.98, [64: (0.176, 0.015), 512: (1, 1), 2048: (1, 1)]),
    scaled("std_plus_5%", by: 1.05, [64: (0.943, 0.707), 512: (1, 1), 2048: (1, 1)]),
    scaled("std_minus_5%", by: 0.95, [64: (0.964, 0.756), 512: (1, 1), 2048: (1, 1)]),
    scaled("std_plus_10%", by: 1.1), scaled("std_minus_10%", by: 0.9),
    scaled("gain_sqrt2_missing", by: 0.5.squareRoot()),
    claimingHe("mean_0.01sigma", [64: (0.043, 0.001), 512: (1, 0.920), 2048: (1, 1)]) {
      let scale = heScale($1)
      return $0.normals($1 * $1, scale: scale).map { $0 + 0.01 * scale }
    },
    Fault(
      name: "std_plus_1%_20layers",
      expected: [64: (0.838, 0.475), 512: (1, 1), 2048: (1, 1)]
    ) { generator, n in
      (0..<20).map { _ in
        Tensor(
          rows: n,
          columns: n,
          values: generator.normals(n * n, scale: 1.01 * heScale(n)),
          law: he(n)
        )
      }
    },
  ]

  /// The faults of distribution.
  private static let distributions: [Fault] = [
    claimingHe("uniform_for_normal") { generator, n in
      let bound = (3.0).squareRoot() * heScale(n)
      return (0..<n * n).map { _ in bound * (2 * generator.uniform() - 1) }
    },
    claimingHe("student_t10", [64: (0.972, 0.783), 512: (1, 1), 2048: (1, 1)]) { generator, n in
      (0..<n * n).map { _ in heScale(n) * generator.student(10) }
    },
    claimingHe("clip_3.5sigma", [64: (0.049, 0.001), 512: (1, 1), 2048: (1, 1)]) { generator, n in
      generator.normals(n * n).map { heScale(n) * min(3.5, max(-3.5, $0)) }
    },
    claimingHe("clip_3sigma") { generator, n in
      generator.normals(n * n).map { heScale(n) * min(3, max(-3, $0)) }
    },
    Fault(name: "normal_for_uniform", expected: sure) { generator, n in
      let bound = (3.0).squareRoot() * heScale(n)
      return [
        Tensor(
          rows: n,
          columns: n,
          values: generator.normals(n * n, scale: heScale(n)),
          law: .independent(.uniform(low: -bound, high: bound))
        )
      ]
    },
  ]

  /// The faults of dependence between entries.
  private static let dependences: [Fault] = [
    claimingHe("k100_for_declared_iid") {
      $0.commonPartRows($1, $1, scale: heScale($1), k: 100)
    },
    Fault(name: "aci_k0_for_k100", expected: sure) { generator, n in
      [
        Tensor(
          rows: n,
          columns: n,
          values: generator.normals(n * n, scale: heScale(n)),
          law: .anticorrelated(variance: 2, k: 100)
        )
      ]
    },
    anticorrelated("aci_k50_for_k100", 50, [64: (0.890, 0.627), 512: (1, 1), 2048: (1, 1)]),
    anticorrelated(
      "aci_k80_for_k100",
      80,
      [64: (0.122, 0.011), 512: (0.720, 0.305), 2048: (1, 1)]
    ),
    Fault(name: "aci_columns_not_rows", expected: sure) { generator, n in
      let values = generator.commonPartRows(n, n, scale: heScale(n), k: 100)
      return [
        Tensor(
          rows: n,
          columns: n,
          values: transposed(values, n),
          law: .anticorrelated(variance: 2, k: 100)
        )
      ]
    },
    autoregressive("lag1_0.01", 0.01, [64: (0.053, 0.003), 512: (0.985, 0.865), 2048: (1, 1)]),
    autoregressive("lag1_0.05", 0.05, [64: (0.648, 0.233), 512: (1, 1), 2048: (1, 1)]),
    common("common_factor_rows_0.01", 0.01, [64: (0.576, 0.223), 512: (1, 1), 2048: (1, 1)]),
    common("common_factor_rows_0.1", 0.1, sure),
    claimingHe("row_scale_lognormal_5%", [64: (0.069, 0.003), 512: (1, 1), 2048: (1, 1)]) {
      generator,
      n in
      (0..<n).flatMap { _ in
        // exp(0.05 g − 0.05²) has mean square 1.
        generator.normals(n, scale: heScale(n) * exp(0.05 * generator.normal() - 0.0025))
      }
    },
    rankOne("rank1_update_2sqrtN", 2, sure),
    rankOne("rank1_update_1.5sqrtN", 1.5, [64: (0.691, 0.382), 512: (1, 1), 2048: (1, 1)]),
    rankOne("rank1_update_0.7sqrtN", 0.7, [64: (0.045, 0.002), 512: (0.045, 0), 2048: (0, 0)]),
    claimingHe("one_duplicated_neuron") { generator, n in
      var values = generator.normals(n * n, scale: heScale(n))
      values.replaceSubrange(n..<2 * n, with: values[0..<n])
      return values
    },
    claimingHe("one_zero_neuron") { generator, n in
      Array(repeating: 0, count: n) + generator.normals(n * (n - 1), scale: heScale(n))
    },
    claimingHe("transposed_square_iid", [64: (0.040, 0.001), 512: (0.060, 0.005), 2048: (0.05, 0)])
    {
      transposed($0.normals($1 * $1, scale: heScale($1)), $1)
    },
  ]

  /// The faults of RAAI.
  private static let replacedEntries: [Fault] = [
    raai("raai_correct", [64: (0.041, 0.001), 512: (0.041, 0.001), 2048: (0.041, 0.001)]) {
      $0.replacedEntry($1, $1)
    },
    raai("raai_beta_21_vs_uniform", [64: (0.957, 0.802), 512: (1, 1), 2048: (1, 1)]) {
      $0.replacedEntry($1, $1, .init(value: { $0.uniform() }))
    },
    raai("raai_beta12") {
      $0.replacedEntry($1, $1, .init(value: { 1 - $0.uniform().squareRoot() }))
    },
    raai("raai_no_beta") { $0.replacedEntry($1, $1, .init(count: 0)) },
    raai("raai_two_replacements") { $0.replacedEntry($1, $1, .init(count: 2)) },
    raai("raai_same_column") { $0.replacedEntry($1, $1, .init(index: { _, _ in 3 })) },
    raai("raai_sign_minus_beta") {
      $0.replacedEntry($1, $1, .init(value: { -$0.uniform().squareRoot() }))
    },
    raai("raai_k0") { $0.replacedEntry($1, $1, k: 0) },
    raai("raai_k50", [64: (0.183, 0.024), 512: (1, 1), 2048: (1, 1)]) {
      $0.replacedEntry($1, $1, k: 50)
    },
    raai("raai_transposed") { generator, n in
      let drawn = generator.replacedEntry(n, n)
      return (transposed(drawn.weights, n), drawn.biases)
    },
    raai("raai_bias_forgotten") { generator, n in
      (generator.replacedEntry(n, n).weights, Array(repeating: 0, count: n))
    },
    raai("raai_index_never_bias", [64: (0.037, 0.002), 512: (0.050, 0), 2048: (0, 0)]) {
      $0.replacedEntry($1, $1, .init(index: { $0.below($1 - 1) }))
    },
    raai("raai_var_over_n+1", [64: (0.057, 0.002), 512: (0.035, 0.005), 2048: (0.1, 0)]) {
      $0.replacedEntry($1, $1, variance: 0.9 * Double($1) / Double($1 + 1))
    },
  ]

  /// The faults of orthogonal matrices, mirrored ones, and copies.
  private static let structures: [Fault] = [
    orthogonal("orth_qr_no_signfix", [64: (0.989, 0.797), 512: (1, 1), 2048: (1, 1)]) {
      $0.orthogonal($1, fixesSigns: false)
    },
    orthogonal("orth_gain1_for_sqrt2") { generator, n in
      generator.orthogonal(n, gain: 0.5.squareRoot())
    },
    orthogonal("orth_one_row_x1.01") { generator, n in
      let values = generator.orthogonal(n)
      return values.enumerated().map { $0.offset < n ? 1.01 * $0.element : $0.element }
    },
    orthogonal("gauss_for_orth") { generator, n in
      generator.normals(n * n, scale: (1 / Double(n)).squareRoot())
    },
    claimingHe("orth_for_gauss_samevar") { $0.orthogonal($1, gain: (2.0).squareRoot()) },
    pair("layer_copied") { _, first, _ in first },
    pair("layer_negated_copy") { _, first, _ in first.map { -$0 } },
    pair("same_stream_shifted") { generator, first, n in
      Array(first.dropFirst(37)) + generator.normals(37, scale: heScale(n))
    },
    pair("layers_corr_0.05", [64: (0.556, 0.182), 512: (1, 1), 2048: (1, 1)]) {
      generator,
      first,
      n in
      let own = (1 - 0.05 * 0.05).squareRoot() * heScale(n)
      return first.map { 0.05 * $0 + own * generator.normal() }
    },
  ]

  static let all = scales + distributions + dependences + replacedEntries + structures

  // MARK: - Families

  private static func anticorrelated(
    _ name: String,
    _ k: Double,
    _ expected: [Int: (Double, Double)]
  ) -> Fault {
    Fault(name: name, expected: expected) { generator, n in
      [
        Tensor(
          rows: n,
          columns: n,
          values: generator.commonPartRows(n, n, scale: heScale(n), k: k),
          law: .anticorrelated(variance: 2, k: 100)
        )
      ]
    }
  }

  /// Neighbours along a row that are correlated, of unchanged variance.
  private static func autoregressive(
    _ name: String,
    _ correlation: Double,
    _ expected: [Int: (Double, Double)]
  ) -> Fault {
    claimingHe(name, expected) { generator, n in
      let own = (1 - correlation * correlation).squareRoot()
      var last = generator.normal()
      return (0..<n * n).map { _ in
        last = correlation * last + own * generator.normal()
        return heScale(n) * last
      }
    }
  }

  /// Neurons that share a part of their weights, of unchanged variance.
  private static func common(
    _ name: String,
    _ share: Double,
    _ expected: [Int: (Double, Double)]
  ) -> Fault {
    claimingHe(name, expected) { generator, n in
      let factor = generator.normals(n)
      let (part, own) = (share.squareRoot(), (1 - share).squareRoot())
      return (0..<n * n).map { heScale(n) * (part * factor[$0 % n] + own * generator.normal()) }
    }
  }

  /// A normal matrix plus a random matrix of rank one and a singular value in units of √n.
  private static func rankOne(
    _ name: String,
    _ size: Double,
    _ expected: [Int: (Double, Double)]
  ) -> Fault {
    claimingHe(name, expected) { generator, n in
      func unit(_ generator: inout Generator) -> [Double] {
        let vector = generator.normals(n)
        let norm = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return vector.map { $0 / norm }
      }
      let (left, right) = (unit(&generator), unit(&generator))
      let value = size * Double(n).squareRoot()
      return (0..<n * n).map {
        heScale(n) * (generator.normal() + value * left[$0 / n] * right[$0 % n])
      }
    }
  }

  private static func orthogonal(
    _ name: String,
    _ expected: [Int: (Double, Double)] = sure,
    _ draw: @escaping @Sendable (inout Generator, Int) -> [Double]
  ) -> Fault {
    Fault(name: name, expected: expected) { generator, n in
      [Tensor(rows: n, columns: n, values: draw(&generator, n), law: .orthogonal(gain: 1))]
    }
  }
}

/// A square matrix with rows and columns exchanged.
private func transposed(_ matrix: [Double], _ n: Int) -> [Double] {
  (0..<n).flatMap { column in (0..<n).map { matrix[$0 * n + column] } }
}
