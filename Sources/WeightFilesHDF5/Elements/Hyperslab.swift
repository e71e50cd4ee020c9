#if HDF5 && (os(Linux) || os(macOS))
  import CHDF5

  /// A box of a tensor whose elements lie one after another in C order.
  struct Hyperslab: Hashable {
    /// The lowest index on each axis.
    var start: [Int]
    /// The number of indices on each axis.
    var count: [Int]

    /// The number of elements.
    var elementCount: Int { count.reduce(1, *) }

    /// The largest box that begins at an element and holds no more than `limit` elements.
    ///
    /// - Parameters:
    ///   - position: The element's place in C order, below the number of elements.
    ///   - shape: The lengths of the axes, each at least 1.
    ///   - limit: At least 1.
    init(at position: Int, in shape: [Int], atMost limit: Int) {
      start = Array(repeating: 0, count: shape.count)
      count = Array(repeating: 1, count: shape.count)
      var rest = position
      for axis in shape.indices.reversed() {
        (rest, start[axis]) = rest.quotientAndRemainder(dividingBy: shape[axis])
      }
      // Whole inner axes as long as the box begins at their beginning, then a part of one more.
      var stride = 1
      for axis in shape.indices.reversed() {
        count[axis] = min(shape[axis] - start[axis], limit / stride)
        guard count[axis] == shape[axis] else { return }
        stride *= shape[axis]
      }
    }

    /// Selects the box in a dataspace of the same shape.
    func select(in space: hid_t) -> herr_t {
      // A scalar has no axes, and is selected as a whole.
      if start.isEmpty { return H5Sselect_all(space) }
      return H5Sselect_hyperslab(
        space,
        H5S_SELECT_SET,
        start.map { hsize_t($0) },
        nil,
        count.map { hsize_t($0) },
        nil
      )
    }
  }
#endif
