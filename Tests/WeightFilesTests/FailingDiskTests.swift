import Foundation
import Testing
import WeightInit

@testable import WeightFiles

/// Writing while the disk fails.
@Suite("Failing disk")
struct FailingDiskTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  static let formats = ["npy", "safetensors"]

  private func format(_ identifier: String, _ calls: FileSystemCalls) -> any TensorFormat {
    identifier == "npy" ? NumPyFormat(calls: calls) : SafetensorsFormat(calls: calls)
  }

  private func source() throws -> MemorySource {
    var source = MemorySource()
    try source.add("a", [100])
    try source.add("b", [300, 300])
    source.chunkElementCount = 70_000
    return source
  }

  /// Writes the older output, lets `calls` fail the newer, and checks that nothing has changed.
  private func expectUntouched(
    _ identifier: String,
    _ calls: FileSystemCalls,
    _ reason: String
  ) throws {
    let url = folder.file("out")
    var older = MemorySource()
    try older.add("a", [3])
    try format(identifier, .system).write(older, to: url, makeManifest: manifest)
    let names = try folder.names
    let manifestURL = Manifest.url(for: url, isFolder: identifier == "npy")
    let before = try Data(contentsOf: manifestURL)
    let error = fileError {
      try format(identifier, calls).write(source(), to: url, makeManifest: manifest)
    }
    #expect(error?.code == .inputOutput)
    #expect(error?.message.contains(reason) == true)
    #expect(error?.path == folder.file("out").resolvingSymlinksInPath().path)
    #expect(try folder.names == names)
    #expect(try Data(contentsOf: manifestURL) == before)
    let reader = try format(identifier, .system).makeReader(at: url)
    #expect(try reader.allBytes(of: 0) == older.bytes[0])
    #expect(reader.tensors.count == 1)
  }

  @Test(
    "A disk that is full after k bytes leaves the older file and nothing else",
    arguments: formats,
    [0, 1, 127, 4096, 262_144, 270_000, 360_400]
  )
  func fullDisk(identifier: String, capacity: Int) throws {
    let disk = Disk(capacity: capacity)
    var calls = FileSystemCalls.system
    calls.write = { descriptor, bytes, offset in
      let count = disk.take(bytes.count)
      guard count > 0 else {
        errno = ENOSPC
        return -1
      }
      return FileSystemCalls.system.write(
        descriptor,
        UnsafeRawBufferPointer(rebasing: bytes[..<count]),
        offset
      )
    }
    try expectUntouched(identifier, calls, "No space left on device")
  }

  @Test(
    "A disk that reports its failure when the file is synchronized or closed is believed",
    arguments: formats,
    [true, false]
  )
  func lateFailure(identifier: String, onSynchronize: Bool) throws {
    var calls = FileSystemCalls.system
    if onSynchronize {
      calls.synchronize = { _ in
        errno = EIO
        return -1
      }
    } else {
      calls.close = { descriptor in
        _ = FileSystemCalls.system.close(descriptor)
        errno = EIO
        return -1
      }
    }
    try expectUntouched(identifier, calls, "Input/output error")
  }

  @Test("Interrupted and short writes are continued", arguments: formats)
  func shortWrites(identifier: String) throws {
    let counter = Counter()
    var calls = FileSystemCalls.system
    calls.write = { descriptor, bytes, offset in
      if counter.next() % 2 == 0 {
        errno = EINTR
        return -1
      }
      return FileSystemCalls.system.write(
        descriptor,
        UnsafeRawBufferPointer(rebasing: bytes[..<min(bytes.count, 1009)]),
        offset
      )
    }
    let source = try source()
    try format(identifier, calls).write(source, to: folder.file("out"))
    let reader = try format(identifier, .system).makeReader(at: folder.file("out"))
    for index in source.tensors.indices {
      #expect(try reader.allBytes(of: index) == source.bytes[index])
    }
  }

  @Test("A manifest that cannot be made keeps its file from appearing", arguments: formats)
  func manifestFails(identifier: String) throws {
    struct Refusal: Error {}
    #expect(throws: Refusal.self) {
      try format(identifier, .system).write(source(), to: folder.file("out")) { _ in
        throw Refusal()
      }
    }
    #expect(try folder.names.isEmpty)
    // A number that JSON cannot hold.
    let error = fileError {
      try format(identifier, .system).write(source(), to: folder.file("out")) { written in
        var manifest = try manifest(written)
        manifest.tensors[0].moments?.mean = .infinity
        return manifest
      }
    }
    #expect(error?.code == .unsupported)
    #expect(try folder.names.isEmpty)
  }

  @Test("A place for the manifest that is taken by a folder is found out before the work")
  func manifestPlaceIsTaken() throws {
    try FileManager.default.createDirectory(
      at: folder.file("out.manifest.json"),
      withIntermediateDirectories: false
    )
    var wasCalled = false
    let error = fileError {
      try SafetensorsFormat().write(
        source(),
        to: folder.file("out"),
        makeManifest: manifest,
        progress: { _ in wasCalled = true }
      )
    }
    #expect(error?.code == .cannotCreate)
    #expect(!wasCalled)
    #expect(try folder.names == ["out.manifest.json"])
  }

  @Test(
    "An error of the source or a cancellation ends the writing and leaves nothing",
    arguments: formats
  )
  func sourceFails(identifier: String) throws {
    struct Cancellation: Error {}
    #expect(throws: Cancellation.self) {
      try format(identifier, .system).write(
        source(),
        to: folder.file("out"),
        makeManifest: manifest,
        progress: { if $0.completedByteCount > 400 { throw Cancellation() } }
      )
    }
    #expect(try folder.names.isEmpty)
  }

  /// A manifest that says no more about the tensors than it must.
  private func manifest(_ written: [WrittenTensor]) throws -> Manifest {
    Manifest(
      generator: .init(name: "test", version: "1"),
      seed: 0,
      random: .init(contract: 1),
      format: "test",
      layout: .pytorch,
      tensors: written.map { tensor in
        Manifest.Tensor(
          written: tensor,
          layer: tensor.tensor.name,
          layerKind: "dense",
          role: .weight,
          axisOrder: AxisOrder(logicalShape: tensor.tensor.shape),
          scheme: "constant",
          law: .constant(0),
          moments: LawMoments(mean: 0, variance: 0)
        )
      }
    )
  }
}

/// The bytes that a disk still has room for.
private final class Disk: @unchecked Sendable {
  private let lock = NSLock()
  private var room: Int

  init(capacity: Int) { room = capacity }

  func take(_ count: Int) -> Int {
    lock.withLock {
      let taken = min(room, count)
      room -= taken
      return taken
    }
  }
}
