import Foundation
import Testing
import WeightInit

@testable import WeightVerification

@Suite("Identification")
struct IdentificationTests {
  /// A matrix of a known law, drawn by the tests' own generator, and a claim that must be the answer.
  struct Drawn: Sendable, CustomTestStringConvertible {
    var claim: String
    var rows: Int
    var columns: Int
    var draw: @Sendable (inout TestGenerator) -> [Double]
    var testDescription: String { "\(claim), \(rows) × \(columns)" }
  }

  static let drawn: [Drawn] = [
    Drawn(claim: "he-normal", rows: 48, columns: 96) {
      $0.normals(48 * 96, scale: (2.0 / 96).squareRoot())
    },
    Drawn(claim: "he-normal:mode=fan_out", rows: 48, columns: 160) {
      $0.normals(48 * 160, scale: (2.0 / 48).squareRoot())
    },
    Drawn(claim: "glorot-normal", rows: 40, columns: 120) {
      $0.normals(40 * 120, scale: (2.0 / 160).squareRoot())
    },
    Drawn(claim: "lecun-normal", rows: 100, columns: 64) {
      $0.normals(6400, scale: 0.125)
    },
    Drawn(claim: "he-uniform", rows: 32, columns: 50) {
      uniforms(1600, (6.0 / 50).squareRoot(), &$0)
    },
    Drawn(claim: "glorot-uniform", rows: 60, columns: 24) {
      uniforms(1440, (6.0 / 84).squareRoot(), &$0)
    },
    Drawn(claim: "torch-default", rows: 30, columns: 81) { uniforms(2430, 1.0 / 9, &$0) },
    Drawn(claim: "he-normal:convention=jax", rows: 64, columns: 40) {
      truncated(2560, (2.0 / 40).squareRoot() / 0.87962566103423978, &$0)
    },
    Drawn(claim: "aci", rows: 64, columns: 80) {
      $0.anticorrelated(rows: 64, columns: 80, variance: 2, k: 100)
    },
    Drawn(claim: "raai", rows: 64, columns: 80) { $0.replacedEntry(rows: 64, fanIn: 80).weights },
    Drawn(claim: "rai", rows: 64, columns: 80) {
      $0.replacedEntry(rows: 64, fanIn: 80, variance: 0.36, k: 0).weights
    },
    Drawn(claim: "orthogonal", rows: 24, columns: 40) { $0.orthogonal(rows: 24, columns: 40) },
    Drawn(claim: "orthogonal", rows: 40, columns: 24) { $0.orthogonal(rows: 40, columns: 24) },
    Drawn(claim: "gsm:position=hidden", rows: 48, columns: 36) { generator in
      // W₀ has 24 rows, and so variance 1/24.
      mirrored(generator.normals(24 * 18, scale: (1.0 / 24).squareRoot()), 24, 18)
    },
    Drawn(claim: "gsm:submatrix=orthogonal,position=hidden", rows: 48, columns: 48) { generator in
      mirrored(generator.orthogonal(rows: 24, columns: 24), 24, 24)
    },
    Drawn(claim: "identity", rows: 12, columns: 30) { _ in
      (0..<360).map { $0 / 30 == $0 % 30 ? 1 : 0 }
    },
    Drawn(claim: "zero-hadamard", rows: 32, columns: 16) { _ in
      // The paper's normalization of 32 outputs: 2^(−(5 − 1)/2).
      (0..<512).map { ($0 / 16 & $0 % 16).nonzeroBitCount % 2 == 0 ? 0.25 : -0.25 }
    },
    Drawn(claim: "he-rademacher", rows: 20, columns: 50) { generator in
      (0..<1000).map { _ in generator.uniform() < 0.5 ? -0.2 : 0.2 }
    },
    Drawn(claim: "zeros", rows: 4, columns: 7) { _ in Array(repeating: 0, count: 28) },
    Drawn(claim: "ones", rows: 4, columns: 7) { _ in Array(repeating: 1, count: 28) },
  ]

  private static func uniforms(
    _ n: Int,
    _ bound: Double,
    _ generator: inout TestGenerator
  ) -> [Double] {
    (0..<n).map { _ in bound * (2 * generator.uniform() - 1) }
  }

  private static func truncated(
    _ n: Int,
    _ scale: Double,
    _ generator: inout TestGenerator
  ) -> [Double] {
    var values: [Double] = []
    while values.count < n {
      let value = generator.normal()
      if abs(value) < 2 { values.append(scale * value) }
    }
    return values
  }

  private static func mirrored(_ block: [Double], _ rows: Int, _ columns: Int) -> [Double] {
    (0..<4 * rows * columns).map { place in
      let (row, column) = place.quotientAndRemainder(dividingBy: 2 * columns)
      let sign: Double = (row < rows) == (column < columns) ? 1 : -1
      return sign * block[row % rows * columns + column % columns]
    }
  }

  @Test("what is drawn by a law's definition is identified by its claim", arguments: drawn)
  func identified(drawn: Drawn) throws {
    for seed in 1...3 {
      var generator = TestGenerator(seed: seed)
      let values = drawn.draw(&generator)
      let tensor = try #require(try identify(drawn.rows, drawn.columns, values).tensors.first)
      #expect(tensor.bestClaims.contains(drawn.claim), "seed \(seed): \(tensor.candidates)")
      #expect(tensor.confidence > 0.5)
      #expect(tensor.differences.isEmpty)
    }
  }

  @Test(
    "sixteen-bit values are those of the law that they were rounded from",
    arguments: [ElementType.float16, .bfloat16],
    ["he-normal", "he-uniform", "aci", "raai", "he-normal:convention=jax", "orthogonal"]
  )
  func coarse(type: ElementType, claim: String) throws {
    let drawn = try #require(Self.drawn.first { $0.claim == claim })
    var generator = TestGenerator(seed: 11)
    let values = drawn.draw(&generator)
    let tensor = try #require(
      try identify(drawn.rows, drawn.columns, values, as: type).tensors.first
    )
    #expect(tensor.claimsOfSet.contains(claim), "\(tensor)")
    #expect(tensor.findings.isEmpty)
  }

  @Test("laws that coincide on a square matrix are one answer that names them all")
  func coincidence() throws {
    var generator = TestGenerator(seed: 5)
    let values = generator.normals(64 * 64, scale: 0.125)
    let tensor = try #require(try identify(64, 64, values).tensors.first)
    #expect(tensor.setSize == 1)
    #expect(tensor.best == "glorot-normal")
    #expect(tensor.candidates[0].sameLaw.contains("lecun-normal"))
    #expect(tensor.candidates[0].sameLaw.contains("variance-scaling"))
  }

  @Test("He of fan_out is LeCun's where there are twice as many neurons as inputs")
  func shapeRatio() throws {
    var generator = TestGenerator(seed: 13)
    // 2/128 = 1/64.
    let tensor = try #require(
      try identify(128, 64, generator.normals(128 * 64, scale: 0.125)).tensors.first
    )
    #expect(tensor.setSize == 1)
    #expect(tensor.best == "lecun-normal")
    #expect(tensor.candidates[0].sameLaw.contains("he-normal:mode=fan_out"))
    // At any other ratio they are two.
    let other = try #require(
      try identify(100, 64, generator.normals(6400, scale: 0.125)).tensors.first
    )
    #expect(other.best == "lecun-normal")
    #expect(!other.bestClaims.contains("he-normal:mode=fan_out"))
  }

  @Test("a fractional moment of order 1 cannot be told from He on one square layer")
  func fractional() throws {
    var generator = TestGenerator(seed: 6)
    // 2/d + 5(2 − s)/(2 d²) with s = 1 (Gürbüzbalaban & Hu 2021): 0.88 standard errors from He's 2/d.
    let values = generator.normals(64 * 64, scale: (2.0 / 64 + 2.5 / 4096).squareRoot())
    let tensor = try #require(try identify(64, 64, values).tensors.first)
    #expect(tensor.bestClaims.contains("he-normal"))
    #expect(tensor.bestClaims.contains("fractional-moment"))
  }

  @Test("free parameters are fitted, and round numbers are preferred")
  func fitted() throws {
    var generator = TestGenerator(seed: 7)
    let normal = try identify(100, 90, generator.normals(9000, scale: 0.02))
    #expect(normal.tensors[0].best == "normal:std=0.02")
    let uniform = try identify(100, 90, Self.uniforms(9000, 0.05, &generator))
    #expect(uniform.tensors[0].best == "uniform:low=-0.05,high=0.05")
    let truncated = try identify(100, 90, Self.truncated(9000, 0.05, &generator))
    #expect(truncated.tensors[0].best == "truncated-normal:std=0.05")
    let orthogonal = try identify(30, 30, generator.orthogonal(rows: 30, columns: 30, gain: 1.5))
    #expect(orthogonal.tensors[0].best == "orthogonal:gain=1.5")
  }

  @Test("sparse weights are identified by the lines that hold equally many zeros")
  func sparse() throws {
    var generator = TestGenerator(seed: 12)
    let into = generator.sparse(rows: 60, columns: 80, zeroCount: 65, per: .neuron, scale: 0.1)
    // 65 of 80 are any share above 0.8 and up to 0.8125.
    #expect(try identify(60, 80, into).tensors[0].best == "sparse:sparsity=0.81,std=0.1")
    let out = generator.sparse(rows: 50, columns: 70, zeroCount: 10, per: .input, scale: 0.01)
    let torch = try identify(50, 70, out).tensors[0]
    #expect(torch.best == "sparse:sparsity=0.2,std=0.01,convention=torch", "\(torch)")
    // The same zeros in one row only are no law.
    var once = generator.normals(60 * 80, scale: 0.1)
    for place in 0..<65 { once[place] = 0 }
    #expect(try identify(60, 80, once).tensors[0].outcome == .unknown)
  }

  @Test("biases are identified beside their weights")
  func biases() throws {
    var generator = TestGenerator(seed: 8)
    let draw = generator.replacedEntry(rows: 200, fanIn: 20)
    let raai = try identify(200, 20, draw.weights, biases: draw.biases)
    #expect(raai.tensors.map(\.best) == ["raai", "raai"])
    // Few biases, none of them like another.
    let few = generator.replacedEntry(rows: 12, fanIn: 30)
    let tensor = try identify(12, 30, few.weights, biases: few.biases).tensors[1]
    #expect(tensor.claimsOfSet.contains("raai"), "\(tensor)")
    let zeros = try identify(
      50,
      64,
      generator.normals(3200, scale: (2.0 / 64).squareRoot()),
      biases: Array(repeating: 0, count: 50)
    )
    #expect(zeros.tensors[1].best == "zeros")
  }

  @Test("chunks do not change an answer")
  func chunks() throws {
    var generator = TestGenerator(seed: 9)
    let values = generator.replacedEntry(rows: 60, fanIn: 70).weights
    let whole = try identify(60, 70, values, chunkLength: 4200)
    #expect(try identify(60, 70, values, chunkLength: 1) == whole)
    #expect(try identify(60, 70, values, chunkLength: 977) == whole)
  }

  // MARK: - None of the known schemes

  @Test("what no scheme draws is unknown, and the difference is named")
  func unknown() throws {
    var generator = TestGenerator(seed: 10)
    let n = 96 * 96
    let scale = (2.0 / 96).squareRoot()
    let laplace = (0..<n).map { _ in
      (generator.uniform() < 0.5 ? -1 : 1) * log(generator.uniform()) * scale / 2.0.squareRoot()
    }
    var outlier = generator.normals(n, scale: scale)
    outlier[5000] = 3
    // As a step of training leaves it: a rank-one update far above the noise.
    var trained = generator.normals(n, scale: scale)
    let (left, right) = (generator.normals(96), generator.normals(96))
    for place in 0..<n { trained[place] += 0.1 * left[place / 96] * right[place % 96] }
    for values in [laplace, outlier, trained] {
      let tensor = try #require(try identify(96, 96, values).tensors.first)
      #expect(tensor.outcome == .unknown)
      #expect(tensor.best == nil)
      #expect(tensor.confidence == 0)
      #expect(tensor.nearest != nil)
      #expect(!tensor.differences.isEmpty)
    }
  }

  @Test("a tensor without numbers cannot be told")
  func nothing() throws {
    #expect(try identify(2, 2, [1, .nan, 0, .infinity]).tensors[0].outcome == .cannotTell)
    #expect(try identify(2, 2, [1, .nan, 0, .infinity]).tensors[0].findingNames == ["non-finite"])
    #expect(try identify(0, 5, []).tensors[0].findingNames == ["empty"])
  }

  @Test("a single number, and a matrix of one, have an answer")
  func tiny() throws {
    #expect(try identify(1, 1, [0]).tensors[0].best == "zeros")
    #expect(try identify(1, 1, [0.5]).tensors[0].candidates.isEmpty == false)
    #expect(try identify(1, 3, [0.5, 0.25, -1]).tensors[0].candidates.isEmpty == false)
  }

  @Test("subjects that are not there, or of another shape, are errors")
  func errors() throws {
    var source = MemorySource()
    source.add("w", [2, 3], [1, 2, 3, 4, 5, 6])
    let layer = LayerContext(name: "w", neurons: 2, fanIn: 3, seed: 0)
    let identifier = try SchemeIdentifier()
    for (name, shape) in [("v", [2, 3]), ("w", [3, 3])] {
      #expect(throws: VerificationError.self) {
        _ = try identifier.identify(
          source,
          subjects: [
            IdentificationSubject(
              tensor: name,
              role: .weight,
              layer: layer,
              order: AxisOrder(logicalShape: shape)
            )
          ]
        )
      }
    }
    #expect(throws: VerificationError.self) { _ = try SchemeIdentifier(credibility: 1) }
    #expect(throws: VerificationError.self) { _ = try SchemeIdentifier(alpha: 0) }
  }
}
