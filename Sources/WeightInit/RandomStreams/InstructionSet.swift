import CWeightKernels

/// An instruction set that the inner loops are compiled for.
///
/// All give the same bits; the best that the processor has is used. The environment variable
/// `WEIGHTINIT_INSTRUCTION_SET` forces another by its raw value, for tests and comparisons.
public enum InstructionSet: String, Sendable, CaseIterable {
  /// One value at a time.
  case scalar
  /// What every processor of the architecture has: SSE2 on x86-64, NEON on arm64.
  case baseline
  /// AVX2, on x86-64.
  case avx2
  /// AVX-512 F, BW, DQ and VL, on x86-64.
  case avx512

  /// The sets that this processor can run, from the slowest.
  public static var available: [InstructionSet] {
    allCases.filter { wk_instruction_set_is_available($0.code) != 0 }
  }

  /// The set in use.
  public static var current: InstructionSet {
    allCases.first { $0.code == wk_instruction_set() } ?? .baseline
  }

  /// Makes sure that the environment asks for nothing that cannot be had.
  ///
  /// The library itself ignores such a request; a tool should refuse it.
  ///
  /// - Throws: ``WeightInitError`` with code ``WeightInitError/Code/invalidEnvironment`` where
  ///   `WEIGHTINIT_INSTRUCTION_SET` names no set, or one that this processor cannot run.
  public static func checkEnvironment() throws(WeightInitError) {
    guard wk_instruction_set_request_is_valid() == 0 else { return }
    let names = available.map(\.rawValue).joined(separator: ", ")
    throw WeightInitError(
      code: .invalidEnvironment,
      message:
        "the environment variable \(WK_INSTRUCTION_SET_VARIABLE) names no instruction set that this "
        + "processor can run; unset it or set it to one of: \(names)"
    )
  }

  /// Uses the set from now on, in all threads: a hook for tests.
  ///
  /// - Returns: Whether the processor can run it.
  package func select() -> Bool { wk_select_instruction_set(code) == 0 }

  private var code: Int32 {
    switch self {
    case .scalar: Int32(WK_SCALAR)
    case .baseline: Int32(WK_BASELINE)
    case .avx2: Int32(WK_AVX2)
    case .avx512: Int32(WK_AVX512)
    }
  }
}
