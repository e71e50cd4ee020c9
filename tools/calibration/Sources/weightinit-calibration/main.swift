import Foundation
import WeightInit
import WeightVerification

let words = Array(CommandLine.arguments.dropFirst())
let command = words.first ?? ""
let arguments = Array(words.dropFirst())

/// The values of an option that may be given several times.
func values(_ name: String, in arguments: [String]) -> [String] {
  zip(arguments, arguments.dropFirst()).filter { $0.0 == name }.map(\.1)
}

func integer(_ name: String, in arguments: [String], default value: Int) -> Int {
  values(name, in: arguments).last.flatMap(Int.init) ?? value
}

do {
  let seed = UInt64(integer("--seed", in: arguments, default: 1))
  let correlations = integer(
    "--correlations",
    in: arguments,
    default: Verifier.defaultCorrelationWork
  )
  switch command {
  case "false-alarms":
    try FalseAlarms.run(networks: integer("--networks", in: arguments, default: 10_000), seed: seed)
  case "faults":
    try Faults.run(
      size: integer("--size", in: arguments, default: 64),
      repetitions: integer("--repetitions", in: arguments, default: 1000),
      only: values("--only", in: arguments),
      seed: seed,
      correlations: correlations
    )
  case "speed":
    try Speed.run(
      size: integer("--size", in: arguments, default: 2048),
      rounds: integer("--rounds", in: arguments, default: 7),
      only: values("--only", in: arguments),
      type: values("--type", in: arguments).last.flatMap(ElementType.init) ?? .float32,
      correlations: correlations,
      reference: values("--numpy", in: arguments).last.flatMap(Double.init)
    )
  case "memory":
    try Speed.memory(size: integer("--size", in: arguments, default: 2048))
  default:
    FileHandle.standardError.write(
      Data("unknown command `\(command)`; see tools/calibration/run\n".utf8)
    )
    exit(64)
  }
} catch {
  FileHandle.standardError.write(Data("\(error)\n".utf8))
  exit(70)
}
