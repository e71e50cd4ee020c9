import CWeightKernels

/// A type in which values are drawn: `Float` or `Double`.
///
/// float16 and bfloat16 are roundings of `Float` draws.
public protocol DrawnElement: BinaryFloatingPoint, BitwiseCopyable, Sendable {
  /// The functions that draw and change values of the type.
  static var kernels: DrawKernels<Self> { get }
}

extension DrawnElement {
  /// Draws standard normal values of a stream; see ``RandomStream/fillNormal(from:into:)``.
  public static func fillNormal(
    stream: RandomStream,
    from first: Int,
    into values: UnsafeMutableBufferPointer<Self>
  ) {
    guard let base = values.baseAddress else { return }
    kernels.fillNormal(stream.key, stream.identifier, UInt64(first), values.count, base)
  }

  /// Draws values uniform on [−1, 1] of a stream; see ``RandomStream/fillUniform(from:into:)``.
  public static func fillUniform(
    stream: RandomStream,
    from first: Int,
    into values: UnsafeMutableBufferPointer<Self>
  ) {
    guard let base = values.baseAddress else { return }
    kernels.fillUniform(stream.key, stream.identifier, UInt64(first), values.count, base)
  }

  /// Draws standard normal values between two bounds; see
  /// ``RandomStream/fillTruncatedNormal(from:truncation:into:)``.
  public static func fillTruncatedNormal(
    stream: RandomStream,
    from first: Int,
    truncation: NormalTruncation,
    into values: UnsafeMutableBufferPointer<Self>
  ) {
    guard let base = values.baseAddress else { return }
    withUnsafePointer(to: truncation.kernelValue) { truncation in
      kernels.fillTruncatedNormal(
        stream.key,
        stream.identifier,
        UInt64(first),
        values.count,
        truncation,
        base
      )
    }
  }

  /// Replaces each value x by scale · (x − center) + shift, computed in float64 as
  /// scale · x + (shift − scale · center) and rounded once.
  public static func transform(
    _ values: UnsafeMutableBufferPointer<Self>,
    center: Double,
    scale: Double,
    shift: Double
  ) {
    guard let base = values.baseAddress else { return }
    kernels.transform(base, values.count, center, scale, shift)
  }

  /// The sum of the values in float64, in an order that is fixed by their number.
  public static func sum(_ values: UnsafeMutableBufferPointer<Self>) -> Double {
    guard let base = values.baseAddress else { return 0 }
    return kernels.sum(base, values.count)
  }
}
