#if HDF5 && (os(Linux) || os(macOS))
  import CHDF5

  import class Foundation.NSRecursiveLock

  /// The door to libhdf5, which only one thread may pass at a time.
  ///
  /// The library keeps global state that, as it is usually built, no lock of its own protects.
  enum HDF5Library {
    /// Recursive, because a handle may close while its owner holds the lock.
    private static let lock = NSRecursiveLock()

    /// Keeps libhdf5 from closing at exit what is still open then: all that could be is a file that
    /// could not be completed (a full disk), and the attempt crashes.
    private static let noCleanUpAtExit: Void = { _ = H5dont_atexit() }()

    /// Runs `body` alone in libhdf5, which prints nothing meanwhile.
    static func locked<Result>(_ body: () throws -> Result) rethrows -> Result {
      lock.lock()
      defer { lock.unlock() }
      _ = noCleanUpAtExit
      // Each time, because a thread-safe build has an error stack and a printer for every thread.
      _ = H5Eset_auto2(chdf5_error_stack(), nil, nil)
      return try body()
    }
  }
#endif
