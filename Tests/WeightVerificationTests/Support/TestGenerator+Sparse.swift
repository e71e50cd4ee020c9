import WeightInit

extension TestGenerator {
  /// Normal entries of which each line has some set to zero, chosen by shuffling its places.
  mutating func sparse(
    rows: Int,
    columns: Int,
    zeroCount: Int,
    per line: SparsityLine,
    scale: Double
  ) -> [Double] {
    var values = normals(rows * columns, scale: scale)
    let (lines, length) = line == .neuron ? (rows, columns) : (columns, rows)
    let (lineStep, placeStep) = line == .neuron ? (columns, 1) : (1, columns)
    for index in 0..<lines {
      var places = Array(0..<length)
      for last in stride(from: length - 1, to: 0, by: -1) {
        places.swapAt(last, Int(uniform() * Double(last + 1)))
      }
      for place in places.prefix(zeroCount) {
        values[index * lineStep + place * placeStep] = 0
      }
    }
    return values
  }
}
