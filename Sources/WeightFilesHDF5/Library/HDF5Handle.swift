#if HDF5 && (os(Linux) || os(macOS))
  import CHDF5

  /// An identifier of libhdf5 that is closed once: by ``close(_:_:)``, or with its last owner.
  final class HDF5Handle: @unchecked Sendable {
    let id: hid_t
    // Unchecked: read and written only while the library is locked, or in `deinit`.
    private var isOpen = true

    /// Takes over an identifier, of whatever kind.
    init(_ id: hid_t) {
      self.id = id
    }

    /// Closes it now, so that a failure (of writing what was buffered) is noticed.
    func close(_ context: HDF5Context, _ action: @autoclosure () -> String) throws {
      try HDF5Library.locked {
        guard isOpen else { return }
        isOpen = false
        try context.check(H5Idec_ref(id), action())
      }
    }

    /// Lets go of it without closing it.
    func abandon() {
      HDF5Library.locked { isOpen = false }
    }

    deinit {
      if isOpen { HDF5Library.locked { _ = H5Idec_ref(id) } }
    }
  }
#endif
