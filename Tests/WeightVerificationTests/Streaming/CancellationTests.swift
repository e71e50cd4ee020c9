import Foundation
import Synchronization
import Testing
import WeightInit
import WeightVerification

/// What an app does that verifies weights in memory: progress, and an end before the end.
@Suite struct CancellationTests {
  /// A large tensor of one repeated chunk, or of one long one, which counts what is asked for.
  private final class Endless: TensorSource {
    let tensors: [TensorDescriptor]
    let delivered = Mutex(0)
    let chunkLength: Int
    /// What happens after each chunk.
    let afterChunk: @Sendable (Int) -> Void

    init(elementCount: Int, chunkLength: Int, afterChunk: @escaping @Sendable (Int) -> Void) {
      tensors = ["w", "v"].compactMap {
        TensorDescriptor(name: $0, shape: [elementCount], elementType: .float32)
      }
      self.chunkLength = chunkLength
      self.afterChunk = afterChunk
    }

    func forEachChunk(of index: Int, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
      let chunk = (0..<chunkLength).map { Float($0 % 7) - 3 }
      for _ in 0..<tensors[index].elementCount / chunkLength {
        try chunk.withUnsafeBytes(body)
        afterChunk(
          delivered.withLock {
            $0 += 1; return $0
          }
        )
      }
    }

    var claims: [TensorClaim] {
      tensors.map {
        TensorClaim(
          tensor: $0.name,
          claim: "test",
          law: .independent(.normal(mean: 0, standardDeviation: 2)),
          order: AxisOrder(logicalShape: $0.shape)
        )
      }
    }
  }

  @Test("a cancelled task ends within the tensor that it reads", arguments: [1, 2])
  func cancelledBetweenChunks(jobs: Int) async throws {
    let task = Task {
      let source = Endless(elementCount: 1 << 22, chunkLength: 1 << 14) { count in
        if count == 3 { withUnsafeCurrentTask { $0?.cancel() } }
      }
      #expect(throws: CancellationError.self) {
        _ = try Verifier(jobs: jobs).verify(source, claims: source.claims)
      }
      // 256 chunks a tensor.
      return source.delivered.withLock(\.self)
    }
    #expect(await task.value <= 5)
  }

  @Test("a task that was cancelled before begins nothing, also where a tensor is one chunk")
  func cancelledBefore() async throws {
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      let source = Endless(elementCount: 1 << 20, chunkLength: 1 << 20) { _ in }
      #expect(throws: CancellationError.self) {
        _ = try Verifier().verify(source, claims: source.claims)
      }
      return source.delivered.withLock(\.self)
    }
    #expect(await task.value == 0)
  }

  @Test("a source that fails on the way ends the work with its own error", arguments: [1, 2])
  func failure(jobs: Int) throws {
    struct Broken: Error {}
    struct Source: TensorSource {
      let inner: Endless
      var tensors: [TensorDescriptor] { inner.tensors }
      func forEachChunk(of index: Int, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        var count = 0
        try inner.forEachChunk(of: index) { chunk in
          count += 1
          if count == 9 { throw Broken() }
          try body(chunk)
        }
      }
    }
    let inner = Endless(elementCount: 1 << 20, chunkLength: 1 << 14) { _ in }
    #expect(throws: Broken.self) {
      _ = try Verifier(jobs: jobs).verify(Source(inner: inner), claims: inner.claims)
    }
  }

  @Test("progress rises from chunk to chunk to all elements of all claims")
  func progress() throws {
    let source = Endless(elementCount: 1 << 16, chunkLength: 1 << 13) { _ in }
    var heard: [Int] = []
    var totals: Set<Int> = []
    _ = try Verifier().verify(
      source,
      claims: source.claims,
      progress: {
        heard.append($0)
        totals.insert($1)
      }
    )
    #expect(totals == [1 << 17])
    #expect(heard == Array(stride(from: 1 << 13, through: 1 << 17, by: 1 << 13)))
  }
}
