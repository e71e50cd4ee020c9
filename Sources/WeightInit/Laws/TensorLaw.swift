/// What a scheme promises about one tensor that it draws.
///
/// A law speaks of the tensor in its logical order, as a matrix of `neurons` rows of `fanIn` entries
/// (a bias is one entry per neuron), whatever the layout of a file. It holds everything that a
/// verifier needs, so that a manifest which carries it can be checked without the scheme's code.
public indirect enum TensorLaw: Sendable, Hashable {
  /// Every entry is exactly this value, rounded to the element type.
  case constant(Double)

  /// Entries are independent and follow one distribution.
  case independent(Marginal)

  /// Rows are independent, each N(0, (variance/fanIn)(I − κ J/fanIn)) with κ = k/(1+k) (ACI).
  ///
  /// `variance` is σ_w² > 0, `k` lies in (−1, ∞].
  ///
  /// Source: Singh & Sreejith 2021, eq. 2.
  case anticorrelated(variance: Double, k: Double)

  /// Rows of fanIn weights and one bias, of which one entry is replaced (RAI, RAAI).
  ///
  /// With n = fanIn + 1 the vector is N(0, (variance/fanIn)(I − κ J/n)), κ = k/(1+k); then one
  /// entry, chosen uniformly among the n, is overwritten by a draw of Beta(2, 1). The weight tensor
  /// holds the first fanIn entries; the law of the bias tensor is ``replacedEntryBias(variance:k:fanIn:)``.
  /// A layer without bias holds the same weights: the last entry is drawn and not stored.
  ///
  /// Source: Singh & Sreejith 2021, appendix E; Lu et al. 2020 for k = 0.
  case replacedEntry(variance: Double, k: Double)

  /// The last entry of each row of ``replacedEntry(variance:k:)``, stored as the bias.
  ///
  /// `fanIn` is that of the weights.
  case replacedEntryBias(variance: Double, k: Double, fanIn: Int)

  /// `gain` times a Haar-distributed matrix with orthonormal columns, or rows when they are fewer.
  ///
  /// Source: Saxe et al. 2014.
  case orthogonal(gain: Double)

  /// Blocks of one submatrix with alternating signs, as in [[W₀, −W₀], [−W₀, W₀]] (GSM).
  ///
  /// With `rows` the lower half of the neurons mirrors the upper; with `columns` the right half of
  /// the entries of a neuron mirrors the left. An odd number of rows leaves over the last row, whose
  /// entries follow `leftover`; an odd number of columns (in channels of `channelLength` entries)
  /// leaves over the last channel, which is zero.
  ///
  /// Source: Burkholz & Dubatovka 2019, section 3.
  case mirrored(
    submatrix: TensorLaw,
    rows: Bool,
    columns: Bool,
    channelLength: Int,
    leftover: Marginal?
  )

  /// The first min(rows, columns) rows of an identity matrix times `gain`, zeros elsewhere.
  case partialIdentity(gain: Double)

  /// Entry (i, j) is scale · (−1)^popcount(i & j), a corner of a Sylvester–Hadamard matrix.
  ///
  /// Source: Zhao et al. 2022, algorithm 1.
  case hadamard(scale: Double)

  /// Exactly `zeroCount` zeros on each line, at places chosen uniformly without replacement; the other
  /// entries are independent N(0, standardDeviation²).
  ///
  /// The lines are the rows of the matrix (the weights into a neuron) or its columns (those out of an
  /// input), independent of each other. `zeroCount` is at least 0 and below the length of a line.
  ///
  /// Source: Martens 2010, section 5.
  case sparse(zeroCount: Int, per: SparsityLine, standardDeviation: Double)

  /// Zero except at tap `tap` of the `tapCount` kernel positions, where the matrix of output by
  /// input channels follows `channels`.
  ///
  /// `groups` blocks of neurons follow the law each on its own.
  case centerTap(channels: TensorLaw, tap: Int, tapCount: Int, groups: Int)

  /// Matrices of equal row length one below the other, each of which follows a law by itself: the
  /// gates of a recurrent layer, the projections of an attention, or experts, stored as one tensor.
  ///
  /// Laws of single rows need no stack: rows of several matrices follow them alike.
  case stacked([LawBlock])

  /// Whether entries vary from seed to seed.
  public var isRandom: Bool {
    switch self {
    case .constant, .partialIdentity, .hadamard: false
    case .centerTap(let channels, _, _, _): channels.isRandom
    case .stacked(let blocks): blocks.contains(where: \.law.isRandom)
    case .independent, .anticorrelated, .replacedEntry, .replacedEntryBias, .orthogonal, .mirrored,
      .sparse:
      true
    }
  }
}
