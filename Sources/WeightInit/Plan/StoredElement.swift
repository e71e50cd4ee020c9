import CWeightKernels

/// A type in which elements are stored, which they are rounded to from the type of the draw.
protocol StoredElement: BitwiseCopyable, Sendable {
  /// The type of the draw.
  associatedtype Drawn: DrawnElement

  /// Draws some elements.
  ///
  /// - Parameters:
  ///   - fill: The draw.
  ///   - range: The positions in logical order.
  ///   - unit: The positions that are drawn together: `range` begins at a multiple of it.
  ///   - elements: Receives the elements.
  /// - Throws: ``WeightInitError`` with code `outOfMemory`.
  static func draw(
    _ fill: any TensorFill,
    _ range: Range<Int>,
    unit: Int,
    into elements: UnsafeMutableBufferPointer<Self>
  ) throws
}

/// An element that is stored as it was drawn.
struct Unrounded<Drawn: DrawnElement>: StoredElement {
  var value: Drawn

  static func draw(
    _ fill: any TensorFill,
    _ range: Range<Int>,
    unit: Int,
    into elements: UnsafeMutableBufferPointer<Self>
  ) {
    elements.withMemoryRebound(to: Drawn.self) { values in
      // A fill may pass over the values several times; so few stay in the nearest cache. Fills of
      // rows see to that themselves.
      let length = unit == 1 ? 8192 : range.count
      for start in stride(from: 0, to: range.count, by: max(length, 1)) {
        let end = min(start + length, range.count)
        fill.fill(
          range.lowerBound + start..<range.lowerBound + end,
          into: UnsafeMutableBufferPointer(rebasing: values[start..<end])
        )
      }
    }
  }
}

/// An element that is drawn as `Float` and rounded to 16 bits.
protocol HalfElement: StoredElement where Drawn == Float {
  /// Rounds some values.
  static func round(
    _ values: UnsafePointer<Float>,
    _ count: Int,
    into bits: UnsafeMutablePointer<UInt16>
  )
}

extension HalfElement {
  static func draw(
    _ fill: any TensorFill,
    _ range: Range<Int>,
    unit: Int,
    into elements: UnsafeMutableBufferPointer<Self>
  ) throws {
    // So few at once that the values are still in the cache when they are rounded.
    let length = min(range.count, max(1, 16_384 / unit) * unit)
    let scratch = try DrawBuffer<Float>(length, for: "values to be rounded")
    elements.withMemoryRebound(to: UInt16.self) { bits in
      for start in stride(from: 0, to: range.count, by: length) {
        let count = min(length, range.count - start)
        let values = UnsafeMutableBufferPointer(rebasing: scratch.values[..<count])
        let first = range.lowerBound + start
        fill.fill(first..<first + count, into: values)
        if let source = values.baseAddress, let target = bits.baseAddress {
          round(source, count, into: target + start)
        }
      }
    }
  }
}

/// An IEEE 754 binary16.
struct BinaryHalf: HalfElement {
  var bits: UInt16

  static func round(
    _ values: UnsafePointer<Float>,
    _ count: Int,
    into bits: UnsafeMutablePointer<UInt16>
  ) {
    wk_f32_to_f16(values, count, bits)
  }
}

/// The upper half of a binary32.
struct BrainHalf: HalfElement {
  var bits: UInt16

  static func round(
    _ values: UnsafePointer<Float>,
    _ count: Int,
    into bits: UnsafeMutablePointer<UInt16>
  ) {
    wk_f32_to_bf16(values, count, bits)
  }
}
