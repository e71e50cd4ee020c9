#if HDF5 && (os(Linux) || os(macOS))
  import Testing
  import WeightFiles

  @testable import WeightFilesHDF5

  @Suite("What libhdf5 says about failures")
  struct HDF5ErrorStackTests {
    /// As libhdf5 1.10.8 puts it on a full disk.
    static let fullDisk = HDF5ErrorStack(messages: [
      "can't write data",
      "file write failed: time = Fri Nov 20 23:57:02 2026\n, filename = 'x.h5', "
        + "file descriptor = 3, errno = 28, error message = 'No space left on device', "
        + "buf = 0x5581, total write size = 4096, bytes this sub-write = 4096, "
        + "bytes actually written = 18446744073709551615, offset = 0",
    ])

    @Test("a full disk is told from other failures")
    func noSpace() {
      #expect(Self.fullDisk.code(creating: false) == .inputOutput)
      #expect(Self.fullDisk.code(creating: true) == .inputOutput)
    }

    @Test("the message is the outermost and the system's own words")
    func summary() {
      #expect(Self.fullDisk.summary == "can't write data (No space left on device)")
    }

    @Test("missing files and missing rights have codes of their own", arguments: [2, 13])
    func missing(_ number: Int) {
      let stack = HDF5ErrorStack(messages: [
        "unable to open file", "name = 'x', errno = \(number), …",
      ])
      #expect(stack.code(creating: false) == .notFound)
      #expect(stack.code(creating: true) == .cannotCreate)
    }

    @Test("a failure without a system call keeps the code of what was tried")
    func noNumber() {
      let stack = HDF5ErrorStack(messages: ["unable to open file", "truncated file"])
      #expect(stack.code(creating: false) == nil)
      #expect(stack.summary == "unable to open file (truncated file)")
      #expect(!HDF5ErrorStack(messages: []).summary.isEmpty)
    }
  }
#endif
