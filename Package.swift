// swift-tools-version: 6.2
import PackageDescription

/// Every warning is an error, in every module: a warning that is tolerated once is tolerated for ever.
let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]

let package = Package(
  name: "ackproof",
  products: [
    .library(name: "Ackproof", targets: ["Ackproof"]),
    .executable(name: "ackproof", targets: ["AckproofCommand"]),
  ],
  targets: [
    // Time, order, chance, containers, links, disks, clocks. Knows no Kafka.
    .target(name: "Kernel", swiftSettings: strict),
    // Kafka's words, machines, faults, the world.
    .target(name: "KafkaModel", dependencies: ["Kernel"], swiftSettings: strict),
    // Text, syntax, diagnostics. Knows neither Kafka nor the simulator.
    .target(name: "ScenarioLanguage", swiftSettings: strict),
    // Scenario to plan, running, checking, searching, reporting: the library that people import.
    .target(
      name: "Ackproof", dependencies: ["ScenarioLanguage", "KafkaModel", "Kernel"],
      swiftSettings: strict),
    .executableTarget(name: "AckproofCommand", dependencies: ["Ackproof"], swiftSettings: strict),
    .executableTarget(
      name: "Benchmarks", dependencies: ["Ackproof", "KafkaModel", "Kernel"],
      swiftSettings: strict),
    .testTarget(name: "KernelTests", dependencies: ["Kernel"], swiftSettings: strict),
    .testTarget(
      name: "KafkaModelTests", dependencies: ["KafkaModel", "Kernel"], swiftSettings: strict),
    .testTarget(
      name: "ScenarioLanguageTests", dependencies: ["ScenarioLanguage"], swiftSettings: strict),
    .testTarget(
      name: "AckproofTests",
      dependencies: ["Ackproof", "ScenarioLanguage", "KafkaModel", "Kernel"],
      swiftSettings: strict),
    .testTarget(name: "HouseRulesTests", swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
