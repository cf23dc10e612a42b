import Glibc
import Kernel

/// `Benchmarks [NAME…] [--json]`: measures the named benchmarks or families, or all of them.
let arguments = CommandLine.arguments.dropFirst()
let names = arguments.filter { $0 != "--json" }
if arguments.first == Start.verdictOption {
  Start.printVerdict()
  exit(0)
}
let wantsJSON = arguments.contains("--json")

for name in names where !allBenchmarks.contains(where: { $0.name == name || $0.family == name }) {
  print("error: no benchmark is named \"\(name)\"; these are:")
  for benchmark in allBenchmarks { print("  \(benchmark.name)  \(benchmark.summary)") }
  exit(2)
}
for benchmark in allBenchmarks {
  guard
    names.isEmpty && benchmark.isStandard || names.contains(benchmark.name)
      || names.contains(benchmark.family)
  else {
    continue
  }
  guard let measurement = Measurement.take(benchmark) else {
    print("error: two repetitions of \"\(benchmark.name)\" differ in what they did")
    exit(5)
  }
  print(wantsJSON ? measurement.json : measurement.line)
}
