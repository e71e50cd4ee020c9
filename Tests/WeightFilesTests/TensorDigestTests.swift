import Foundation
import Testing
import WeightInit

@testable import WeightFiles

@Suite("Tensor digest")
struct TensorDigestTests {
  private func digest(_ bytes: [UInt8], _ type: ElementType, chunk: Int = .max) -> String {
    var digest = TensorDigest(elementType: type)
    bytes.withUnsafeBytes { all in
      for start in stride(from: 0, to: all.count, by: max(1, min(chunk, all.count))) {
        let end = min(all.count, start + min(chunk, all.count))
        digest.update(UnsafeRawBufferPointer(rebasing: all[start..<end]))
      }
    }
    return digest.finalize()
  }

  // hashlib.sha256((numpy.arange(6) / 2 - 1).astype("<f4").tobytes()), and "<f8".
  private let ofSingle = "sha256:fda275259a42def2236beeee9544857481eb1b7db2a9b4b93892ff48c1bfba19"
  private let ofDouble = "sha256:65993fbdac6651019cf68a70980bd29700080ddc4a6ffcd146bf183585b175cf"

  @Test("Digests are those of numpy's bytes; the narrow types are widened to float32")
  func knownDigests() {
    #expect(digest(fixtureBytes(count: 6, .float32), .float32) == ofSingle)
    #expect(digest(fixtureBytes(count: 6, .float16), .float16) == ofSingle)
    #expect(digest(fixtureBytes(count: 6, .bfloat16), .bfloat16) == ofSingle)
    #expect(digest(fixtureBytes(count: 6, .float64), .float64) == ofDouble)
    #expect(
      digest([], .float32)
        == "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    )
  }

  @Test("Chunks do not matter", arguments: ElementType.allCases)
  func chunks(type: ElementType) {
    let bytes = fixtureBytes(count: 100, type)
    #expect(digest(bytes, type, chunk: 3 * type.byteCount) == digest(bytes, type))
  }

  @Test("A writer's digest is that of what a reader reads", arguments: ElementType.allCases)
  func digestOfFile(type: ElementType) throws {
    let folder = try TemporaryFolder()
    var source = MemorySource()
    try source.add("w", [50, 7], type)
    let written = try SafetensorsFormat().write(source, to: folder.file("x"))
    let reader = try SafetensorsFormat().makeReader(at: folder.file("x"))
    #expect(try digest(reader.allBytes(of: 0), type) == written[0].digest)
  }

  #if !(os(macOS) && arch(x86_64))
    @Test("Every binary16 widens to the value that the processor gives it")
    func widensAll() {
      var mismatches: [UInt16] = []
      for bits in UInt16.min...UInt16.max {
        let expected = Float(Float16(bitPattern: bits))
        let found = Float(bitPattern: HalfPrecision.widen(bits))
        // A conversion may set the quiet bit of a NaN; only that it is one is certain.
        if expected.isNaN ? !found.isNaN : expected.bitPattern != found.bitPattern {
          mismatches.append(bits)
        }
      }
      #expect(mismatches.isEmpty)
    }
  #endif
}
