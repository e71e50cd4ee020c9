import Foundation
import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

extension AtomicOutput {
  /// Makes several outputs appear, in order, all or none.
  ///
  /// All bytes are on the disk before the first output appears; what can still fail then is a
  /// rename, and it is undone.
  ///
  /// - Parameter outputs: The outputs, none of them committed or discarded before.
  /// - Throws: ``WeightFileError``; then none has appeared, what was there before is untouched, and
  ///   the temporaries are gone.
  static func commit(_ outputs: [AtomicOutput]) throws {
    try live.withLock { _ in try install(outputs) }
  }

  private static func install(_ outputs: [AtomicOutput]) throws {
    do {
      for output in outputs { try output.prepare() }
      // A single rename is atomic by itself; several need a way back.
      for output in outputs { try output.install(keepingOlder: outputs.count > 1) }
    } catch {
      for output in outputs.reversed() { output.revert() }
      throw error
    }
    for output in outputs { output.conclude() }
  }

  /// Brings everything to the disk and checks the place again.
  private func prepare() throws {
    guard case .pending = state else {
      throw WeightFileError(
        code: .inputOutput,
        message: "the output has been committed or discarded before",
        path: url.path
      )
    }
    if isFolder {
      let names = FileManager.default.enumerator(atPath: temporaryURL.path)
      while let name = names?.nextObject() as? String {
        try synchronize(temporaryURL.appendingPathComponent(name))
      }
    }
    try synchronize(temporaryURL)
    try Self.checkReplaceable(url, isFolder: isFolder)
  }

  /// Renames the temporary to its place.
  private func install(keepingOlder: Bool) throws {
    var replacedOlder = false
    if isFolder {
      // A rename replaces an empty folder but no other.
      if calls.rename(temporaryURL.path, url.path) == 0 {
        state = .installed(replacedOlder: false)
        return
      }
      guard errno == ENOTEMPTY || errno == EEXIST else { throw cannotRename() }
      guard calls.rename(url.path, asideURL.path) == 0 else { throw cannotRename() }
      replacedOlder = true
    } else if keepingOlder, FileManager.default.fileExists(atPath: url.path) {
      // A second name for the older file leaves it in its place until the rename; where the file
      // system knows no second names it is moved instead.
      guard link(url.path, asideURL.path) == 0 || calls.rename(url.path, asideURL.path) == 0 else {
        throw cannotRename()
      }
      replacedOlder = true
    }
    guard calls.rename(temporaryURL.path, url.path) == 0 else {
      let failure = cannotRename()
      if replacedOlder { _ = FileSystemCalls.system.rename(asideURL.path, url.path) }
      // Renaming one name of a file to another of its names does nothing.
      if !isFolder, replacedOlder { unlink(asideURL.path) }
      throw failure
    }
    state = .installed(replacedOlder: replacedOlder)
  }

  /// Takes an installed output back, puts the older one in its place, and removes the temporary.
  private func revert() {
    if case .installed(let replacedOlder) = state {
      state = .pending
      if isFolder || !replacedOlder {
        _ = FileSystemCalls.system.rename(url.path, temporaryURL.path)
      }
      if replacedOlder { _ = FileSystemCalls.system.rename(asideURL.path, url.path) }
    }
    discard()
  }

  /// Ends a commit that can no longer fail.
  private func conclude() {
    if case .installed(replacedOlder: true) = state {
      try? FileManager.default.removeItem(at: asideURL)
    }
    state = .done
    // The data are safe and in place; a file system that cannot synchronize a folder is no failure.
    try? synchronize(url.deletingLastPathComponent())
  }

  private func synchronize(_ item: URL) throws {
    let descriptor = open(item.path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else { throw writeFailure(systemErrorText()) }
    // EINVAL: the file system does not support synchronizing such an item.
    let failed = calls.synchronize(descriptor) != 0 && errno != EINVAL
    let reason = systemErrorText()
    let closeFailed = calls.close(descriptor) != 0
    if failed { throw writeFailure(reason) }
    if closeFailed { throw writeFailure(systemErrorText()) }
  }

  private func writeFailure(_ reason: String) -> WeightFileError {
    WeightFileError(
      code: .inputOutput,
      message: "writing failed: \(reason); nothing has been replaced",
      path: url.path
    )
  }

  private func cannotRename() -> WeightFileError {
    WeightFileError(
      code: .cannotCreate,
      message: "the finished output cannot be moved to its place: \(systemErrorText())",
      path: url.path
    )
  }
}
