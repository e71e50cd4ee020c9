import Foundation
import InitializationTheory
import Testing

@Suite("Fractional moments")
struct FractionalMomentsTests {
  /// 40-digit sums over the number of active units.
  @Test(
    "Both methods agree with exact sums where one hands over to the other",
    arguments: [
      (width: 4999, order: 0.5, keep: 1.0, expected: 0.00040023013771247642019),
      (width: 5000, order: 0.5, keep: 1.0, expected: 0.00040015006165425776257),
      (width: 9999, order: 1.0, keep: 0.5, expected: 0.00010003751478744733912),
      (width: 10000, order: 1.0, keep: 0.5, expected: 0.00010002750828403623227),
    ]
  )
  func handover(width: Int, order: Double, keep: Double, expected: Double) throws {
    let found = try FractionalMoments.criticalVariance(order: order, width: width, keep: keep)
    #expect(abs(found / expected - 1) < 1e-13)
  }

  @Test(
    "Linear units: the moment of a chi-square variable",
    arguments: [
      (width: 4999, order: 0.5, expected: 0.00020007002325726462105),
      (width: 5000, order: 0.5, expected: 0.00020003000325011247047),
      (width: 10_000_000, order: 1.0, expected: 1.00000005000000125e-7),
    ]
  )
  func linear(width: Int, order: Double, expected: Double) throws {
    let found = try FractionalMoments.criticalVariance(
      order: order,
      width: width,
      slope: .fixed(1)
    )
    #expect(abs(found / expected - 1) < 1e-13)
  }

  @Test(
    "Order 2 has the closed form 2 keep / (d (1 + a²))",
    arguments: [1, 2, 300, 5000, 10_000_000],
    [0, 0.01, 1]
  )
  func orderTwo(width: Int, slope: Double) throws {
    for keep in [1, 0.5, 1e-6] {
      let found = try FractionalMoments.criticalVariance(
        order: 2,
        width: width,
        slope: .fixed(slope),
        keep: keep
      )
      let expected = 2 * keep / (Double(width) * (1 + slope * slope))
      #expect(abs(found / expected - 1) < 1e-13, "keep \(keep): \(found), \(expected)")
    }
  }

  @Test("Order 4 has the closed form (E Z)² + Var Z", arguments: [1, 2, 64, 5000, 10_000_000])
  func orderFour(width: Int) throws {
    for (slope, keep) in [(0.0, 1.0), (0.3, 0.5), (1, 1)] {
      let mean = (1 + slope * slope) / (2 * keep)
      let variance = 3 * (1 + pow(slope, 4)) / (2 * pow(keep, 3)) - mean * mean
      let d = Double(width)
      let found = try FractionalMoments.logMoment(
        order: 4,
        width: width,
        slope: .fixed(slope),
        keep: keep
      )
      let expected = log(d * d * mean * mean + d * variance)
      #expect(abs(found - expected) < 1e-13 * max(1, abs(expected)))
    }
  }

  @Test(
    "One unit has the closed form keep^(1-s) (1 + a^s) E|z|^s / 2",
    arguments: [0.05, 0.5, 1, 1.9, 3.9]
  )
  func oneUnit(order: Double) throws {
    let absolute = pow(2, order / 2) * tgamma((order + 1) / 2) / (2 * Double.pi.squareRoot())
    for slope in [0, 1e-200, 1e-9, 0.25, 1] {
      for keep in [1, 0.3, 1e-6] {
        let found = try FractionalMoments.logMoment(
          order: order,
          width: 1,
          slope: .fixed(slope),
          keep: keep
        )
        let expected = log(pow(keep, 1 - order) * (1 + pow(slope, order)) * absolute)
        #expect(abs(found - expected) < 1e-13 * max(1, abs(expected)), "\(slope) \(keep)")
      }
    }
  }

  @Test(
    "One unit with a random slope: both readings are the mean over the slope",
    arguments: [0...1.0, 0.125...0.375, 0.2...0.2, 0...1e-9, 1e-12...0.5]
  )
  func oneUnitRandomSlope(slopes: ClosedRange<Double>) throws {
    let (l, u) = (slopes.lowerBound, slopes.upperBound)
    for s in [0.1, 1, 1.9] {
      let mean = l == u ? pow(l, s) : (pow(u, s + 1) - pow(l, s + 1)) / ((s + 1) * (u - l))
      let moment =
        (1 + mean) * pow(2, s / 2) * tgamma((s + 1) / 2) / (2 * Double.pi.squareRoot())
      let expected = pow(moment, -2 / s)
      for slope in [NegativeSlope.uniformPerUnit(slopes), .uniformPerLayer(slopes)] {
        let found = try FractionalMoments.criticalVariance(order: s, width: 1, slope: slope)
        #expect(abs(found / expected - 1) < 2e-13 / s, "s \(s): \(found), \(expected)")
      }
    }
  }

  @Test("Two units with independent slopes on (0, 1), against a double integral over the quadrants")
  func twoUnitsRandomSlope() throws {
    let found = try FractionalMoments.criticalVariance(
      order: 1,
      width: 2,
      slope: .uniformPerUnit(0...1)
    )
    #expect(abs(found / 1.06377205065793 - 1) < 1e-13)
  }

  @Test("Few active units: dropout of all but one in a thousand")
  func strongDropout() throws {
    let found = try FractionalMoments.criticalVariance(order: 0.5, width: 3, keep: 0.001)
    #expect(abs(found / 432880.46293650693623 - 1) < 1e-12)
  }

  @Test("Small orders keep their digits")
  func smallOrder() throws {
    let found = try FractionalMoments.criticalVariance(order: 0.001, width: 300)
    #expect(abs(found / 0.0067227340248996114551 - 1) < 1e-13)
    // As s goes to 0 the critical variance goes to exp(-E log Z): here from the mean log growth
    // -0.0766728… of a layer of 10 units, slope 1/2 and variance 0.16.
    let limit = 0.16 * exp(2 * 0.076672832331184288551)
    let tiny = try FractionalMoments.criticalVariance(order: 1e-12, width: 10, slope: .fixed(0.5))
    #expect(abs(tiny / limit - 1) < 2e-12)
  }

  @Test("A variance beyond the range of Double is infinite")
  func overflow() throws {
    #expect(try FractionalMoments.criticalVariance(order: 1e-4, width: 1) == .infinity)
  }

  @Test("The second-order expansion is exact to third order", arguments: [100, 1000, 100_000])
  func secondOrder(width: Int) throws {
    for (order, slope, keep) in [(0.5, 0.0, 1.0), (1, 0.5, 0.7), (1.5, 1, 1)] {
      let exact = try FractionalMoments.criticalVariance(
        order: order,
        width: width,
        slope: .fixed(slope),
        keep: keep
      )
      let expansion = try FractionalMoments.secondOrderCriticalVariance(
        order: order,
        width: width,
        slope: slope,
        keep: keep
      )
      #expect(abs(expansion / exact - 1) < 20 / pow(Double(width), 2) + 1e-14)
    }
  }

  @Test(
    "Width 1e7 differs from the second-order expansion by rounding only",
    arguments: [0.1, 1, 2]
  )
  func veryWide(order: Double) throws {
    for (slope, keep) in [(0.0, 1.0), (0.25, 0.5), (1, 1)] {
      let exact = try FractionalMoments.criticalVariance(
        order: order,
        width: 10_000_000,
        slope: .fixed(slope),
        keep: keep
      )
      let expansion = try FractionalMoments.secondOrderCriticalVariance(
        order: order,
        width: 10_000_000,
        slope: slope,
        keep: keep
      )
      #expect(abs(expansion / exact - 1) < 1e-12)
    }
  }

  @Test("Values out of range are refused with what was found and expected")
  func outOfRange() {
    let calls: [(String, () throws -> Double)] = [
      (
        "`order` is 0; expected a number in (0, 2].",
        {
          try FractionalMoments.criticalVariance(order: 0, width: 3)
        }
      ),
      (
        "`order` is 4.5; expected a number in (0, 4.5).",
        {
          try FractionalMoments.logMoment(order: 4.5, width: 3)
        }
      ),
      (
        "`width` is 0; expected a whole number from 1 to 9007199254740992.",
        {
          try FractionalMoments.criticalVariance(order: 1, width: 0)
        }
      ),
      (
        "`slope` is 1.5; expected a number in [0, 1].",
        {
          try FractionalMoments.criticalVariance(order: 1, width: 3, slope: .fixed(1.5))
        }
      ),
      (
        "`lower slope` is -1; expected a number in [0, 1].",
        {
          try FractionalMoments.criticalVariance(order: 1, width: 3, slope: .uniformPerUnit(-1...1))
        }
      ),
      (
        "`keep` is nan; expected a number in (0, 1].",
        {
          try FractionalMoments.criticalVariance(order: 1, width: 3, keep: .nan)
        }
      ),
    ]
    for (message, call) in calls {
      let error = #expect(throws: TheoryError.self) { try call() }
      #expect(error?.code == .parameterOutOfRange)
      #expect(error?.message == message)
    }
  }
}
