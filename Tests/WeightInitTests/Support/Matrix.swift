/// A small matrix, row after row, for references written out in tests.
struct Matrix: Equatable {
  let rows: Int
  let columns: Int
  var elements: [Double]

  init(_ elements: [Double], rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  init(_ rows: [[Double]]) {
    self.init(rows.flatMap(\.self), rows: rows.count, columns: rows.first?.count ?? 0)
  }

  subscript(row: Int, column: Int) -> Double { elements[row * columns + column] }

  /// The product with a vector.
  func callAsFunction(_ vector: [Double]) -> [Double] {
    (0..<rows).map { row in
      (0..<columns).reduce(0) { $0 + self[row, $1] * vector[$1] }
    }
  }

  /// The greatest difference between the product of the transpose with the matrix and a multiple of
  /// the identity.
  func distanceFromIsometry(scale: Double = 1) -> Double {
    var greatest = 0.0
    for i in 0..<columns {
      for j in 0...i {
        let product = (0..<rows).reduce(0) { $0 + self[$1, i] * self[$1, j] }
        greatest = max(greatest, abs(product - (i == j ? scale : 0)))
      }
    }
    return greatest
  }

  var transpose: Matrix {
    let swapped = (0..<columns).flatMap { column in (0..<rows).map { self[$0, column] } }
    return Matrix(swapped, rows: columns, columns: rows)
  }
}
