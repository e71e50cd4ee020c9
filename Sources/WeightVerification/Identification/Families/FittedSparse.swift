internal import RealModule
internal import WeightInit

/// Normal entries of any scale with the same number of zeros on each line.
struct FittedSparse: CandidateFamily {
  func candidates(for subject: CandidateSubject) -> [Candidate] {
    guard case .weight = subject.role else { return [] }
    return [(SparsityLine.neuron, ""), (.input, ",convention=torch")].compactMap {
      candidate(for: subject, per: $0, words: $1)
    }
  }

  private func candidate(
    for subject: CandidateSubject,
    per line: SparsityLine,
    words: String
  ) -> Candidate? {
    let evidence = subject.evidence
    let zeros = SparseZeros(evidence, per: line)
    // A zero here and there is rounding.
    guard let zeroCount = zeros.lines.min(), zeroCount > 0, evidence.zeros > 1,
      let logPlaces = zeros.logProbability(zeroCount: zeroCount)
    else { return nil }
    let drawn = evidence.count - zeros.lines.count * zeroCount
    guard drawn > 1, evidence.sumOfSquares > 0 else { return nil }
    let count = Double(drawn)
    let deviation = (evidence.sumOfSquares / count).squareRoot()
    let std = RoundNumber.text(
      measured: deviation,
      error: deviation / (2 * count).squareRoot()
    )
    let length = Double(zeros.length)
    // ⌈sparsity · n⌉ zeros: any share above (m − 1)/n, and m/n itself.
    let share = RoundNumber.text((Double(zeroCount) - 0.99) / length, Double(zeroCount) / length)
    return subject.fitted(
      "sparse:sparsity=\(share),std=\(std)\(words)",
      Likelihood(
        dimension: drawn,
        logDensity: logPlaces - Double.log(length)
          + FittedNormal.averagedLogDensity(count: count, squares: evidence.sumOfSquares)
      ),
      logPrior: words.isEmpty ? 0 : CandidateSubject.logChoicePrior
    )
  }
}
