public import Foundation
import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A file or folder that appears in its place whole or not at all.
///
/// It is written under a hidden name beside its place and renamed when it is complete, so that a
/// failure (a full disk, a crash) leaves an older file untouched.
public final class AtomicOutput {
  /// Where the finished file or folder shall be; a symbolic link is followed.
  public let url: URL
  /// Whether the output is a folder.
  public let isFolder: Bool
  /// Where it is being written: a hidden name in the same folder, created by the initializer as an
  /// empty file or folder.
  public let temporaryURL: URL

  /// Where the older file or folder is kept while a commit may still have to be undone.
  let asideURL: URL
  let calls: FileSystemCalls
  var state = State.pending

  enum State {
    case pending, installed(replacedOlder: Bool), done
  }

  /// The temporaries of outputs that are being written, for ``discardAll()``.
  static let live = Mutex<[ObjectIdentifier: URL]>([:])

  /// Reserves a temporary place beside `url`.
  ///
  /// - Parameters:
  ///   - url: Where the finished file or folder shall be. An existing file is replaced on
  ///     ``commit()``; an existing folder only when it is empty or holds a manifest of this package
  ///     and nothing that the manifest does not list.
  ///   - isFolder: Whether the output is a folder.
  /// - Throws: ``WeightFileError``: `cannotCreate` when the place cannot be written, `notOurs` when
  ///   the folder to be replaced holds foreign files.
  public convenience init(replacing url: URL, isFolder: Bool) throws {
    try self.init(replacing: url, isFolder: isFolder, calls: .system)
  }

  init(replacing url: URL, isFolder: Bool, calls: FileSystemCalls) throws {
    // The link's target is replaced, not the link: a link to a larger disk stays one.
    let place = url.standardizedFileURL.resolvingSymlinksInPath()
    self.url = place
    self.isFolder = isFolder
    self.calls = calls
    try Self.checkParent(of: place)
    try Self.checkReplaceable(place, isFolder: isFolder)
    let folder = place.deletingLastPathComponent()
    var generator = SystemRandomNumberGenerator()
    while true {
      let token = String(generator.next(), radix: 16) + String(generator.next(), radix: 16)
      let candidate = folder.appendingPathComponent(".weightinit-\(token).tmp")
      if try Self.create(candidate, isFolder: isFolder, for: place) {
        temporaryURL = candidate
        asideURL = folder.appendingPathComponent(".weightinit-\(token).old")
        Self.live.withLock { $0[ObjectIdentifier(self)] = candidate }
        return
      }
    }
  }

  deinit {
    discard()
    _ = Self.live.withLock { $0.removeValue(forKey: ObjectIdentifier(self)) }
  }

  /// Removes everything that is being written, before a process that was told to stop ends.
  ///
  /// Waits for outputs that are just appearing; those that have appeared stay. Other threads may still be
  /// writing: what they open from now on is not there any more.
  public static func discardAll() {
    live.withLock { temporaries in
      for url in temporaries.values {
        // In a folder of the old name no file can be created any more while it is being removed.
        let doomed = url.appendingPathExtension("gone")
        let isMoved = rename(url.path, doomed.path) == 0
        try? FileManager.default.removeItem(at: isMoved ? doomed : url)
      }
    }
  }

  /// Makes the output appear in its place.
  ///
  /// - Throws: ``WeightFileError``; then nothing has appeared, what was there before is untouched,
  ///   and the temporary is gone.
  public func commit() throws {
    try Self.commit([self])
  }

  /// Removes what has been written so far.
  ///
  /// Harmless after ``commit()``.
  public func discard() {
    guard case .pending = state else { return }
    state = .done
    try? FileManager.default.removeItem(at: temporaryURL)
  }

  /// Creates an empty file or folder that did not exist.
  ///
  /// - Returns: `false` when the name is taken.
  private static func create(_ url: URL, isFolder: Bool, for place: URL) throws -> Bool {
    if isFolder {
      if mkdir(url.path, 0o777) == 0 { return true }
    } else {
      let descriptor = open(url.path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o666)
      if descriptor >= 0 {
        _ = FileSystemCalls.system.close(descriptor)
        return true
      }
    }
    if errno == EEXIST { return false }
    throw WeightFileError(
      code: .cannotCreate,
      message: "cannot write in the folder \(place.deletingLastPathComponent().path): "
        + systemErrorText(),
      path: place.path
    )
  }
}
