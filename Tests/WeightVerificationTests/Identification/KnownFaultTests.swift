import Testing
import WeightInit

@testable import WeightVerification

@Suite("Marks of known faults")
struct KnownFaultTests {
  @Test("float32 values that were drawn in bfloat16 are seen, and still identified")
  func lowPrecision() throws {
    var generator = TestGenerator(seed: 1)
    let values = generator.normals(64 * 100, scale: (2.0 / 100).squareRoot()).map {
      ElementGrid(.bfloat16).rounded($0)
    }
    let tensor = try #require(try identify(64, 100, values).tensors.first)
    #expect(tensor.findingNames == ["low-precision"])
    #expect(tensor.bestClaims.contains("he-normal"))
    #expect(tensor.findings[0].effect.contains("bfloat16"))
  }

  @Test("uniform values of bfloat16 that round beyond their bound are still of the law")
  func lowPrecisionBounds() throws {
    var generator = TestGenerator(seed: 2)
    let values = (0..<6400).map { _ in
      ElementGrid(.bfloat16).rounded((6.0 / 100).squareRoot() * (2 * generator.uniform() - 1))
    }
    let tensor = try #require(try identify(64, 100, values).tensors.first)
    #expect(tensor.bestClaims.contains("he-uniform"), "\(tensor)")
  }

  @Test("draws on a coarse grid that were scaled in float32 have few distinct values")
  func fewDistinctValues() throws {
    var generator = TestGenerator(seed: 3)
    let scale = Double(Float((2.0 / 100).squareRoot()))
    let values = (0..<6400).map { _ in ElementGrid(.bfloat16).rounded(generator.normal()) * scale }
    let tensor = try #require(try identify(64, 100, values).tensors.first)
    #expect(tensor.findingNames.contains("low-precision"))
  }

  @Test("mass at the bounds says that draws were clamped")
  func clamped() throws {
    var generator = TestGenerator(seed: 4)
    let values = generator.normals(6400, scale: 0.1).map { max(-0.2, min(0.2, $0)) }
    let tensor = try #require(try identify(64, 100, values).tensors.first)
    #expect(tensor.findingNames.contains("clamped"))
    #expect(tensor.outcome == .unknown)
  }

  @Test("exchanged fans are named")
  func swappedFans() throws {
    var generator = TestGenerator(seed: 5)
    // torch-default draws within ±1/√fan_in; here it counted the outputs.
    let values = (0..<40 * 90).map { _ in (2 * generator.uniform() - 1) / 40.0.squareRoot() }
    let tensor = try #require(try identify(40, 90, values).tensors.first)
    #expect(tensor.findingNames.contains("swapped-fans"))
    #expect(tensor.findings.contains { $0.effect.contains("torch-default") })
    // He's own fan_out is a claim of its own, and the mark of a swap as well.
    let fanOut = try identify(40, 90, generator.normals(3600, scale: (2.0 / 40).squareRoot()))
    #expect(fanOut.tensors[0].best == "he-normal:mode=fan_out")
    #expect(fanOut.tensors[0].findingNames == ["swapped-fans"])
  }

  @Test("a scale that is a whole part of a scheme's is named")
  func scaleRatio() throws {
    var generator = TestGenerator(seed: 6)
    // LeCun's 1/256 over 6, as for three blocks of two branches.
    let values = generator.normals(256 * 256, scale: (1.0 / 256 / 6).squareRoot())
    let tensor = try #require(try identify(256, 256, values).tensors.first)
    #expect(tensor.findingNames.contains("scale-ratio"))
    #expect(tensor.findings.contains { $0.effect.contains("1/6 of") })
    // He's variance for one of seven groups: √7 times the scale.
    let groups = generator.normals(256 * 256, scale: (7 * 2.0 / 256).squareRoot())
    let grouped = try #require(try identify(256, 256, groups).tensors.first)
    #expect(grouped.findings.contains { $0.effect.contains("7 times he-normal's") }, "\(grouped)")
  }

  @Test("a transposed matrix, and one in Fortran order, are read as they were drawn")
  func otherReadings() throws {
    var generator = TestGenerator(seed: 7)
    let values = generator.anticorrelated(rows: 40, columns: 64, variance: 2, k: 100)
    let flipped = transposed(values, rows: 40, columns: 64)
    let layout = try #require(try identify(64, 40, flipped).tensors.first)
    #expect(layout.bestClaims.contains("aci"))
    #expect(layout.findingNames.contains("other-layout"))
    // The same bytes under the shape of C order.
    let fortran = try #require(try identify(40, 64, flipped).tensors.first)
    #expect(fortran.bestClaims.contains("aci"), "\(fortran)")
    #expect(fortran.findingNames.contains("fortran-order"))
  }

  @Test("a clean draw has no marks")
  func clean() throws {
    for seed in 0..<20 {
      var generator = TestGenerator(seed: 100 + seed)
      let values = generator.normals(3000, scale: (2.0 / 60).squareRoot())
      #expect(try identify(50, 60, values).tensors[0].findings.isEmpty)
    }
  }

  @Test("a network tells whether it is still at its initialization, and lacks a depth scaling")
  func network() throws {
    var generator = TestGenerator(seed: 8)
    func report(projection: Double, trained: Bool) throws -> IdentificationReport {
      var source = MemorySource()
      var subjects: [IdentificationSubject] = []
      for block in 0..<3 {
        for (name, scale) in [("c_fc", 0.02), ("c_proj", projection)] {
          var values = generator.normals(64 * 64, scale: scale)
          if trained, block == 1 {
            for place in values.indices { values[place] += 0.01 * Double(place / 64 % 7) }
          }
          let tensor = "h.\(block).mlp.\(name).weight"
          source.add(tensor, [64, 64], values)
          subjects.append(
            IdentificationSubject(
              tensor: tensor,
              role: .weight,
              layer: LayerContext(name: "h.\(block).mlp.\(name)", neurons: 64, fanIn: 64, seed: 0),
              order: AxisOrder(logicalShape: [64, 64])
            )
          )
        }
      }
      return try SchemeIdentifier().identify(source, subjects: subjects)
    }
    let unscaled = try report(projection: 0.02, trained: false)
    #expect(unscaled.findings.map(\.finding) == ["missing-depth-scaling", "at-initialization"])
    let scaled = try report(projection: 0.02 / 6.0.squareRoot(), trained: false)
    #expect(scaled.findings.map(\.finding) == ["at-initialization"])
    let trained = try report(projection: 0.02 / 6.0.squareRoot(), trained: true)
    #expect(trained.findings.map(\.finding) == ["partly-at-initialization"])
  }
}
