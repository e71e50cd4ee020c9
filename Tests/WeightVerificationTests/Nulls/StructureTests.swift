import Testing
import WeightInit
import WeightVerification

@Suite struct StructureTests {
  // MARK: - Identity and Hadamard

  /// Entry (i, j) of a Sylvester–Hadamard matrix, by its recursion [[H, H], [H, −H]].
  private func sylvester(_ i: Int, _ j: Int, order: Int) -> Double {
    if order == 1 { return 1 }
    let half = order / 2
    let sign = i >= half && j >= half ? -1.0 : 1.0
    return sign * sylvester(i % half, j % half, order: half)
  }

  private func hadamard(scale: Double) -> [Double] {
    (0..<12).flatMap { i in (0..<5).map { j in scale * sylvester(i, j, order: 16) } }
  }

  /// 2^(-3/2) is no number of any type: comparing with it unrounded would be a false alarm.
  @Test(arguments: ElementType.allCases)
  func aHadamardMatrixWithAnIrrationalScaleIsConsistent(type: ElementType) throws {
    let scale = 0.5 / 2.0.squareRoot()
    let report = try Case(
      rows: 12,
      columns: 5,
      law: .hadamard(scale: scale),
      values: hadamard(scale: scale),
      type: type,
      isTransposed: true
    ).report()
    #expect(report.verdict == .consistent)
    #expect(report.tests(.consistent) == ["finite", "hadamard"])
  }

  /// What no number of the type is near to holds of none.
  @Test(arguments: ElementType.allCases)
  func aClaimBeyondTheLargestNumberIsRejected(type: ElementType) throws {
    let far = type == .float64 ? Double.greatestFiniteMagnitude : 1e300
    let claims: [TensorLaw] = [
      .hadamard(scale: far), .partialIdentity(gain: -far), .constant(far),
      .independent(.uniform(low: far * 0.9, high: far)),
      .independent(.uniform(low: -far, high: -far * 0.9)),
      .independent(.truncatedNormal(mean: far * 0.9, standardDeviation: 1, lower: -2, upper: 2)),
      .independent(.discrete(values: [-far, far], probabilities: [0.5, 0.5])),
    ]
    for law in claims {
      let report = try Case(
        rows: 8,
        columns: 8,
        law: law,
        values: hadamard(scale: 0.5) + [0.5, -0.5, 0.5, 0.5],
        type: type
      ).report()
      let broken = report.tensors.first?.tests.filter {
        $0.family == .exact && $0.verdict == .inconsistent
      }
      #expect(broken?.isEmpty == false, "\(law)")
    }
  }

  @Test func oneWrongSignInAHadamardMatrixIsFound() throws {
    var values = hadamard(scale: 0.5)
    values[3 * 5 + 2].negate()
    let report = try Case(rows: 12, columns: 5, law: .hadamard(scale: 0.5), values: values)
      .report()
    #expect(report.tests(.inconsistent) == ["hadamard"])
    #expect(report.result("hadamard")?.statistic == 1)
  }

  @Test func anIdentityNeedsExactZerosAndItsGain() throws {
    var values = (0..<15).map { $0 % 6 == 0 ? 1.5 : 0 }
    let law = TensorLaw.partialIdentity(gain: 1.5)
    #expect(try Case(rows: 3, columns: 5, law: law, values: values).report().verdict == .consistent)
    values[1] = 1e-40
    #expect(
      try Case(rows: 3, columns: 5, law: law, values: values, type: .float64).report().verdict
        == .inconsistent
    )
    values[1] = 0
    values[0] = 1.5001
    #expect(
      try Case(rows: 3, columns: 5, law: law, values: values).report().verdict == .inconsistent
    )
  }

  // MARK: - Mirrored blocks

  private let mirrored = TensorLaw.mirrored(
    submatrix: .independent(.normal(mean: 0, standardDeviation: 0.2)),
    rows: true,
    columns: true,
    channelLength: 1,
    leftover: .normal(mean: 0, standardDeviation: 0.2)
  )

  /// [[W₀, −W₀, 0], [−W₀, W₀, 0], [w, 0]]: odd in both directions.
  private func mirroredValues(_ rows: Int, _ columns: Int, seed: Int = 1) -> [Double] {
    var generator = TestGenerator(seed: seed)
    let (halfRows, halfColumns) = (rows / 2, columns / 2)
    let block = generator.normals(halfRows * halfColumns, scale: 0.2)
    let last = generator.normals(columns, scale: 0.2)
    return (0..<rows).flatMap { i in
      (0..<columns).map { j in
        if j >= 2 * halfColumns { return 0 }
        if i >= 2 * halfRows { return last[j] }
        let sign = (i >= halfRows) != (j >= halfColumns) ? -1.0 : 1.0
        return sign * block[i % halfRows * halfColumns + j % halfColumns]
      }
    }
  }

  @Test(arguments: [false, true])
  func mirroredBlocksAreConsistentInEveryLayout(isTransposed: Bool) throws {
    let report = try Case(
      rows: 21,
      columns: 17,
      law: mirrored,
      values: mirroredValues(21, 17),
      isTransposed: isTransposed
    ).report()
    #expect(report.verdict == .consistent)
    #expect(report.result("mirror") != nil)
    #expect(report.result("zero-channel") != nil)
    #expect(report.result("leftover-variance") != nil)
    // Only the submatrix of 10 × 8 goes through the battery, not its repetitions.
    #expect(report.result("variance")?.null == "chi-square(80)")
  }

  @Test(arguments: [false, true])
  func oneFlippedEntryBreaksTheMirror(isTransposed: Bool) throws {
    var values = mirroredValues(20, 16)
    values[15 * 16 + 3].negate()
    let report = try Case(
      rows: 20,
      columns: 16,
      law: mirrored,
      values: values,
      isTransposed: isTransposed
    ).report()
    #expect(report.tests(.inconsistent) == ["mirror"])
    #expect(report.result("mirror")?.statistic == 1)
  }

  /// Zeros are equal to their negatives, and count once.
  @Test func mirroredZerosAreNoMismatch() throws {
    let law = TensorLaw.mirrored(
      submatrix: .constant(0),
      rows: true,
      columns: true,
      channelLength: 1,
      leftover: nil
    )
    let values = (0..<16).map { $0 % 2 == 0 ? 0.0 : -0.0 }
    #expect(try Case(rows: 4, columns: 4, law: law, values: values).report().verdict == .consistent)
  }

  @Test func theChannelWithoutAPartnerMustBeZero() throws {
    var values = mirroredValues(20, 17)
    values[2 * 17 + 16] = 1e-3
    let report = try Case(rows: 20, columns: 17, law: mirrored, values: values).report()
    #expect(report.tests(.inconsistent) == ["zero-channel"])
  }

  @Test func anOddNumberOfNeuronsNeedsALawForTheLast() throws {
    let law = TensorLaw.mirrored(
      submatrix: .constant(1),
      rows: true,
      columns: false,
      channelLength: 1,
      leftover: nil
    )
    let values = [1.0, 1, -1, -1, 0.3, 0.4]
    let report = try Case(rows: 3, columns: 2, law: law, values: values).report()
    #expect(report.tests(.inconsistent) == ["mirror-shape"])
  }

  @Test func channelsAreMirroredAsAWhole() throws {
    // Channels of 2 entries: (a b)(c d) mirrored by (−a −b)(−c −d).
    let law = TensorLaw.mirrored(
      submatrix: .constant(1),
      rows: false,
      columns: true,
      channelLength: 2,
      leftover: nil
    )
    let values = [1.0, 1, 1, 1, -1, -1, -1, -1]
    #expect(try Case(rows: 1, columns: 8, law: law, values: values).report().verdict == .consistent)
    let interleaved = [1.0, 1, -1, -1, 1, 1, -1, -1]
    #expect(
      try Case(rows: 1, columns: 8, law: law, values: interleaved).report().verdict
        == .inconsistent
    )
  }

  // MARK: - Kernels with one tap

  private func kernel(_ channels: [Double], inputs: Int, taps: Int, tap: Int) -> [Double] {
    channels.flatMap { value in (0..<taps).map { $0 == tap ? value : 0 } }
  }

  @Test(arguments: [false, true])
  func theChannelMatrixAtTheTapIsTested(isTransposed: Bool) throws {
    var generator = TestGenerator(seed: 2)
    let channels = generator.orthogonal(rows: 16, columns: 8)
    let law = TensorLaw.centerTap(channels: .orthogonal(gain: 1), tap: 4, tapCount: 9, groups: 1)
    var values = kernel(channels, inputs: 8, taps: 9, tap: 4)
    let correct = Case(
      rows: 16,
      columns: 72,
      law: law,
      values: values,
      isTransposed: isTransposed
    )
    let report = try correct.report()
    #expect(report.verdict == .consistent)
    #expect(report.result("orthogonality") != nil)
    #expect(report.result("haar-trace") != nil)
    values[0] = 1e-6
    let spoilt = Case(
      rows: 16,
      columns: 72,
      law: law,
      values: values,
      isTransposed: isTransposed
    )
    #expect(try spoilt.report().tests(.inconsistent) == ["zero-taps"])
  }

  @Test(arguments: [false, true])
  func everyGroupFollowsTheLawOnItsOwn(isTransposed: Bool) throws {
    // Two groups of 3 outputs, each an identity of its own.
    let law = TensorLaw.centerTap(
      channels: .partialIdentity(gain: 1),
      tap: 0,
      tapCount: 2,
      groups: 2
    )
    let channels = (0..<2).flatMap { _ in (0..<9).map { $0 % 4 == 0 ? 1.0 : 0 } }
    var values = kernel(channels, inputs: 3, taps: 2, tap: 0)
    let correct = Case(rows: 6, columns: 6, law: law, values: values, isTransposed: isTransposed)
    #expect(try correct.report().verdict == .consistent)
    values[3 * 6] = 0
    let spoilt = Case(rows: 6, columns: 6, law: law, values: values, isTransposed: isTransposed)
    #expect(try spoilt.report().tests(.inconsistent) == ["partial-identity"])
  }
}
