import Testing
import WeightInit

@Suite("Mistakes in specifications")
struct SpecificationErrorTests {
  /// A specification with one mistake, where it is, and a part of what is said.
  struct Mistake: Sendable, CustomTestStringConvertible {
    let json: String
    let pointer: String
    let line: Int?
    let message: String

    init(_ json: String, at pointer: String, line: Int? = 1, _ message: String) {
      self.json = json
      self.pointer = pointer
      self.line = line
      self.message = message
    }

    /// A mistake in the layers, each of which stands on a line of its own from 2.
    static func layers(
      _ layers: [String],
      at pointer: String,
      line: Int = 2,
      input: String = "8",
      initializer: String = "he-normal",
      _ message: String
    ) -> Mistake {
      Mistake(
        #"{"initializer": "\#(initializer)", "input": \#(input), "layers": ["#
          + "\n" + layers.joined(separator: ",\n") + "]}",
        at: "/layers/" + pointer,
        line: line,
        message
      )
    }

    var testDescription: String { json }
  }

  private static let roots = [
    Mistake("[]", at: "", "a specification is a map"),
    Mistake("3", at: "", "found the number 3"),
    Mistake(#"{"initializer": "raai"}"#, at: "", "`layers` is missing"),
    Mistake(#"{"layers": []}"#, at: "/layers", "`layers` is empty"),
    Mistake(#"{"layers": 3}"#, at: "/layers", "must be a list, found the number 3"),
    Mistake(#"{"layers": ["flatten"], "input": 3, "sed": 1}"#, at: "/sed", "did you mean `seed`?"),
    Mistake(
      #"{"layers": ["flatten"], "input": 3, "x/y~z": 1}"#,
      at: "/x~1y~0z",
      "known are seed, initializer"
    ),
    Mistake(#"{"seed": -1, "layers": ["flatten"], "input": 3}"#, at: "/seed", "from 0 to 184467"),
    Mistake(
      #"{"seed": 1.5, "layers": ["flatten"], "input": 3}"#,
      at: "/seed",
      "found the number 1.5"
    ),
    Mistake(
      #"{"seed": 18446744073709551616, "layers": ["flatten"], "input": 3}"#,
      at: "/seed",
      "whole number"
    ),
    Mistake(
      #"{"dtype": "float23", "layers": ["flatten"], "input": 3}"#,
      at: "/dtype",
      "did you mean `float32`?"
    ),
    Mistake(
      #"{"layout": "tensorflow", "layers": ["flatten"], "input": 3}"#,
      at: "/layout",
      "one of pytorch, keras, mlx"
    ),
    Mistake(#"{"input": 0, "layers": ["flatten"]}"#, at: "/input", "all at least 1"),
    Mistake(#"{"input": [3, 0], "layers": ["flatten"]}"#, at: "/input", "found a list"),
    Mistake(#"{"input": [1, 2, 3, 4, 5], "layers": ["flatten"]}"#, at: "/input", "one to three"),
    Mistake(#"{"input": "8", "layers": ["flatten"]}"#, at: "/input", #"found the string "8""#),
    Mistake(
      #"{"initializer": "rai:", "input": 8, "layers": [{"dense": 2}]}"#,
      at: "/initializer",
      "where key=value was expected"
    ),
    Mistake(
      #"{"initializer": 3, "input": 8, "layers": [{"dense": 2}]}"#,
      at: "/initializer",
      "found the number 3"
    ),
    Mistake(
      #"{"initializer": "ra-ai", "input": 8, "layers": [{"dense": 2}]}"#,
      at: "/initializer",
      "unknown initializer `ra-ai`, did you mean `raai`?"
    ),
    Mistake(
      #"{"initializer": "raai:k=-1", "input": 8, "layers": [{"dense": 2}]}"#,
      at: "/initializer",
      "`k` of raai must be a number above -1, or inf"
    ),
    Mistake(
      #"{"initializer": {"raai": {"k": -1}}, "input": 8, "layers": [{"dense": 2}]}"#,
      at: "/initializer/raai/k",
      "found the number -1"
    ),
    Mistake(
      #"{"initializer": {"name": "raai", "k": "x"}, "input": 8, "layers": [{"dense": 2}]}"#,
      at: "/initializer/k",
      #"found the string "x""#
    ),
    Mistake(
      #"{"initializer": "raai:variance=0", "input": 8, "layers": [{"dense": 2}]}"#,
      at: "/initializer",
      "above 0"
    ),
    Mistake(
      #"{"initializer": "raai:vairance=1", "input": 8, "layers": [{"dense": 2}]}"#,
      at: "/initializer",
      "unknown parameter `vairance` of raai, did you mean `variance`?"
    ),
    Mistake(
      #"{"initializer": "raai:x=1", "input": 8, "layers": [{"dense": 2}]}"#,
      at: "/initializer",
      "unknown parameter `x` of raai; `raai` takes k, variance"
    ),
    Mistake(
      #"{"initializer": "zeros:k=1", "input": 8, "layers": [{"dense": 2}]}"#,
      at: "/initializer",
      "`zeros` takes no parameters"
    ),
    Mistake(
      #"{"initializer": "raai:k=1,k=2", "input": 8, "layers": [{"dense": 2}]}"#,
      at: "/initializer",
      "given twice"
    ),
    Mistake(
      #"{"initializer": "normal", "input": 8, "layers": [{"dense": 2}]}"#,
      at: "/initializer/std",
      "needs a parameter `std`: a number above 0"
    ),
    Mistake(
      #"{"initializer": "uniform:low=1,high=1", "input": 8, "layers": [{"dense": 2}]}"#,
      at: "/initializer",
      "`high` must be above `low`, found 1 and 1"
    ),
    Mistake(
      #"{"initializer": "uniform:low=-1e308,high=1e308", "input": 8, "layers": [{"dense": 2}]}"#,
      at: "/initializer",
      "too wide"
    ),
    Mistake(
      #"{"initializer": "he-normal:mode=fan-in", "input": 8, "layers": [{"dense": 2}]}"#,
      at: "/initializer",
      "did you mean `fan_in`?"
    ),
    Mistake(
      #"{"input": 8, "layers": [{"dense": 2}]}"#,
      at: "/layers/0",
      "the layer has no initializer"
    ),
  ]

  private static let layers: [Mistake] = [
    .layers([#"{"dnese": 2}"#], at: "0/dnese", "unknown layer kind `dnese`, did you mean `dense`?"),
    .layers([#"{"transformer": 2}"#], at: "0", "unknown layer kind `transformer`; known are dense"),
    .layers([#"{"Linear": 2}"#], at: "0/Linear", "here it is called `dense`"),
    .layers([#"{"dropout": 0.5}"#], at: "0/dropout", "it has no weights: leave it out"),
    .layers([#""relu""#], at: "0/relu", "with the layer before it: `activation: relu`"),
    .layers([#"{"name": "a"}"#], at: "0", "the layer names no kind"),
    .layers([#"{"dense": 2, "flatten": null}"#], at: "0", "found `dense` and `flatten`"),
    .layers(["7"], at: "0", "a layer is a map"),
    .layers([#""flaten""#], at: "0/flaten", "did you mean `flatten`?"),
    .layers([#"{"dense": 0}"#], at: "0/dense", "`units` of dense must be a whole number from 1"),
    .layers([#"{"dense": {"units": -3}}"#], at: "0/dense/units", "found the number -3"),
    .layers([#"{"dense": 2.0}"#], at: "0/dense", "found the number 2.0"),
    .layers([#"{"dense": null}"#], at: "0/units", "dense needs a parameter `units`"),
    .layers([#"{"dense": 2, "units": 3}"#], at: "0/units", "given twice"),
    .layers(
      [#"{"dense": 2, "activaton": "relu"}"#],
      at: "0/activaton",
      "did you mean `activation`?"
    ),
    .layers(
      [#"{"dense": {"units": 2, "name": "a"}}"#],
      at: "0/dense/name",
      "move it out, beside `dense`"
    ),
    .layers([#"{"dense": 2, "activation": "rleu"}"#], at: "0/activation", "did you mean `relu`?"),
    .layers(
      [#"{"dense": 2, "activation": "leaky-relu:slope=2"}"#],
      at: "0/activation",
      "from 0 up to 1"
    ),
    .layers([#"{"dense": 2, "name": ""}"#], at: "0/name", "1 to 200 bytes"),
    .layers([#"{"dense": 2, "name": "a/b"}"#], at: "0/name", "without `/`"),
    .layers([#"{"dense": 2, "name": "a..b"}"#], at: "0/name", "`..`"),
    .layers([#"{"dense": 2, "name": ".hidden"}"#], at: "0/name", "dots at its ends"),
    .layers([#"{"dense": 2, "name": "a "}"#], at: "0/name", "without spaces or dots"),
    .layers([#"{"dense": 2, "name": "a\u0085b"}"#], at: "0/name", "control characters"),
    .layers([#"{"dense": 2, "name": "a\u2028b"}"#], at: "0/name", "line separators"),
    .layers(
      [#"{"dense": 2, "name": "\#(String(repeating: "é", count: 101))"}"#],
      at: "0/name",
      "200 bytes"
    ),
    .layers([#"{"dense": 2, "name": true}"#], at: "0/name", "found true"),
    .layers([#"{"dense": 2, "dtype": "f32"}"#], at: "0/dtype", "one of float32, float64"),
    .layers(
      [#"{"dense": 2, "name": "a"}"#, #"{"dense": 2, "name": "a"}"#],
      at: "1/name",
      line: 3,
      "already taken by the layer at /layers/0"
    ),
    .layers(
      [#"{"dense": 2, "name": "dense2"}"#, #"{"dense": 2}"#],
      at: "1/name",
      line: 3,
      "`dense2` is already taken"
    ),
    .layers(
      [#""flatten""#, #"{"dense": 2, "in": 9}"#],
      at: "1",
      line: 3,
      "`in` says 9 features, but the layer before gives 8"
    ),
    .layers([#"{"dense": 2, "bias": 3}"#], at: "0/bias", "found the number 3"),
    .layers([#"{"dense": 2, "bias": "normal:std=0"}"#], at: "0/bias", "above 0"),
    .layers([#"{"flatten": null, "bias": true}"#], at: "0/bias", "a `flatten` layer has no bias"),
    .layers(
      [#"{"dense": 2, "initializer": {"raai": 3}}"#],
      at: "0/initializer",
      "expected a name such as `raai`"
    ),
    .layers(
      [
        #"{"dense": 2, "initializer": "gsm:odd=leftover"}"#,
        #"{"dense": 3, "initializer": "gsm:position=first"}"#,
      ],
      at: "1",
      line: 3,
      "odd width of 3 outputs"
    ),
    .layers([#"{"conv1d": 2, "kernel": 3}"#], at: "0", "its input is 8 features"),
    .layers([#"{"conv2d": 2, "kernel": 3}"#], at: "0", input: "[3, 9]", "with 2 spatial axes"),
    .layers([#"{"conv1d": 2, "kernel": 10}"#], at: "0", input: "[3, 9]", "does not fit"),
    .layers([#"{"conv1d": 2}"#], at: "0/kernel", input: "[3, 9]", "needs a parameter `kernel`"),
    .layers(
      [#"{"conv2d": 2, "kernel": [3, 3, 3]}"#],
      at: "0/kernel",
      input: "[3, 9, 9]",
      "a list of 2"
    ),
    .layers(
      [#"{"conv1d": 2, "kernel": 3, "padding": "full"}"#],
      at: "0/padding",
      input: "[3, 9]",
      "valid, same"
    ),
    .layers(
      [#"{"conv1d": 2, "kernel": 3, "stride": 0}"#],
      at: "0/stride",
      input: "[3, 9]",
      "from 1"
    ),
    .layers(
      [#"{"conv1d": 4, "kernel": 3, "groups": 3}"#],
      at: "0/groups",
      input: "[3, 9]",
      "the 4 output channels"
    ),
    .layers(
      [#"{"conv1d": 4, "kernel": 3, "groups": 2}"#],
      at: "0",
      input: "[3, 9]",
      "the 3 input channels"
    ),
    .layers(
      [#"{"conv1d": 4, "kernel": 3, "in": 2}"#],
      at: "0",
      input: "[3, 9]",
      "`in` says 2 channels"
    ),
    .layers([#"{"dense": 4}"#], at: "0", input: "[3, 9]", "put `flatten`, `tokens` or a `pool`"),
    .layers([#"{"pool": 2}"#], at: "0", "its input is 8 features"),
    .layers([#"{"tensor": [2, 3], "neurons": 2}"#], at: "0/neurons", "the shape has 2 axes"),
    .layers([#"{"tensor": [2, 0]}"#], at: "0/tensor", "from 1"),
    .layers([#"{"tensor": [4294967296, 4294967296, 4294967296]}"#], at: "0", "too large"),
    .layers(
      [#"{"tensor": [1073741824, 1073741824]}"#, #"{"tensor": [1073741824, 1073741824]}"#],
      at: "1",
      line: 3,
      "`tensor2` are together too large"
    ),
    .layers([#"{"tensor": 2}"#, #"{"dense": 2}"#], at: "1", line: 3, "give `in: …` here"),
    .layers([#"{"embedding": 4}"#], at: "0/vocabulary", "needs a parameter `vocabulary`"),
  ]

  @Test("A mistake is reported once, at its place, with what to do", arguments: roots + layers)
  func mistake(_ mistake: Mistake) throws {
    let problems = try Making.problems(mistake.json)
    #expect(problems.count == 1, "\(problems)")
    let problem = try #require(problems.first)
    #expect(problem.pointer == mistake.pointer)
    #expect(problem.line == mistake.line)
    #expect(problem.message.contains(mistake.message), "\(problem.message)")
  }

  @Test("All problems are reported at once, in document order, and nothing that follows from them")
  func several() throws {
    let problems = try Making.problems(
      """
      {
        "seed": -3,
        "initializer": "raai:k=-1",
        "input": [3, 8, 8],
        "layers": [
          {"conv2d": 6, "kernel": 3, "padding": "sane", "activation": "rleu"},
          {"pool": 20, "initializer": "rai"},
          {"conv2d": 8, "kernel": 3, "initializer": "orthogonal:gain=0", "bias": "normal"},
          {"flaten": null, "activation": "tanhh"},
          {"dense": 0, "name": "a/b"},
          {"dense": 10, "in": 77, "initializer": "zero"}
        ],
        "sed": 1
      }
      """
    )
    let found = problems.map { "\($0.line ?? 0) \($0.pointer)" }
    #expect(
      found == [
        "2 /seed", "3 /initializer", "6 /layers/0/activation", "6 /layers/0/padding",
        "8 /layers/2/initializer", "8 /layers/2/bias/std", "9 /layers/3/flaten",
        "9 /layers/3/activation",
        "10 /layers/4/name", "10 /layers/4/dense", "11 /layers/5/initializer", "13 /sed",
      ]
    )
  }

  @Test("Tensors of different layers that would share a name are refused")
  func collision() throws {
    let problems = try Making.problems(
      #"{"initializer": "zeros", "input": 4, "layers": [{"dense": 4, "name": "a"}, {"tensor": 4, "name": "a.bias"}]}"#
    )
    #expect(problems.map(\.message) == ["two tensors are called `a.bias`; rename a layer"])
  }

  @Test("A wrong claim on the command line is not a problem of the document")
  func override() {
    for (claim, code) in [
      ("raia", WeightInitError.Code.unknownInitializer), ("raai:k=-2", .invalidClaim),
      ("raai:", .invalidClaim),
    ] {
      let error = #expect(throws: WeightInitError.self) {
        try Making.plan(
          #"{"initializer": "zeros", "input": 4, "layers": [{"dense": 4}]}"#,
          overrides: .init(initializer: claim)
        )
      }
      #expect(error?.code == code)
      #expect(error?.diagnostics.isEmpty == true)
    }
  }

  @Test("Specifications made by code are held to the same")
  func code() throws {
    for input in [
      FeatureShape(channels: 0), FeatureShape(channels: -4),
      FeatureShape(channels: 2, spatial: [0]),
      FeatureShape(channels: 10, flattenedFrom: [3, 4]),
      FeatureShape(channels: 4, flattenedFrom: [.max, .max]),
    ] {
      let spec = try NetworkSpec(
        seed: 1,
        initializer: "raai",
        input: input,
        layers: [.dense(3, name: "a")]
      )
      let error = #expect(throws: WeightInitError.self) { try InitializationPlan(spec) }
      #expect(error?.diagnostics.map(\.pointer) == ["/input"])
    }
    #expect(throws: WeightInitError.self) { try LayerSpec.dense(0) }
    #expect(throws: WeightInitError.self) { try LayerSpec.dense(3, initializer: "raai:k") }
    #expect(throws: WeightInitError.self) { try LayerSpec("dens", ["units": .integer(3)]) }
    #expect(throws: WeightInitError.self) { try LayerSpec("conv1d", ["channels": .number(.nan)]) }
    let spec = try NetworkSpec(
      seed: 1,
      initializer: "raai",
      input: FeatureShape(channels: 4),
      layers: [.dense(3, name: "a"), .dense(3, name: "a"), .dense(2, name: "x/y")]
    )
    let error = #expect(throws: WeightInitError.self) { try InitializationPlan(spec) }
    #expect(error?.diagnostics.map(\.pointer) == ["/layers/1/name", "/layers/2/name"])
  }
}
