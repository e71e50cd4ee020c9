import Foundation
import WeightInit

/// Faults of other laws than He's, of several layers, and of storage.
extension Fault {
  static let others = bounded + mirrored + severalLayers + biases + stored

  private static let sure: [Int: (Double, Double)] = [64: (1, 1), 512: (1, 1), 2048: (1, 1)]

  private static func normal(_ variance: Double) -> TensorLaw {
    .independent(.normal(mean: 0, standardDeviation: variance.squareRoot()))
  }

  private static func square(
    _ name: String,
    _ expected: [Int: (Double, Double)] = sure,
    type: ElementType = .float32,
    law: @escaping @Sendable (Int) -> TensorLaw,
    _ draw: @escaping @Sendable (inout Generator, Int) -> [Double]
  ) -> Fault {
    Fault(name: name, expected: expected) { generator, n in
      [
        Tensor(rows: n, columns: n, values: draw(&generator, n), law: law(n), type: type)
      ]
    }
  }

  // MARK: - Bounded laws

  /// The standard deviation of a standard normal between −2 and 2.
  private static let truncatedDeviation = 0.87962566103423978

  /// A normal distribution between two standard deviations whose own deviation is a number.
  private static func truncated(_ deviation: Double) -> TensorLaw {
    .independent(
      .truncatedNormal(
        mean: 0,
        standardDeviation: deviation / truncatedDeviation,
        lower: -2,
        upper: 2
      )
    )
  }

  private static func uniform(_ bound: Double) -> TensorLaw {
    .independent(.uniform(low: -bound, high: bound))
  }

  private static let bounded: [Fault] = [
    square("uniform_std_plus_1%", law: { _ in uniform(0.1) }) { generator, n in
      (0..<n * n).map { _ in 0.101 * (2 * generator.uniform() - 1) }
    },
    square("uniform_std_minus_1%", law: { _ in uniform(0.1) }) { generator, n in
      (0..<n * n).map { _ in 0.099 * (2 * generator.uniform() - 1) }
    },
    square("trunc_uncorrected", law: { _ in truncated(0.1) }) {
      $0.truncatedNormals($1 * $1, scale: 0.1)
    },
    square("trunc_for_normal_samevar", law: { _ in normal(0.01) }) {
      $0.truncatedNormals($1 * $1, scale: 0.1 / truncatedDeviation)
    },
    square("normal_for_trunc", law: { _ in truncated(0.1) }) {
      $0.normals($1 * $1, scale: 0.1)
    },
  ]

  // MARK: - Mirrored matrices

  private static func mirroredLaw(_ n: Int) -> TensorLaw {
    .mirrored(
      submatrix: normal(2 / Double(n)),
      rows: true,
      columns: true,
      channelLength: 1,
      leftover: nil
    )
  }

  /// [[W, −W], [−W, W]], the last block with a sign.
  private static func mirror(_ block: [Double], _ n: Int, last: Double = 1) -> [Double] {
    let half = n / 2
    return (0..<n * n).map { index in
      let (row, column) = (index / n, index % n)
      let value = block[row % half * half + column % half]
      let (isLower, isRight) = (row >= half, column >= half)
      return isLower && isRight ? last * value : isLower || isRight ? -value : value
    }
  }

  private static let mirrored: [Fault] = [
    square("gsm_correct", [64: (0.041, 0.001), 512: (0.041, 0.001)], law: mirroredLaw) {
      mirror($0.normals($1 * $1 / 4, scale: (2 / Double($1)).squareRoot()), $1)
    },
    square("gsm_block_sign", law: mirroredLaw) {
      mirror($0.normals($1 * $1 / 4, scale: (2 / Double($1)).squareRoot()), $1, last: -1)
    },
    square("gsm_sigma_halfwidth", law: mirroredLaw) {
      mirror($0.normals($1 * $1 / 4, scale: (4 / Double($1)).squareRoot()), $1)
    },
    square("gsm_orth_for_gauss", law: mirroredLaw) {
      // Entries of an orthogonal matrix of n/2 rows have the variance 2/n.
      mirror($0.orthogonal($1 / 2), $1)
    },
  ]

  // MARK: - Several layers

  private static func rectangle(
    _ name: String,
    _ ratio: Double,
    _ expected: [Int: (Double, Double)]
  ) -> Fault {
    Fault(name: name, expected: expected) { generator, n in
      let rows = Int((ratio * Double(n)).rounded())
      return [
        Tensor(
          rows: rows,
          columns: n,
          values: generator.normals(rows * n, scale: (2 / Double(rows)).squareRoot()),
          law: normal(2 / Double(n))
        )
      ]
    }
  }

  /// Layers whose variance claims fractional moments of order 1 and that were drawn for order 2: the
  /// claimed variance is larger by 1.99 % at 64 and in inverse proportion to the width.
  private static func fractional(
    _ name: String,
    layers: Int,
    _ expected: [Int: (Double, Double)]
  ) -> Fault {
    Fault(name: name, expected: expected) { generator, n in
      (0..<layers).map { _ in
        Tensor(
          rows: n,
          columns: n,
          values: generator.normals(n * n, scale: (2 / Double(n)).squareRoot()),
          law: normal(2 / Double(n) * (1 + 0.0199 * 64 / Double(n)))
        )
      }
    }
  }

  private static let severalLayers: [Fault] = [
    rectangle("fan_swap_rect_2:1", 2, sure),
    rectangle("fan_swap_rect_1.1:1", 1.1, [64: (0.932, 0.601), 512: (1, 1), 2048: (1, 1)]),
    fractional(
      "frac_s1_decl_s2_made",
      layers: 1,
      [64: (0.057, 0), 512: (0.090, 0.005), 2048: (0.05, 0)]
    ),
    fractional(
      "frac_s1_decl_s2_made_20layers",
      layers: 20,
      [64: (0.815, 0.410), 512: (0.825, 0.500), 2048: (0.80, 0.43)]
    ),
    Fault(
      name: "raai_index_never_bias_12layers",
      expected: [64: (0.877, 0.310), 512: (1, 0.850), 2048: (1, 1)]
    ) { generator, n in
      (0..<12).map { _ in
        let drawn = generator.replacedEntry(n, n, .init(index: { $0.below($1 - 1) }))
        return Tensor(
          rows: n,
          columns: n,
          values: drawn.weights,
          law: .replacedEntry(variance: 0.9, k: 100),
          biases: drawn.biases,
          biasLaw: .replacedEntryBias(variance: 0.9, k: 100, fanIn: n)
        )
      }
    },
    Fault(name: "same_seed_other_shape", expected: sure) { generator, n in
      let stream = generator.normals(n * n)
      func tensor(_ rows: Int, _ columns: Int) -> Tensor {
        let variance = 2 / Double(columns)
        return Tensor(
          rows: rows,
          columns: columns,
          values: stream.map { variance.squareRoot() * $0 },
          law: normal(variance)
        )
      }
      return [tensor(n, n), tensor(2 * n, n / 2)]
    },
  ]

  // MARK: - Biases

  private static func bias(
    _ name: String,
    scale: Double,
    _ expected: [Int: (Double, Double)] = sure
  ) -> Fault {
    Fault(name: name, expected: expected) { generator, n in
      [
        Tensor(
          rows: n,
          columns: n,
          values: generator.normals(n * n, scale: (1.2 / Double(n)).squareRoot()),
          law: normal(1.2 / Double(n)),
          biases: generator.normals(n, scale: scale * 0.3),
          biasLaw: normal(0.09)
        )
      ]
    }
  }

  private static let biases: [Fault] = [
    bias("eoc_bias_zero", scale: 0), bias("eoc_bias_std_x2", scale: 2),
    bias("eoc_bias_std_+10%", scale: 1.1, [64: (0.100, 0.005), 512: (0.615, 0.245), 2048: (1, 1)]),
  ]

  // MARK: - Storage

  private static let stored: [Fault] = [
    square("f16_overflow", type: .float16, law: { _ in normal(9e8) }) {
      $0.normals($1 * $1, scale: 3e4)
    },
    // Subnormal numbers flushed to zero.
    square("f16_underflow_std1e-7", type: .float16, law: { _ in normal(1e-14) }) {
      $0.normals($1 * $1, scale: 1e-7).map { abs($0) < 0x1p-14 ? 0 : $0 }
    },
    square("zero_one_entry_1e-6", law: { _ in .constant(0) }) { generator, n in
      var values = Array(repeating: 0.0, count: n * n)
      values[generator.below(n * n)] = 1e-6
      return values
    },
  ]
}
