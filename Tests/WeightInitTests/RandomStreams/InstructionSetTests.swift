import CWeightKernels
import Testing
import WeightInit

@Suite("Instruction sets", .serialized)
struct InstructionSetTests {
  /// Where ranges begin: odd places, a place beyond 2^32 words and one near the end of a stream.
  private static let firsts: [UInt64] = [0, 1, 3, 62, 1001, (1 << 34) - 5, .max - 5000]
  private static let counts = [
    0, 1, 2, 4, 5, 15, 16, 17, 63, 64, 65, 127, 255, 256, 257, 1000, 3001,
  ]

  private static func bytes<Value>(
    _ count: Int,
    of type: Value.Type,
    _ fill: (UnsafeMutablePointer<Value>) -> Void
  ) -> [UInt8] {
    withUnsafeTemporaryAllocation(of: Value.self, capacity: count + 1) { buffer in
      guard let base = buffer.baseAddress else { return [] }
      fill(base)
      return Array(UnsafeRawBufferPointer(start: base, count: count * MemoryLayout<Value>.stride))
    }
  }

  /// What every kernel makes of one range.
  private static func outputs(first: UInt64, count: Int) -> [String: [UInt8]] {
    let key: UInt64 = 0x0123_4567_89ab_cdef, stream: UInt64 = 0xfedc_ba98_7654_3210
    var outputs: [String: [UInt8]] = [:]
    outputs["words"] = bytes(count, of: UInt32.self) {
      wk_fill_words(key, stream, first, count, $0)
    }
    outputs["normal float32"] = bytes(count, of: Float.self) {
      wk_fill_normal_f32(key, stream, first, count, $0)
    }
    outputs["normal float64"] = bytes(count, of: Double.self) {
      wk_fill_normal_f64(key, stream, first, count, $0)
    }
    outputs["uniform float32"] = bytes(count, of: Float.self) {
      wk_fill_uniform_f32(key, stream, first, count, $0)
    }
    outputs["uniform float64"] = bytes(count, of: Double.self) {
      wk_fill_uniform_f64(key, stream, first, count, $0)
    }
    for (lower, upper) in [(-2.0, 2.0), (-3.5, .infinity), (6.0, 7.0)] {
      var truncation = wk_truncation()
      guard wk_truncate(lower, upper, &truncation) == 0 else { continue }
      outputs["truncated float32 \(lower)"] = bytes(count, of: Float.self) {
        wk_fill_truncated_normal_f32(key, stream, first, count, &truncation, $0)
      }
      outputs["truncated float64 \(lower)"] = bytes(count, of: Double.self) {
        wk_fill_truncated_normal_f64(key, stream, first, count, &truncation, $0)
      }
    }
    outputs["scaled float32"] = bytes(count, of: Float.self) {
      wk_fill_normal_f32(key, stream, first, count, $0)
      wk_affine_f32($0, count, 0.1, 1.7, -0.3)
    }
    outputs["scaled float64"] = bytes(count, of: Double.self) {
      wk_fill_normal_f64(key, stream, first, count, $0)
      wk_affine_f64($0, count, 0.1, 1.7, -0.3)
    }
    // The words as they come hold every kind of number: NaN, infinities, subnormal numbers.
    for (name, convert) in [("float16", wk_f32_to_f16), ("bfloat16", wk_f32_to_bf16)] {
      outputs[name] = withUnsafeTemporaryAllocation(of: Float.self, capacity: count + 1) { floats in
        guard let base = floats.baseAddress else { return [] }
        base.withMemoryRebound(to: UInt32.self, capacity: count + 1) {
          wk_fill_words(key, stream, first, count, $0)
        }
        return bytes(count, of: UInt16.self) { convert(base, count, $0) }
      }
    }
    outputs["sums and rows"] = withUnsafeTemporaryAllocation(of: Float.self, capacity: count + 1) {
      guard let base = $0.baseAddress else { return [] }
      wk_fill_normal_f32(key, stream, first, count, base)
      let sum = wk_sum_f32(base, count)
      let length = max(count / (count % 2 == 0 ? 3 : 19), 1)
      let rows = count / length
      let shifts = (0..<rows).map { Double($0) }
      wk_center_rows_f32(base, rows, length, 0.9, 1.1, shifts)
      return bytes(1, of: Double.self) { $0.pointee = sum }
        + Array(UnsafeRawBufferPointer(start: base, count: 4 * count))
    }
    outputs["replaced"] = withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 2 * count + 1) {
      guard let words = $0.baseAddress else { return [] }
      wk_fill_words(key, stream, first, count / 2 * 2, words)
      return bytes(count / 2, of: UInt64.self) { wk_choose_entries(words, count / 2, 17, $0) }
        + bytes(count / 2, of: UInt64.self) { wk_choose_entries(words, count / 2, 1 << 61, $0) }
        + bytes(count / 2, of: Float.self) { wk_draw_roots_f32(words, count / 2, $0) }
        + bytes(count / 2, of: Double.self) { wk_draw_roots_f64(words, count / 2, $0) }
        + bytes(count, of: Float.self) {
          $0.initialize(repeating: 0, count: count)
          wk_replace_entries_f32($0, count / 4, 4, words)
        }
        + bytes(count / 2, of: Float.self) {
          $0.initialize(repeating: 0, count: count / 2)
          wk_replace_following_f32($0, count / 2, 4, words)
        }
        + bytes(count / 2, of: Double.self) {
          $0.initialize(repeating: 0, count: count / 2)
          wk_replace_following_f64($0, count / 2, 4, words)
        }
    }
    return outputs
  }

  @Test("Every instruction set gives the bits of the one that works value by value")
  func bits() {
    let before = InstructionSet.current
    defer { _ = before.select() }
    for first in Self.firsts {
      for count in Self.counts {
        #expect(InstructionSet.scalar.select())
        let expected = Self.outputs(first: first, count: count)
        for set in InstructionSet.available where set != .scalar {
          #expect(set.select())
          #expect(InstructionSet.current == set)
          let found = Self.outputs(first: first, count: count)
          for (name, bytes) in expected {
            #expect(found[name] == bytes, "\(name), \(set), \(count) from \(first)")
          }
        }
      }
    }
  }

  @Test("Multiplication and addition are not fused")
  func contraction() {
    let before = InstructionSet.current
    defer { _ = before.select() }
    // (1 + 2^-29)^2 - (1 + 2^-28) is 2^-58 exactly, and 0 when the product is rounded first.
    let factor = 1 + 0x1p-29
    for set in InstructionSet.available {
      #expect(set.select())
      for count in [1, 7, 64] {
        var values = [Double](repeating: factor, count: count)
        wk_affine_f64(&values, count, 0, factor, -(1 + 0x1p-28))
        #expect(values.allSatisfy { $0 == 0 }, "\(set)")
      }
    }
  }

  @Test("Scalar and baseline run everywhere, and the one in use is available")
  func availability() {
    #expect(InstructionSet.available.starts(with: [.scalar, .baseline]))
    #expect(InstructionSet.available.contains(InstructionSet.current))
  }
}
