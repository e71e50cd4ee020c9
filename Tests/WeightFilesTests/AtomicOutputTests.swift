import Foundation
import Testing

@testable import WeightFiles

@Suite("Atomic output")
struct AtomicOutputTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("A file appears on commit and not before")
  func fileAppearsOnCommit() throws {
    let output = try AtomicOutput(replacing: folder.file("a"), isFolder: false)
    try Data("new".utf8).write(to: output.temporaryURL)
    #expect(!FileManager.default.fileExists(atPath: folder.file("a").path))
    try output.commit()
    #expect(try folder.names == ["a"])
    #expect(try Data(contentsOf: folder.file("a")) == Data("new".utf8))
    output.discard()
    #expect(try folder.names == ["a"])
  }

  @Test("A discarded or forgotten output leaves nothing behind")
  func discardLeavesNothing() throws {
    let output = try AtomicOutput(replacing: folder.file("a"), isFolder: false)
    #expect(try folder.names.count == 1)
    output.discard()
    #expect(try folder.names.isEmpty)
    do { _ = try AtomicOutput(replacing: folder.file("b"), isFolder: true) }
    #expect(try folder.names.isEmpty)
    #expect(fileError { try output.commit() }?.code == .inputOutput)
  }

  @Test("A missing parent folder is named")
  func missingParent() throws {
    let url = folder.file("none/a")
    let error = fileError { _ = try AtomicOutput(replacing: url, isFolder: false) }
    #expect(error?.code == .cannotCreate)
    #expect(error?.message.contains(folder.file("none").path + " does not exist") == true)
  }

  @Test("A file does not replace a folder, nor a folder a file")
  func kindsDoNotMix() throws {
    _ = try folder.write("x".utf8, to: "file")
    try FileManager.default.createDirectory(
      at: folder.file("sub"),
      withIntermediateDirectories: false
    )
    #expect(
      fileError { _ = try AtomicOutput(replacing: folder.file("sub"), isFolder: false) }?.code
        == .cannotCreate
    )
    #expect(
      fileError { _ = try AtomicOutput(replacing: folder.file("file"), isFolder: true) }?.code
        == .cannotCreate
    )
    #expect(try folder.names == ["file", "sub"])
  }

  @Test("A symbolic link stays one, and its target is replaced")
  func linkIsFollowed() throws {
    _ = try folder.write("old".utf8, to: "target")
    try FileManager.default.createSymbolicLink(
      at: folder.file("link"),
      withDestinationURL: folder.file("target")
    )
    let output = try AtomicOutput(replacing: folder.file("link"), isFolder: false)
    try Data("new".utf8).write(to: output.temporaryURL)
    try output.commit()
    #expect(try folder.names == ["link", "target"])
    #expect(try Data(contentsOf: folder.file("target")) == Data("new".utf8))
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: folder.file("link").path)
        .hasSuffix("target")
    )
  }

  @Test("A link to nothing and a pipe are refused")
  func refusesLinksAndPipes() throws {
    try FileManager.default.createSymbolicLink(
      at: folder.file("link"),
      withDestinationURL: folder.file("none/target")
    )
    #expect(mkfifo(folder.file("pipe").path, 0o600) == 0)
    for name in ["link", "pipe"] {
      let error = fileError { _ = try AtomicOutput(replacing: folder.file(name), isFolder: false) }
      #expect(error?.code == .cannotCreate)
      // Neither may reading wait for a pipe's writer.
      #expect(fileError { _ = try SafetensorsFormat().makeReader(at: folder.file(name)) } != nil)
    }
    #expect(try folder.names == ["link", "pipe"])
  }

  @Test("A folder replaces an empty one, and one that its manifest lists in full")
  func folderReplacesOurs() throws {
    let url = folder.file("out")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
    for round in 0..<2 {
      let output = try AtomicOutput(replacing: url, isFolder: true)
      try Data("\(round)".utf8).write(to: output.temporaryURL.appendingPathComponent("a.npy"))
      try Data(#"{"schema":"weightinit/manifest/9","tensors":[{"file":"a.npy"}]}"#.utf8)
        .write(to: output.temporaryURL.appendingPathComponent("manifest.json"))
      try output.commit()
    }
    #expect(try folder.names == ["out"])
    #expect(try Data(contentsOf: url.appendingPathComponent("a.npy")) == Data("1".utf8))
  }

  @Test(
    "A folder with a foreign file is refused and stays as it is",
    arguments: ["notes.txt", ".hidden", "sub/deep.npy"]
  )
  func foreignFolderIsRefused(foreign: String) throws {
    let url = folder.file("out")
    try FileManager.default.createDirectory(
      at: url.appendingPathComponent("sub"),
      withIntermediateDirectories: true
    )
    if !foreign.hasPrefix("sub/") {
      try FileManager.default.removeItem(at: url.appendingPathComponent("sub"))
    }
    try Data(#"{"schema":"weightinit/manifest/1","tensors":[{"file":"a.npy"}]}"#.utf8)
      .write(to: url.appendingPathComponent("manifest.json"))
    try Data().write(to: url.appendingPathComponent("a.npy"))
    try Data().write(to: url.appendingPathComponent(foreign))
    let error = fileError { _ = try AtomicOutput(replacing: url, isFolder: true) }
    #expect(error?.code == .notOurs)
    #expect(error?.message.contains(String(foreign.prefix(3))) == true)
    #expect(
      FileManager.default.fileExists(atPath: url.appendingPathComponent(foreign).path)
    )
    #expect(try folder.names == ["out"])
  }

  @Test("A foreign file that comes while the output is written is not lost")
  func lateForeignFile() throws {
    let url = folder.file("out")
    let output = try AtomicOutput(replacing: url, isFolder: true)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
    try Data().write(to: url.appendingPathComponent("theirs"))
    #expect(fileError { try output.commit() }?.code == .notOurs)
    #expect(try folder.names == ["out"])
    #expect(FileManager.default.fileExists(atPath: url.appendingPathComponent("theirs").path))
  }

  @Test("Another program's manifest does not make a folder ours")
  func foreignManifest() throws {
    let url = folder.file("out")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
    try Data(#"{"schema":"other","tensors":[]}"#.utf8)
      .write(to: url.appendingPathComponent("manifest.json"))
    let error = fileError { _ = try AtomicOutput(replacing: url, isFolder: true) }
    #expect(error?.code == .notOurs)
    #expect(error?.message.contains("manifest.json") == true)
  }

  @Test("Outputs that are committed together appear together or not at all", arguments: 0..<3)
  func commitTogether(failingRename: Int) throws {
    for name in ["a", "b"] { _ = try folder.write("old \(name)".utf8, to: name) }
    let counter = Counter()
    var calls = FileSystemCalls.system
    calls.rename = { old, new in
      if counter.next() == failingRename {
        errno = EACCES
        return -1
      }
      return FileSystemCalls.system.rename(old, new)
    }
    let outputs = try ["a", "b"].map {
      try AtomicOutput(replacing: folder.file($0), isFolder: false, calls: calls)
    }
    for output in outputs { try Data("new".utf8).write(to: output.temporaryURL) }
    // The third case does not fail.
    let error = fileError { try AtomicOutput.commit(outputs) }
    #expect((error == nil) == (failingRename == 2))
    #expect(try folder.names == ["a", "b"])
    for name in ["a", "b"] {
      #expect(
        try Data(contentsOf: folder.file(name))
          == Data((failingRename == 2 ? "new" : "old \(name)").utf8)
      )
    }
  }

  @Test("A folder whose successor cannot be moved in is put back")
  func folderIsPutBack() throws {
    let url = folder.file("out")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
    try Data(#"{"schema":"weightinit/manifest/1","tensors":[]}"#.utf8)
      .write(to: url.appendingPathComponent("manifest.json"))
    let counter = Counter()
    var calls = FileSystemCalls.system
    calls.rename = { old, new in
      if counter.next() == 2 {
        errno = EIO
        return -1
      }
      return FileSystemCalls.system.rename(old, new)
    }
    let output = try AtomicOutput(replacing: url, isFolder: true, calls: calls)
    #expect(fileError { try output.commit() }?.message.contains("Input/output error") == true)
    #expect(try folder.names == ["out"])
    #expect(
      FileManager.default.fileExists(atPath: url.appendingPathComponent("manifest.json").path)
    )
  }
}

/// Counts the calls of a closure.
final class Counter: @unchecked Sendable {
  private let lock = NSLock()
  private var count = 0

  func next() -> Int {
    lock.withLock {
      defer { count += 1 }
      return count
    }
  }
}
