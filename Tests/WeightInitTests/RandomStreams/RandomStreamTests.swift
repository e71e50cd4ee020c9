import CWeightKernels
import Testing
import WeightInit

@Suite("Random streams")
struct RandomStreamTests {
  @Test("Philox4x32-10 gives the known answers of Random123")
  func philox() throws {
    let vectors = try ContractVectors.load()
    #expect(vectors.blocks.count >= 3)
    for block in vectors.blocks {
      var output: [UInt32] = [0, 0, 0, 0]
      wk_philox4x32_10(block.counter.map(\.bits), block.key.map(\.bits), &output)
      #expect(output == block.output.map(\.bits))
    }
  }

  @Test("The vectors are of the contract's version")
  func version() throws {
    #expect(try ContractVectors.load().contractVersion == RandomContract.version)
  }

  @Test("Words, normal and uniform values have the bits of the known answers")
  func bits() throws {
    for known in try ContractVectors.load().streams {
      let stream = RandomStream(key: known.key.bits, identifier: known.stream.bits)
      let first = try #require(Int(known.first))
      let count = known.words.count
      let words = [UInt32](unsafeUninitializedCapacity: count) { buffer, filled in
        stream.fillWords(from: first, into: buffer)
        filled = count
      }
      #expect(words == known.words.map(\.bits))
      #expect(
        draw(count, of: Float.self) { stream.fillNormal(from: first, into: $0) }
          .map(\.bitPattern) == known.normalFloat32Bits.map(\.bits)
      )
      #expect(
        draw(count, of: Double.self) { stream.fillNormal(from: first, into: $0) }
          .map(\.bitPattern) == known.normalFloat64Bits.map(\.bits)
      )
      #expect(
        draw(count, of: Float.self) { stream.fillUniform(from: first, into: $0) }
          .map(\.bitPattern) == known.uniformFloat32Bits.map(\.bits)
      )
      #expect(
        draw(count, of: Double.self) { stream.fillUniform(from: first, into: $0) }
          .map(\.bitPattern) == known.uniformFloat64Bits.map(\.bits)
      )
    }
  }

  @Test("Choices of entries and the roots that replace them have the bits of the known answers")
  func choices() throws {
    for known in try ContractVectors.load().choices {
      let words = known.words.map(\.bits)
      var index: UInt64 = 0
      wk_choose_entries(words, 1, try #require(UInt64(known.entries)), &index)
      #expect(String(index) == known.index)
      var (single, double): (Float, Double) = (0, 0)
      wk_draw_roots_f32(words, 1, &single)
      wk_draw_roots_f64(words, 1, &double)
      #expect(single.bitPattern == known.rootFloat32Bits.bits)
      #expect(double.bitPattern == known.rootFloat64Bits.bits)
    }
  }

  @Test("Whole layers of RAAI have the bits of the known answers", arguments: 0..<4)
  func layers(number: Int) throws {
    let known = try ContractVectors.load().layers[number]
    let layer = Making.layer(known.rows, known.fanIn, seed: known.seed)
    let scheme = try Making.scheme("raai:k=\(known.k),variance=\(known.variance)")
    let count = known.rows * known.fanIn
    let (weights, biases) = (try scheme.weights(of: layer), try scheme.biases(of: layer))
    #expect(
      weights.values(0..<count, as: Float.self).map(\.bitPattern)
        == known.weightFloat32Bits.map(\.bits)
    )
    #expect(
      biases.values(0..<known.rows, as: Float.self).map(\.bitPattern)
        == known.biasFloat32Bits.map(\.bits)
    )
    #expect(
      weights.values(0..<count, as: Double.self).map(\.bitPattern)
        == known.weightFloat64Bits.map(\.bits)
    )
    #expect(
      biases.values(0..<known.rows, as: Double.self).map(\.bitPattern)
        == known.biasFloat64Bits.map(\.bits)
    )
  }

  @Test("A value can be drawn alone and is the same as among others")
  func randomAccess() {
    let stream = RandomStream(seed: 7, path: "fc1", role: "weight")
    let all = draw(300, of: Float.self) { stream.fillNormal(from: 0, into: $0) }
    for position in [0, 1, 2, 3, 4, 63, 64, 65, 127, 191, 299] {
      let alone = draw(1, of: Float.self) { stream.fillNormal(from: position, into: $0) }
      #expect(alone[0].bitPattern == all[position].bitPattern)
    }
  }

  @Test("A block holds four consecutive words")
  func blocks() {
    let stream = RandomStream(seed: 7, path: "fc1", role: "weight")
    let words = [UInt32](unsafeUninitializedCapacity: 400) { buffer, filled in
      stream.fillWords(from: 0, into: buffer)
      filled = 400
    }
    for index in [0, 1, 17, 99] {
      #expect(stream.block(index) == SIMD4(words[(index * 4)..<(index * 4 + 4)]))
    }
  }

  private func draw<Element: DrawnElement>(
    _ count: Int,
    of type: Element.Type,
    _ fill: (UnsafeMutableBufferPointer<Element>) -> Void
  ) -> [Element] {
    [Element](unsafeUninitializedCapacity: count) { buffer, filled in
      fill(buffer)
      filled = count
    }
  }
}

@Suite("Stream identifiers")
struct StreamIdentifierTests {
  /// FNV-1a and SplitMix64's finalizer, computed in Python's integers.
  @Test(
    "An identifier is the documented hash of contract, path and role",
    arguments: [
      ("fc1", "weight", 0xa03a_4b41_93a0_bb0b as UInt64),
      ("fc1", "bias", 0xde16_add9_340a_ea70),
      ("fc1", "replacement", 0xc646_b803_099f_852e),
      ("fc1", "leftover", 0x9c88_5ebf_2f7f_c6aa),
      ("fc1", "bias/weight", 0x0a80_ad72_e8f5_6be3),
      ("fc2", "weight", 0xb43b_3dbf_f57e_26b2),
      ("Größe 層", "weight", 0xf4c6_02e7_4d38_4017),
      ("", "", 0xefa2_7478_75e5_9f74),
      ("fc1w", "eight", 0xb14d_d68a_f449_aea2),
    ]
  )
  func golden(path: String, role: String, identifier: UInt64) {
    let stream = RandomStream(seed: 42, path: path, role: role)
    #expect(stream.identifier == identifier)
    #expect(stream.key == 42)
  }

  @Test("Paths and roles that differ give different streams, whatever the seed")
  func distinct() {
    var identifiers: Set<UInt64> = []
    let paths = (0..<500).map { "layers.\($0)" } + ["a", "ab", "abc", "b", "é", "e\u{301}"]
    let roles = ["weight", "bias", "replacement", "leftover", "bias/weight"]
    for path in paths {
      for role in roles {
        identifiers.insert(RandomStream(seed: 0, path: path, role: role).identifier)
      }
    }
    #expect(identifiers.count == paths.count * roles.count)
  }
}
