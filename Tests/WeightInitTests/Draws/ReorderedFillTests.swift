import Testing

@testable import WeightInit

@Suite("Draws with their blocks reordered")
struct ReorderedFillTests {
  @Test(
    "hold the blocks of the draw in any range, row by row or in segments",
    arguments: ["he-normal", "orthogonal", "aci", "sparse:sparsity=0.5"]
  )
  func ranges(scheme: String) throws {
    let layer = Making.layer(9, 5)
    let base = try Making.scheme(scheme).weights(of: layer)
    let drawn = base.values(0..<45, as: Float.self)
    let fill = ReorderedFill.make(base, order: [2, 0, 1], rows: 9, rowLength: 5)
    let expected = Array(drawn[30..<45] + drawn[0..<30])
    #expect(fill.values(0..<45) == expected)
    for start in 0..<45 {
      for end in start...45 {
        #expect(fill.values(start..<end, as: Float.self) == Array(expected[start..<end]))
      }
    }
    #expect((fill is any RowFill) == (base is any RowFill))
    if let rows = fill as? any SegmentedRowFill {
      let segmented = try rows.segmented(rows: 9, as: Float.self, jobs: 2)
      for start in 0..<45 {
        #expect(segmented.values(start..<45, as: Float.self) == Array(expected[start...]))
      }
    }
  }

  @Test(
    "need blocks that a layer kind has",
    arguments: [[], [0, 2], [0, 0], [1, 2], [0, 1, 2, 3], [-1, 0]]
  )
  func wrongOrder(order: [Int]) throws {
    func geometry(_ order: [Int]) -> LayerGeometry {
      let weight = LayerGeometry.Weight(logicalShape: [6, 2], fanIn: 2, fanOut: 6)
      return LayerGeometry(
        maps: [.init(weight: weight, hasBias: false, blockOrder: order)],
        parts: [.init(.weight, .weights(of: [0], as: weight))],
        output: nil,
        kerasClass: nil
      )
    }
    #expect(throws: LayerShapeError.self) { try geometry(order).check(in: "test") }
    try geometry([1, 2, 0]).check(in: "test")
  }
}
