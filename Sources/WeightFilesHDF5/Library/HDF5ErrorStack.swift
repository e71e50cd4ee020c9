#if HDF5 && (os(Linux) || os(macOS))
  import CHDF5
  import WeightFiles

  #if canImport(Darwin)
    import Darwin
  #elseif canImport(Musl)
    import Musl
  #else
    import Glibc
  #endif

  /// What libhdf5 says about the call that has just failed.
  struct HDF5ErrorStack {
    /// One text for each function that failed, from the one that was called to the innermost.
    var messages: [String]

    /// The stack of the calling thread; to be asked before any other call of the library.
    static func current() -> HDF5ErrorStack {
      var stack = HDF5ErrorStack(messages: [])
      withUnsafeMutablePointer(to: &stack) { pointer in
        _ = H5Ewalk2(
          chdf5_error_stack(),
          H5E_WALK_DOWNWARD,
          { _, entry, context in
            if let text = entry?.pointee.desc {
              context?.assumingMemoryBound(to: HDF5ErrorStack.self).pointee.messages
                .append(String(cString: text))
            }
            return 0
          },
          pointer
        )
      }
      return stack
    }

    /// The outermost message, and the innermost in brackets, as h5py puts it.
    var summary: String {
      guard let top = messages.first, let innermost = messages.last else {
        return "libhdf5 gives no reason"
      }
      let reason = Self.text(after: "error message = '", until: "'", in: innermost) ?? innermost
      return messages.count > 1 ? "\(top) (\(reason))" : reason
    }

    /// The error number of the system call that failed, which libhdf5 tells only in its texts.
    var systemErrorNumber: Int32? {
      for message in messages.reversed() {
        if let digits = Self.text(after: "errno = ", until: ",", in: message) {
          return Int32(digits)
        }
      }
      return nil
    }

    /// The kind of failure, when it was a system call that failed.
    ///
    /// - Parameter creating: Whether the file was to be created.
    /// - Returns: `nil` when libhdf5 itself found fault.
    func code(creating: Bool) -> WeightFileError.Code? {
      switch systemErrorNumber {
      case nil, 0: nil
      case ENOENT, EACCES, EPERM, ENOTDIR: creating ? .cannotCreate : .notFound
      default: .inputOutput
      }
    }

    private static func text(after start: String, until end: String, in text: String) -> String? {
      guard let from = text.firstRange(of: start)?.upperBound else { return nil }
      let rest = text[from...]
      return String(rest[..<(rest.firstRange(of: end)?.lowerBound ?? rest.endIndex)])
    }
  }
#endif
