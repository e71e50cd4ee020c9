import Testing
import WeightInit

@Suite("Biases")
struct BiasTests {
  private func bias(_ layer: String) throws -> (plan: TensorPlan?, values: [Double]) {
    let plan = try Making.plan(
      #"{"seed": 1, "initializer": "he-normal", "input": 8, "dtype": "float64", "layers": [\#(layer)]}"#
    )
    let tensor = plan.plannedTensors.first { $0.role == .bias }
    let values = try tensor.map { try plan.values(of: $0.descriptor.name, as: Double.self) ?? [] }
    return (tensor, values ?? [])
  }

  @Test("A bias is zero unless the scheme draws it")
  func zero() throws {
    let (tensor, values) = try bias(#"{"dense": 5}"#)
    #expect(values == [0, 0, 0, 0, 0])
    #expect(tensor?.scheme == "zeros")
    #expect(tensor?.law == .constant(0))
    #expect(tensor?.streams == [])
  }

  @Test("A layer may do without")
  func none() throws {
    #expect(try bias(#"{"dense": 5, "bias": false}"#).plan == nil)
    #expect(try bias(#"{"dense": 5, "bias": true}"#).plan != nil)
  }

  @Test("RAAI draws biases from the stream that the plan records")
  func drawn() throws {
    let (tensor, values) = try bias(#"{"dense": 5, "name": "fc", "initializer": "raai"}"#)
    #expect(tensor?.law == .replacedEntryBias(variance: 0.9, k: 100, fanIn: 8))
    #expect(tensor?.streams.map(\.stream) == [RandomStream(seed: 1, path: "fc", role: "bias")])
    #expect(Set(values).count == 5)
  }

  @Test("A claim of its own draws the bias, from a stream of its own")
  func claim() throws {
    let (tensor, values) = try bias(#"{"dense": 4000, "name": "fc", "bias": "normal:std=0.1"}"#)
    let stream = try #require(tensor?.streams.first?.stream)
    #expect(stream == RandomStream(seed: 1, path: "fc", role: "bias/weight"))
    #expect(tensor?.streams.map(\.role) == ["bias/weight"])
    #expect(tensor?.claim == "normal:mean=0,std=0.1")
    #expect(tensor?.law == .independent(.normal(mean: 0, standardDeviation: 0.1)))
    let expected = NormalFill(stream, standardDeviation: 0.1).values(0..<4000, as: Double.self)
    #expect(values == expected)
    var variance = BatchMean()
    for value in values { variance.add(value * value) }
    #expect(variance.agrees(with: 0.01))
  }

  @Test("A bias of its own does not change the weights")
  func weights() throws {
    func bytes(_ bias: String) throws -> [UInt8] {
      let plan = try Making.plan(
        #"{"initializer": "raai", "input": 8, "layers": [{"dense": 5, "bias": \#(bias)}]}"#
      )
      return try Making.bytes(plan, 0)
    }
    #expect(try bytes("true") == bytes(#""constant:value=0.5""#))
    #expect(try bytes("true") == bytes(#"{"uniform": {"low": -1, "high": 1}}"#))
  }
}
