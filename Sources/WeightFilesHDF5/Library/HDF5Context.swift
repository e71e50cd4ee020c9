#if HDF5 && (os(Linux) || os(macOS))
  import CHDF5
  import WeightFiles

  /// The file that calls of libhdf5 are about, which turns their failures into errors.
  struct HDF5Context: Sendable {
    /// The file as the user knows it.
    let path: String
    /// What a failure means that no system call explains.
    let failureCode: WeightFileError.Code

    /// Takes over the identifier that a call returned.
    ///
    /// - Parameters:
    ///   - id: What the call returned.
    ///   - action: What was tried, as in "could not …".
    /// - Returns: The owner of the identifier.
    /// - Throws: `WeightFileError` when the call returned a negative number.
    func handle(_ id: hid_t, _ action: @autoclosure () -> String) throws -> HDF5Handle {
      guard id >= 0 else { throw failure(action()) }
      return HDF5Handle(id)
    }

    /// Throws when a call returned a negative status.
    @discardableResult
    func check<Status: SignedInteger>(
      _ status: Status,
      _ action: @autoclosure () -> String
    ) throws -> Status {
      guard status >= 0 else { throw failure(action()) }
      return status
    }

    /// An error in the words of this package.
    func error(_ code: WeightFileError.Code, _ message: String) -> WeightFileError {
      WeightFileError(code: code, message: message, path: path)
    }

    /// The error for the call that has just failed.
    private func failure(_ action: String) -> WeightFileError {
      let stack = HDF5ErrorStack.current()
      return error(
        stack.code(creating: failureCode == .cannotCreate) ?? failureCode,
        "could not \(action): \(stack.summary)"
      )
    }
  }
#endif
