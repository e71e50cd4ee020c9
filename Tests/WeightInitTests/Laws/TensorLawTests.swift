import Foundation
import Testing
import WeightInit

@Suite("Laws")
struct TensorLawTests {
  private static let laws: [TensorLaw] = [
    .constant(0), .constant(-1.5), .independent(.normal(mean: 0.1, standardDeviation: 2)),
    .independent(.uniform(low: -1, high: 3)),
    .independent(.truncatedNormal(mean: 0.5, standardDeviation: 2, lower: -2, upper: 1)),
    .independent(.discrete(values: [-1, 0, 2], probabilities: [0.25, 0.25, 0.5])),
    .anticorrelated(variance: 2, k: -0.5), .anticorrelated(variance: 2, k: .infinity),
    .replacedEntry(variance: 0.9, k: 100), .replacedEntryBias(variance: 0.36, k: 0, fanIn: 7),
    .orthogonal(gain: 2.0.squareRoot()), .partialIdentity(gain: 1), .hadamard(scale: 0.25),
    .mirrored(
      submatrix: .orthogonal(gain: 1),
      rows: true,
      columns: false,
      channelLength: 9,
      leftover: nil
    ),
    .mirrored(
      submatrix: .independent(.normal(mean: 0, standardDeviation: 1)),
      rows: true,
      columns: true,
      channelLength: 1,
      leftover: .normal(mean: 0, standardDeviation: 0.5)
    ),
    .centerTap(channels: .hadamard(scale: 0.5), tap: 4, tapCount: 9, groups: 2),
    .sparse(zeroCount: 3, per: .neuron, standardDeviation: 0.01),
    .sparse(zeroCount: 0, per: .input, standardDeviation: 2),
  ]

  @Test("A law survives its JSON form", arguments: laws)
  func roundTrip(law: TensorLaw) throws {
    let encoder = JSONEncoder()
    let decoded = try JSONDecoder().decode(TensorLaw.self, from: encoder.encode(law))
    #expect(decoded == law)
  }

  @Test("The law of every scheme survives its JSON form", arguments: EveryScheme.claims)
  func schemes(claim: String) throws {
    let law = try Making.scheme(claim).weightLaw(of: Making.layer(6, 4))
    let decoded = try JSONDecoder().decode(TensorLaw.self, from: JSONEncoder().encode(law))
    #expect(decoded == law)
  }

  @Test(
    "A malformed law is refused",
    arguments: [
      #"{}"#, #"{"family": "gamma"}"#, #"{"family": "constant"}"#,
      #"{"family": "constant", "value": "inf"}"#, #"{"family": "constant", "value": "1"}"#,
      #"{"family": "anticorrelated", "variance": 1, "k": -1}"#,
      #"{"family": "anticorrelated", "variance": 1, "k": "-inf"}"#,
      #"{"family": "anticorrelated", "variance": 0, "k": 1}"#,
      #"{"family": "anticorrelated", "variance": "inf", "k": 1}"#,
      #"{"family": "replaced-entry", "variance": -1, "k": 1}"#,
      #"{"family": "replaced-entry-bias", "variance": 1, "k": -3, "fanIn": 3}"#,
      #"{"family": "replaced-entry-bias", "variance": 1, "k": 3, "fanIn": 0}"#,
      #"{"family": "replaced-entry-bias", "variance": 1, "k": 3}"#,
      #"{"family": "replaced-entry", "variance": 1}"#,
      #"{"family": "orthogonal", "gain": 0}"#, #"{"family": "hadamard", "scale": "inf"}"#,
      #"{"family": "partial-identity", "gain": "inf"}"#,
      #"{"family": "independent", "marginal": {"distribution": "cauchy"}}"#,
      #"{"family": "independent", "marginal": {"distribution": "normal", "mean": 0, "standardDeviation": 0}}"#,
      #"{"family": "independent", "marginal": {"distribution": "uniform", "low": 1, "high": 1}}"#,
      #"{"family": "independent", "marginal": {"distribution": "truncated-normal", "mean": 0, "standardDeviation": 1, "lower": 2, "upper": -2}}"#,
      #"{"family": "independent", "marginal": {"distribution": "truncated-normal", "mean": 0, "standardDeviation": 1, "lower": 50, "upper": 60}}"#,
      #"{"family": "independent", "marginal": {"distribution": "discrete", "values": [], "probabilities": []}}"#,
      #"{"family": "independent", "marginal": {"distribution": "discrete", "values": [1], "probabilities": [1]}}"#,
      #"{"family": "independent", "marginal": {"distribution": "discrete", "values": [1, 0], "probabilities": [0.5, 0.5]}}"#,
      #"{"family": "independent", "marginal": {"distribution": "discrete", "values": [0, 1], "probabilities": [0.5, 0.6]}}"#,
      #"{"family": "independent", "marginal": {"distribution": "discrete", "values": [0, 1], "probabilities": [1]}}"#,
      #"{"family": "mirrored", "submatrix": {"family": "orthogonal", "gain": 1}, "rows": true, "columns": true, "channelLength": 0}"#,
      #"{"family": "mirrored", "submatrix": {"family": "orthogonal", "gain": 0}, "rows": true, "columns": true, "channelLength": 1}"#,
      #"{"family": "mirrored", "submatrix": {"family": "orthogonal", "gain": 1}, "rows": true, "columns": true, "channelLength": 1, "leftover": {"distribution": "normal", "mean": 0, "standardDeviation": -1}}"#,
      #"{"family": "sparse", "zeroCount": -1, "per": "neuron", "standardDeviation": 1}"#,
      #"{"family": "sparse", "zeroCount": 1, "per": "row", "standardDeviation": 1}"#,
      #"{"family": "sparse", "zeroCount": 1, "per": "neuron", "standardDeviation": 0}"#,
      #"{"family": "sparse", "zeroCount": 1.5, "per": "neuron", "standardDeviation": 1}"#,
      #"{"family": "center-tap", "channels": {"family": "constant", "value": 1}, "tap": 3, "tapCount": 3, "groups": 1}"#,
      #"{"family": "center-tap", "channels": {"family": "constant", "value": 1}, "tap": -1, "tapCount": 3, "groups": 1}"#,
      #"{"family": "center-tap", "channels": {"family": "constant", "value": 1}, "tap": 0, "tapCount": 1, "groups": 0}"#,
    ]
  )
  func malformed(json: String) {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(TensorLaw.self, from: Data(json.utf8))
    }
  }

  private static let simulated: [(String, LayerContext)] = [
    ("normal:mean=0.5,std=2", Making.layer(20, 6)), ("uniform:low=-1,high=3", Making.layer(20, 6)),
    ("zero-hadamard-star:distribution=rademacher", Making.layer(20, 6, position: .first)),
    ("aci:k=3", Making.layer(20, 6)), ("raai", Making.layer(20, 6)), ("rai", Making.layer(20, 1)),
    ("sparse:sparsity=0.7,std=2", Making.layer(9, 7)),
    ("sparse:sparsity=0.7,std=2,convention=torch", Making.layer(9, 7)),
    ("orthogonal:gain=2", Making.layer(6, 4)), ("orthogonal", Making.layer(4, 6)),
    ("orthogonal", Making.layer(1, 1)), ("gsm", Making.layer(6, 8)),
    ("gsm", Making.layer(6, 8, position: .first)), ("gsm", Making.layer(6, 8, position: .last)),
    ("gsm:submatrix=orthogonal", Making.layer(6, 8, position: .last)),
    ("zero-hadamard", Making.layer(3, 5)), ("constant:value=2", Making.layer(3, 5)),
  ]

  @Test("The moments of a law are those of its draws", arguments: simulated)
  func moments(claim: String, layer: LayerContext) throws {
    let scheme = try Making.scheme(claim)
    let law = try scheme.weightLaw(of: layer)
    let moments = try #require(law.moments(neurons: layer.neurons, fanIn: layer.fanIn))
    let f = Double(layer.fanIn)
    var mean = BatchMean()
    var powers = [BatchMean(), BatchMean(), BatchMean()]
    var covariance = BatchMean()
    var sum = BatchMean()
    var sumVariance = BatchMean()
    for seed in 0..<500 {
      var seeded = layer
      seeded.seed = UInt64(seed)
      let weights = try Making.weights(claim, seeded)
      let deviations = weights.map { $0 - moments.mean }
      let count = Double(weights.count)
      mean.add(weights.reduce(0, +) / count)
      powers[0].add(deviations.reduce(0) { $0 + $1 * $1 } / count)
      powers[1].add(deviations.reduce(0) { $0 + $1 * $1 * $1 } / count)
      powers[2].add(deviations.reduce(0) { $0 + $1 * $1 * $1 * $1 } / count)
      var sums = (mean: 0.0, square: 0.0, covariance: 0.0)
      for row in 0..<layer.neurons {
        let entries = deviations[row * layer.fanIn..<(row + 1) * layer.fanIn]
        let total = entries.reduce(0, +)
        sums.mean += total + f * moments.mean
        sums.square += total * total
        sums.covariance += total * total - entries.reduce(0) { $0 + $1 * $1 }
      }
      let rows = Double(layer.neurons)
      sum.add(sums.mean / rows)
      sumVariance.add(sums.square / rows)
      if f > 1 { covariance.add(sums.covariance / rows / (f * (f - 1))) }
    }
    #expect(mean.agrees(with: moments.mean))
    #expect(powers[0].agrees(with: moments.variance))
    if let skewness = moments.skewness {
      #expect(powers[1].agrees(with: skewness * moments.variance * moments.variance.squareRoot()))
    }
    if let kurtosis = moments.kurtosis {
      #expect(powers[2].agrees(with: kurtosis * moments.variance * moments.variance))
    }
    if let correlation = moments.correlation {
      #expect(covariance.agrees(with: correlation * moments.variance))
    }
    if let rowSumMean = moments.rowSumMean { #expect(sum.agrees(with: rowSumMean)) }
    if let rowSumVariance = moments.rowSumVariance {
      #expect(sumVariance.agrees(with: rowSumVariance))
    }
    // Nothing that JSON cannot hold.
    #expect(throws: Never.self) { try JSONEncoder().encode(moments) }
  }

  /// Of the entries of a neuron none is special: which one is replaced is drawn.
  @Test("A bias of RAAI has the moments of the weights beside it")
  func biases() throws {
    for claim in ["raai", "rai", "raai:k=-0.9,variance=3"] {
      let layer = Making.layer(7, 12)
      let scheme = try Making.scheme(claim)
      let weight = try #require(try scheme.weightLaw(of: layer).moments(neurons: 7, fanIn: 12))
      let bias = try #require(try scheme.biasLaw(of: layer).moments(neurons: 7, fanIn: 1))
      #expect(bias.mean == weight.mean && bias.variance == weight.variance)
      #expect(bias.skewness == weight.skewness && bias.kurtosis == weight.kurtosis)
    }
  }

  @Test("Laws of extreme size have moments that JSON can hold")
  func extremes() throws {
    for claim in EveryScheme.claims {
      for (neurons, fanIn) in [(1, 1), (1, 2), (2, 1), (1 << 40, 1), (1, 1 << 40)] {
        let layer = Making.layer(neurons, fanIn)
        guard let law = try? Making.scheme(claim).weightLaw(of: layer),
          let moments = law.moments(neurons: neurons, fanIn: fanIn)
        else { continue }
        #expect(throws: Never.self, "\(claim)") { try JSONEncoder().encode(moments) }
      }
    }
  }
}
