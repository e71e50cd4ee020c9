// Usage: weightinit-benchmark WORKLOAD [ARGUMENT…]
//
//   fill DISTRIBUTION TYPE         nanoseconds a value of filling 2^18 values again and again
//   layer CLAIM WIDTH ROWS JOBS    seconds of drawing one layer of ROWS neurons with WIDTH inputs
//   statistics DISTRIBUTION VALUES SEED JOBS    counts for tools/benchmark/soundness
//   words SEED STREAMS             raw words to standard output, the streams taking turns, endlessly
//
// Prints one JSON object. The instruction set is that of WEIGHTINIT_INSTRUCTION_SET.

import Foundation
import WeightInit

let arguments = Array(CommandLine.arguments.dropFirst())
do {
  try InstructionSet.checkEnvironment()
  switch arguments.first {
  case "fill" where arguments.count == 3:
    try FillBenchmark(distribution: arguments[1], type: arguments[2]).run()
  case "layer" where arguments.count == 5:
    try LayerBenchmark(
      claim: arguments[1],
      width: number(arguments[2]),
      rows: number(arguments[3]),
      jobs: number(arguments[4])
    ).run()
  case "statistics" where arguments.count == 5:
    try DrawStatistics(
      distribution: arguments[1],
      count: number(arguments[2]),
      seed: UInt64(number(arguments[3])),
      jobs: number(arguments[4])
    ).run()
  case "words" where arguments.count == 3:
    try writeWords(seed: UInt64(number(arguments[1])), streams: number(arguments[2]))
  default:
    throw BenchmarkError("usage: weightinit-benchmark fill|layer|statistics|words ARGUMENT…")
  }
} catch {
  FileHandle.standardError.write(Data("\(error)\n".utf8))
  exit(error is BenchmarkError ? 64 : 70)
}
