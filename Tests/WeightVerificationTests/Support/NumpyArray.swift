import Foundation
import Testing

/// A two-dimensional float64 array of a .npy file, version 1, C order: what the golden files are.
struct NumpyArray {
  var rows = 0
  var columns = 0
  var values: [Double] = []

  init(contentsOf url: URL) throws {
    let data = try [UInt8](Data(contentsOf: url))
    let headerLength = Int(data[8]) | Int(data[9]) << 8
    let header = String(decoding: data[10..<10 + headerLength], as: UTF8.self)
    let shape = try #require(header.firstMatch(of: /'<f8'.*False.*\((\d+), (\d+)\)/))
    rows = try #require(Int(shape.1))
    columns = try #require(Int(shape.2))
    let body = data[(10 + headerLength)...]
    values = stride(from: body.startIndex, to: body.endIndex, by: 8).map { start in
      let word = data[start..<start + 8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      return Double(bitPattern: word)
    }
  }
}
