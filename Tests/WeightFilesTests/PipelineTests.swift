import Foundation
import Synchronization
import Testing
import WeightInit

@testable import WeightFiles

/// Tensors in memory that are made in pieces.
private struct PiecewiseSource: PiecewiseTensorSource {
  var memory = MemorySource()
  var jobs = 1
  /// The elements of the pieces of each tensor.
  var pieceLengths: [Int] = []
  /// Is called before a piece is made.
  var willMake: @Sendable (_ tensor: Int, _ piece: Int) throws -> Void = { _, _ in }

  var tensors: [TensorDescriptor] { memory.tensors }

  mutating func add(
    _ name: String,
    _ shape: [Int],
    _ type: ElementType = .float32,
    pieceLength: Int
  ) throws {
    try memory.add(name, shape, type)
    pieceLengths.append(pieceLength)
  }

  func forEachChunk(of index: Int, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    try memory.forEachChunk(of: index, body)
  }

  func pieces(of index: Int) throws -> any TensorPieces {
    Pieces(source: self, tensor: index)
  }

  struct Pieces: TensorPieces {
    let source: PiecewiseSource
    let tensor: Int

    private var total: Int { source.tensors[tensor].elementCount }
    private var length: Int { source.pieceLengths[tensor] }
    var count: Int { (total + length - 1) / length }

    func range(of piece: Int) -> Range<Int> {
      piece * length..<min((piece + 1) * length, total)
    }

    func make(_ piece: Int, into bytes: UnsafeMutableRawBufferPointer) throws {
      try source.willMake(tensor, piece)
      let size = source.tensors[tensor].elementType.byteCount
      let range = range(of: piece)
      bytes.copyBytes(
        from: source.memory.bytes[tensor][range.lowerBound * size..<range.upperBound * size]
      )
    }
  }
}

@Suite("Drawing, hashing and writing at the same time")
struct PipelineTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Pieces of a few bytes, of parts of pages, of pages, and of enough to go past the cache.
  private func source() throws -> PiecewiseSource {
    var source = PiecewiseSource()
    try source.add("tiny", [3], pieceLength: 1)
    try source.add("none", [0, 4], pieceLength: 5)
    try source.add("scalar", [], pieceLength: 5)
    try source.add("odd", [101, 97], pieceLength: 333)
    try source.add("pages", [5000], pieceLength: 1024)
    try source.add("double", [1500, 41], .float64, pieceLength: 20_001)
    try source.add("large", [300_000], pieceLength: 65_536 + 7)
    try source.add("whole", [200_000], pieceLength: 200_000)
    return source
  }

  private func files(_ name: String) throws -> [String: Data] {
    let url = folder.file(name)
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: url.path) else {
      return try ["": Data(contentsOf: url)]
    }
    return try Dictionary(
      uniqueKeysWithValues: names.map { ($0, try Data(contentsOf: url.appendingPathComponent($0))) }
    )
  }

  @Test(
    "Files and digests are those of one thread that does one thing after the other",
    arguments: FailingDiskTests.formats,
    [1, 2, 5]
  )
  func sameFiles(identifier: String, jobs: Int) throws {
    let format = try #require(FormatRegistry.builtIn.format(named: identifier))
    var source = try source()
    source.jobs = jobs
    let expected = try format.write(source.memory, to: folder.file("one"))
    let written = try format.write(source, to: folder.file("many"))
    #expect(written.map(\.digest) == expected.map(\.digest))
    #expect(try files("many") == files("one"))
  }

  @Test("Progress comes on the caller's thread and ends with all bytes")
  func progress() throws {
    var source = try source()
    source.jobs = 3
    let thread = Thread.current
    var states: [WritingProgress] = []
    try SafetensorsFormat().write(
      source,
      to: folder.file("out"),
      progress: { state in
        #expect(Thread.current == thread)
        states.append(state)
      }
    )
    let total = source.tensors.map(\.byteCount).reduce(0, +)
    #expect(states.allSatisfy { $0.totalByteCount == total })
    #expect(
      zip(states, states.dropFirst()).allSatisfy { $0.completedByteCount < $1.completedByteCount }
    )
    #expect(states.last?.completedByteCount == total)
  }

  @Test("An error in any piece ends the work and leaves nothing", arguments: [1, 4])
  func sourceFails(jobs: Int) throws {
    struct Refusal: Error {}
    for tensor in [0, 3, 6] {
      var source = try source()
      source.jobs = jobs
      source.willMake = { index, piece in
        if index == tensor, piece == 2 { throw Refusal() }
      }
      #expect(throws: Refusal.self) {
        try SafetensorsFormat().write(source, to: folder.file("out"))
      }
      #expect(try folder.names.isEmpty)
    }
  }

  @Test("A disk that is full at any moment leaves nothing", arguments: FailingDiskTests.formats)
  func fullDisk(identifier: String) throws {
    for room in [0, 1, 1000, 50_000, 900_000] {
      let left = Mutex(room)
      var calls = FileSystemCalls.system
      calls.write = { descriptor, bytes, offset in
        let count = left.withLock { left in
          let count = min(left, bytes.count)
          left -= count
          return count
        }
        guard count > 0 else {
          errno = ENOSPC
          return -1
        }
        let part = UnsafeRawBufferPointer(rebasing: bytes[..<count])
        return FileSystemCalls.system.write(descriptor, part, offset)
      }
      var source = try source()
      source.jobs = 2
      let format: any TensorFormat =
        identifier == "npy" ? NumPyFormat(calls: calls) : SafetensorsFormat(calls: calls)
      let error = fileError { try format.write(source, to: folder.file("out")) }
      #expect(error?.code == .inputOutput)
      #expect(error?.message.contains("No space left on device") == true)
      #expect(try folder.names.isEmpty)
    }
  }

  /// What a file system may answer to writes past its cache.
  enum Refusal: CaseIterable { case none, never, always, later, short }

  @Test(
    "File systems that refuse to be written past their cache get the same bytes",
    arguments: Refusal.allCases
  )
  func refusals(refusal: Refusal) throws {
    let direct = Mutex<(descriptor: Int32, writes: Int)>((-1, 0))
    var calls = FileSystemCalls.system
    calls.openDirect = { path in
      guard refusal != .never else { return -1 }
      // An ordinary descriptor, so that the test does not depend on the disk below it.
      let descriptor = open(path, O_WRONLY | O_CLOEXEC)
      direct.withLock { $0.descriptor = descriptor }
      return descriptor
    }
    calls.write = { descriptor, bytes, offset in
      let writes = direct.withLock { direct in
        guard direct.descriptor == descriptor else { return 0 }
        direct.writes += 1
        return direct.writes
      }
      if writes > 0 {
        #expect(bytes.count % 4096 == 0 && offset % 4096 == 0)
        #expect(UInt(bitPattern: bytes.baseAddress) % 4096 == 0)
        if refusal == .always || (refusal == .later && writes > 1) {
          errno = EINVAL
          return -1
        }
        if refusal == .short {
          let part = UnsafeRawBufferPointer(rebasing: bytes[..<5000])
          return FileSystemCalls.system.write(descriptor, part, offset)
        }
      }
      return FileSystemCalls.system.write(descriptor, bytes, offset)
    }
    var source = try source()
    source.jobs = 2
    try SafetensorsFormat().write(source.memory, to: folder.file("one"))
    try SafetensorsFormat(calls: calls).write(source, to: folder.file("many"))
    #expect(try files("many") == files("one"))
    let writes = direct.withLock { $0.writes }
    #expect(refusal == .never ? writes == 0 : writes >= 1)
  }

  @Test("Memory is reused, and a piece that is larger than all of it waits until it is alone")
  func memory() throws {
    var pool = PieceMemoryPool(budget: 100)
    #expect(pool.admits(60))
    #expect(pool.reserve(60) == nil)
    #expect(pool.admits(40) && !pool.admits(41) && !pool.admits(1000))
    let memory = try PieceMemory(byteCount: 60)
    pool.release(memory)
    #expect(pool.admits(1000))
    #expect(pool.reserve(60) === memory)
  }
}
