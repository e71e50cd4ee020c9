#if HDF5 && (os(Linux) || os(macOS))
  import Testing

  @testable import WeightFilesHDF5

  @Suite("Boxes of a tensor")
  struct HyperslabTests {
    @Test(
      "follow each other through the tensor in C order, none beyond the limit",
      arguments: [[], [1], [7], [3, 4], [2, 1, 5], [4, 3, 2, 3], [1, 1, 9]],
      [1, 2, 3, 5, 12, 100]
    )
    func cover(_ shape: [Int], _ limit: Int) {
      var visited: [Int] = []
      let count = shape.reduce(1, *)
      while visited.count < count {
        let slab = Hyperslab(at: visited.count, in: shape, atMost: limit)
        #expect(slab.elementCount >= 1 && slab.elementCount <= limit)
        visited += Self.positions(of: slab, in: shape)
      }
      #expect(visited == Array(0..<count))
    }

    @Test("are as large as the limit allows")
    func size() {
      let slab = Hyperslab(at: 24, in: [4, 3, 8], atMost: 60)
      #expect(slab.start == [1, 0, 0])
      #expect(slab.count == [2, 3, 8])
      #expect(Hyperslab(at: 25, in: [4, 3, 8], atMost: 60).count == [1, 1, 7])
      #expect(Hyperslab(at: 0, in: [4, 3, 8], atMost: 1000).count == [4, 3, 8])
    }

    /// The places in C order of the elements of a box, in the box's own order.
    private static func positions(of slab: Hyperslab, in shape: [Int]) -> [Int] {
      var positions = [0]
      for axis in shape.indices {
        positions = positions.flatMap { position in
          (0..<slab.count[axis]).map { position * shape[axis] + slab.start[axis] + $0 }
        }
      }
      return positions
    }
  }
#endif
