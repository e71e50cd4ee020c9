import Foundation
import InitializationTheory
import Testing

/// References: mpmath in 30-digit arithmetic from the definitions, and closed forms.
@Suite("The edge of chaos by quadrature")
struct EdgeOfChaosTests {
  @Test(
    "σ_w² and σ_b² agree with references",
    arguments: [
      (.tanh, 1, 2.15330264890279003, 0.15096462937855289),
      (.gelu, 1, 2.19369990353239519, 0.0671916747056337342),
      (.silu, 1, 2.63516865987896243, 0.0624715002251668786),
      (.selu, 1, 0.933205801778029479, 0.0667941982219705514),
      (.elu, 1, 1.49677743543528658, 0.0346602520092012027),
      (.erf, 1, 1.7562036827601816, 0.184139677807452754),
      (.hardTanh, 1, 1.46479477349154408, 0.244080131735662709),
      (.tanh, 0.25, 1.3939616283140793, 0.00812515416223159756),
      (.gelu, 0.25, 2.81147534299036873, 0.0152229050810898812),
      (.silu, 0.25, 3.32991478637085776, 0.00941657299122273253),
      (.selu, 0.25, 0.735022752805448493, 0.00693824457324755069),
      (.elu, 0.25, 1.3130626367395218, 0.00401002835108969991),
      (.hardTanh, 0.25, 1.04766922627144435, 0.00889544784107483423),
      (.tanh, 9, 5.73956191155360532, 4.72306954504316195),
      (.gelu, 9, 1.95604728561507031, 0.30447672409233104),
      (.silu, 9, 2.02075115782168491, 0.412999847134796788),
      (.selu, 9, 1.32940975569880037, 1.07355083608031451),
      (.elu, 9, 1.77060309157416025, 0.462592033171761318),
      (.hardTanh, 9, 3.82969617408833324, 5.84188244547744027),
      (.sigmoid, 64, 121.521082770504523, 9.151481181619841),
      (.sigmoid, 400, 301.279754970072748, 255.345281093665467),
      (.mish, 1, 2.08731768197285928, 0.0558181435514511961),
      (.mish, 0.25, 2.38628253299542575, 0.00926230018161149211),
      (.mish, 9, 1.93816793758776273, 0.360789473852729901),
      (.softsign, 1, 4.39229636082279545, 0.196148180411397726),
      (.softsign, 0.25, 2.65380896254386753, 0.0223408352571647235),
      (.softsign, 9, 11.64979789776861, 4.14983433173564451),
    ] as [(ActivationFunction, Double, Double, Double)]
  )
  func references(
    activation: ActivationFunction,
    fixedPoint: Double,
    weightVariance: Double,
    biasVariance: Double
  ) throws {
    let edge = try EdgeOfChaos(activation, fixedPoint: fixedPoint)
    #expect(abs(edge.weightVariance - weightVariance) < 1e-11 * weightVariance)
    #expect(abs(edge.biasVariance - biasVariance) < 1e-11 * fixedPoint)
  }

  /// E erf² = (2/π) asin(2q/(1 + 2q)) and E erf'² = (4/π)/√(1 + 4q).
  @Test("erf has a closed form", arguments: [1e-4, 0.3, 1, 20, 1e4])
  func errorFunction(q: Double) throws {
    let edge = try EdgeOfChaos(.erf, fixedPoint: q)
    let weightVariance = Double.pi / 4 * (1 + 4 * q).squareRoot()
    #expect(abs(edge.weightVariance - weightVariance) < 1e-10 * weightVariance)
    let bias = q - weightVariance * 2 / Double.pi * asin(2 * q / (1 + 2 * q))
    #expect(abs(edge.biasVariance - bias) < 1e-10 * q)
  }

  @Test("For (leaky) ReLU it is He's variance without bias, for linear networks 1")
  func piecewiseLinear() throws {
    for q in [1e-6, 0.5, 1, 1e6] {
      let relu = try EdgeOfChaos(.relu, fixedPoint: q)
      #expect(abs(relu.weightVariance - 2) < 1e-12 && relu.biasVariance == 0)
      let leaky = try EdgeOfChaos(.leakyReLU(slope: 0.5), fixedPoint: q)
      #expect(abs(leaky.weightVariance - 1.6) < 1e-12 && leaky.biasVariance == 0)
      let linear = try EdgeOfChaos(.linear, fixedPoint: q)
      #expect(abs(linear.weightVariance - 1) < 1e-12 && linear.biasVariance == 0)
    }
  }

  @Test("A q* out of range is refused, and one that would need a negative bias variance")
  func refusals() {
    #expect(throws: TheoryError.self) { try EdgeOfChaos(.sigmoid, fixedPoint: 1) }
    for q in [0, -1, Double.nan, .infinity] {
      #expect(throws: TheoryError.self) { try EdgeOfChaos(.tanh, fixedPoint: q) }
    }
  }
}
