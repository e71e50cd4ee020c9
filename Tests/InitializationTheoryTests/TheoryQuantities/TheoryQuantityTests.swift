import Foundation
import InitializationTheory
import Testing

@Suite("Theoretical quantities by name")
struct TheoryQuantityTests {
  @Test("Names and parameter names are unique, and every line is filled in")
  func declarations() {
    let names = TheoryQuantity.builtIn.map(\.name)
    #expect(Set(names).count == names.count)
    for quantity in TheoryQuantity.builtIn {
      let parameters = quantity.parameters.map(\.name)
      #expect(Set(parameters).count == parameters.count)
      #expect(!quantity.summary.isEmpty && !quantity.source.isEmpty)
      #expect(quantity.parameters.allSatisfy { !$0.summary.isEmpty })
    }
  }

  @Test("Parameters that are left out take their defaults")
  func defaults() throws {
    let quantity = try TheoryQuantity.named("frac.critical_variance")
    #expect(quantity.parameters.map(\.name) == ["s", "d", "a", "keep"])
    #expect(quantity.parameters.map(\.isRequired) == [true, true, false, false])
    #expect(
      try quantity.evaluate(["s": 2, "d": 8])
        == quantity.evaluate(["s": "2.0", "d": "8", "a": "0", "keep": "1"])
    )
  }

  @Test("An unknown quantity is answered with the nearest and with all names")
  func unknownQuantity() {
    let error = #expect(throws: TheoryError.self) { try TheoryQuantity.named("aci.varience") }
    #expect(error?.code == .unknownQuantity)
    let message = error?.message ?? ""
    #expect(
      message.hasPrefix(
        "There is no quantity `aci.varience` (did you mean `aci.variance`?). The quantities are "
      )
    )
    for quantity in TheoryQuantity.builtIn {
      #expect(message.contains("`\(quantity.name)`"))
    }
    let far = #expect(throws: TheoryError.self) {
      try TheoryQuantity.named(String(repeating: "x", count: 100_000))
    }
    #expect(far?.message.contains("did you mean") == false)
  }

  @Test(
    "Wrong arguments are refused with what was found and what is expected",
    arguments: [
      (
        ["fan_in": 3, "kk": 1], TheoryError.Code.unknownParameter,
        "`aci.variance` has no parameter `kk`; its parameters are `fan_in`, `k`, `variance`."
      ),
      (
        ["fan_im": 3], .unknownParameter,
        """
        `aci.variance` has no parameter `fan_im` (did you mean `fan_in`?); \
        its parameters are `fan_in`, `k`, `variance`.
        """
      ),
      (
        ["k": 1], .missingParameter,
        """
        `aci.variance` needs `fan_in`: number of weights of a neuron, \
        a whole number from 1 to 9007199254740992. Add `fan_in=…`.
        """
      ),
      (
        ["fan_in": "many"], .illTypedParameter,
        """
        `fan_in` of `aci.variance` is `many`; \
        expected a whole number from 1 to 9007199254740992.
        """
      ),
      (
        ["fan_in": 2.5], .illTypedParameter,
        """
        `fan_in` of `aci.variance` is `2.5`; \
        expected a whole number from 1 to 9007199254740992.
        """
      ),
      (
        ["fan_in": 0], .parameterOutOfRange,
        """
        `fan_in` of `aci.variance` is `0`; \
        expected a whole number from 1 to 9007199254740992.
        """
      ),
      (
        ["fan_in": 3, "k": -1], .parameterOutOfRange,
        "`k` of `aci.variance` is `-1`; expected a number in (-1, inf]."
      ),
      (
        ["fan_in": 3, "variance": "1e999"], .illTypedParameter,
        "`variance` of `aci.variance` is `1e999`; expected a number in (0, inf)."
      ),
    ] as [([String: TheoryArgument], TheoryError.Code, String)]
  )
  func wrongArguments(
    arguments: [String: TheoryArgument],
    code: TheoryError.Code,
    message: String
  ) throws {
    let quantity = try TheoryQuantity.named("aci.variance")
    let error = #expect(throws: TheoryError.self) { try quantity.evaluate(arguments) }
    #expect(error?.code == code)
    #expect(error?.message == message)
    #expect(error?.description == message)
  }

  @Test("Names, pairs of bounds and sizes are checked too")
  func otherKinds() throws {
    let matrix = try TheoryQuantity.named("zero.matrix")
    let unknownScale = #expect(throws: TheoryError.self) {
      try matrix.evaluate(["fan_out": 2, "fan_in": 1, "scale": "authors"])
    }
    #expect(
      unknownScale?.message
        == "`scale` of `zero.matrix` is `authors`; expected one of `paper`, `isometric`."
    )
    let tooLarge = #expect(throws: TheoryError.self) {
      try matrix.evaluate(["fan_out": 1_000_000_000, "fan_in": 1])
    }
    #expect(tooLarge?.code == .parameterOutOfRange)
    let slopes = try TheoryQuantity.named("frac.critical_variance_rrelu_per_unit")
    let reversed = #expect(throws: TheoryError.self) {
      try slopes.evaluate(["s": 1, "d": 4, "lower": "1/2", "upper": "1/4"])
    }
    #expect(
      reversed?.message == "`lower` is 0.5 and `upper` is 0.25; expected `lower` <= `upper`."
    )
    let pair = try TheoryQuantity.named("aci.correlation")
    let single = #expect(throws: TheoryError.self) { try pair.evaluate(["fan_in": 1]) }
    #expect(single?.code == .parameterOutOfRange)
  }

  @Test(
    "Text is read as a number where it is one",
    arguments: [
      ("0.8", 0.8), ("1e-3", 0.001), ("-2", -2), ("1/3", 1.0 / 3), ("-1/4", -0.25), ("0.5/2", 0.25),
      ("inf", .infinity), ("Infinity", .infinity), ("-inf", -.infinity), ("nan", nil), ("", nil),
      ("1/0", nil), ("1/2/3", nil), ("/2", nil), ("1/", nil), ("1e400", nil), ("inf/2", nil),
      ("1e300/1e-300", nil), ("0,8", nil), (" 1", nil), ("paper", nil),
    ] as [(String, Double?)]
  )
  func numericText(text: String, value: Double?) {
    #expect(TheoryArgument.text(text).numericValue == value)
  }

  @Test(
    "Lists are read with and without brackets; other texts are no lists",
    arguments: [
      ("[4, 3, 5]", [4, 3, 5]), ("4,3", [4, 3]), ("7", [7]), ("[]", []), ("4,,3", nil),
      ("[4", nil), ("4,x", nil),
    ] as [(String, [Double]?)]
  )
  func lists(text: String, values: [Double]?) {
    #expect(TheoryArgument.text(text).numericValues == values)
  }

  @Test("Arguments are read from JSON and values written to it")
  func json() throws {
    let arguments = try JSONDecoder().decode(
      [String: TheoryArgument].self,
      from: Data(
        #"{"k": "inf", "fan_in": 4, "a": 0.5, "widths": [4, 3], "orthogonal": false}"#.utf8
      )
    )
    #expect(
      arguments == [
        "k": "inf", "fan_in": 4, "a": 0.5, "widths": .list([4, 3]), "orthogonal": "false",
      ]
    )
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([TheoryArgument].self, from: Data("[[[1]]]".utf8))
    }
    let values: [TheoryValue] = [
      .number(0.25), .number(.infinity), .list([1.5, -.infinity]), .matrix([[0.5], [2.5]]),
      .record(["a": 0.5]),
    ]
    let text = String(decoding: try JSONEncoder().encode(values), as: UTF8.self)
    #expect(text == #"[0.25,"inf",[1.5,"-inf"],[[0.5],[2.5]],{"a":0.5}]"#)
  }
}
