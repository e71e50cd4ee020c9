/// The window of a convolution or a pool: its size, and the size of what it gives.
struct SlidingWindow: Sendable {
  /// How the input is extended at its ends.
  enum Padding: Sendable {
    /// So that a stride of 1 keeps the size.
    case same
    /// By as many zeros at both ends of each axis.
    case explicit([Int])
  }

  let kernel: [Int]
  let stride: [Int]
  let padding: Padding
  let dilation: [Int]

  /// Declares `kernel`, `stride`, `padding` and `dilation`.
  init(dimensions: Int, _ parameters: inout ParameterReader) {
    kernel = parameters.integers("kernel", count: dimensions, "the lengths of the kernel")
    stride = parameters.integers(
      "stride",
      count: dimensions,
      default: 1,
      "the steps of the window"
    )
    let given = parameters.wordOrIntegers(
      "padding",
      words: ["valid", "same"],
      count: dimensions,
      default: 0,
      in: 0...Int.max >> 2,
      "how many zeros extend each end of the input; valid is 0, same keeps the size at stride 1"
    )
    switch given {
    case .word("same"): padding = .same
    case .word: padding = .explicit(Array(repeating: 0, count: dimensions))
    case .integers(let lengths): padding = .explicit(lengths)
    }
    dilation = parameters.integers(
      "dilation",
      count: dimensions,
      default: 1,
      "the spacing of the kernel's elements"
    )
  }

  /// The number of kernel elements.
  func positions() throws(LayerShapeError) -> Int {
    guard let product = kernel.checkedProduct else {
      throw LayerShapeError("the kernel is too large")
    }
    return product
  }

  /// The spatial lengths that the window gives.
  func output(of lengths: [Int]) throws(LayerShapeError) -> [Int] {
    var result: [Int] = []
    for axis in lengths.indices {
      let length = lengths[axis]
      if case .same = padding {
        result.append((length - 1) / stride[axis] + 1)
        continue
      }
      var pad = 0
      if case .explicit(let pads) = padding { pad = pads[axis] }
      let (reach, overflow) = (kernel[axis] - 1).multipliedReportingOverflow(by: dilation[axis])
      let (padded, tooLong) = length.addingReportingOverflow(2 * pad)
      guard !overflow, !tooLong, padded > reach else {
        throw LayerShapeError(
          "the kernel (length \(kernel[axis]), dilation \(dilation[axis])) does not fit into an "
            + "input of length \(length) with padding \(pad)"
        )
      }
      result.append((padded - reach - 1) / stride[axis] + 1)
    }
    return result
  }

  /// The spatial lengths that a transposed convolution gives.
  ///
  /// - Parameters:
  ///   - lengths: The lengths of its input.
  ///   - extra: What is added to one end of each output axis; less than the stride or the dilation.
  /// - Returns: (length − 1) stride − 2 padding + dilation (kernel − 1) + 1 + extra for each axis, or
  ///   length · stride for the padding `same`.
  /// - Throws: ``LayerShapeError`` when no output is left, or the sizes do not go together.
  func transposedOutput(
    of lengths: [Int],
    adding extra: [Int]
  ) throws(LayerShapeError) -> [Int] {
    var result: [Int] = []
    for axis in lengths.indices {
      guard extra[axis] < max(stride[axis], dilation[axis]) || extra[axis] == 0 else {
        throw LayerShapeError(
          "an output padding of \(extra[axis]) is not below the stride \(stride[axis]) nor the "
            + "dilation \(dilation[axis])"
        )
      }
      if case .same = padding {
        let (length, overflow) = lengths[axis].multipliedReportingOverflow(by: stride[axis])
        guard !overflow else { throw LayerShapeError("the output is too large") }
        result.append(length)
        continue
      }
      var pad = 0
      if case .explicit(let pads) = padding { pad = pads[axis] }
      let (spread, first) = (lengths[axis] - 1).multipliedReportingOverflow(by: stride[axis])
      let (reach, second) = (kernel[axis] - 1).multipliedReportingOverflow(by: dilation[axis])
      let (sum, third) = spread.addingReportingOverflow(reach)
      let (whole, fourth) = sum.addingReportingOverflow(1 + extra[axis])
      guard !first, !second, !third, !fourth, whole > 2 * pad else {
        throw LayerShapeError(
          "an input of length \(lengths[axis]) with padding \(pad) leaves no output"
        )
      }
      result.append(whole - 2 * pad)
    }
    return result
  }
}
