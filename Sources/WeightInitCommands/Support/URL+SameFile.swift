import Foundation

extension URL {
  /// Whether both lead to one file, or to one place where there is none yet.
  func isSameFile(as other: URL) -> Bool {
    let paths = [self, other].map { $0.standardizedFileURL.resolvingSymlinksInPath().path }
    if paths[0] == paths[1] { return true }
    // A file system that ignores case knows one file under several names.
    var (first, second) = (stat(), stat())
    guard stat(paths[0], &first) == 0, stat(paths[1], &second) == 0 else { return false }
    return first.st_dev == second.st_dev && first.st_ino == second.st_ino
  }
}
