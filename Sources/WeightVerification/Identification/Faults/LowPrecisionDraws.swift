internal import WeightInit

/// Values that were drawn in a narrower type than they are stored in.
struct LowPrecisionDraws: KnownFault {
  func findings(in tensor: IdentifiedTensor) -> [IdentificationFinding] {
    guard let evidence = tensor.evidence, evidence.distinct.areMany else { return [] }
    let stored = tensor.descriptor.elementType
    if let narrowed = tensor.narrowed {
      return [
        IdentificationFinding(
          finding: "low-precision",
          effect: "every value is a \(narrowed.rawValue) number, though the tensor is stored in "
            + "\(stored.rawValue): it was drawn or kept in \(narrowed.rawValue)"
        )
      ]
    }
    // Mirrored blocks repeat every value by design; coarse types do by rounding.
    let (mirrorsRows, mirrorsColumns) = evidence.mirrors.mirrors
    let (count, distinct) = (evidence.repetitions.count, evidence.repetitions.distinctCount)
    guard !evidence.grid.isCoarse, !mirrorsRows, !mirrorsColumns, count >= 256,
      distinct < count - count / 10
    else { return [] }
    return [
      IdentificationFinding(
        finding: "low-precision",
        effect:
          "only \(distinct) magnitudes differ among the first \(count) values: they were drawn "
          + "on a coarse grid, such as bfloat16 or float16, and scaled afterwards"
      )
    ]
  }
}
