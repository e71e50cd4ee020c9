// swift-tools-version: 6.2
import PackageDescription

// How often the verifier raises false alarms, and how often it finds faults; see run in this folder.
let package = Package(
  name: "weightinit-calibration",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "weightinit", path: "../..", traits: [])
  ],
  targets: [
    .executableTarget(
      name: "weightinit-calibration",
      dependencies: [
        .product(name: "WeightInit", package: "weightinit"),
        .product(name: "WeightVerification", package: "weightinit"),
      ],
      swiftSettings: [.swiftLanguageMode(.v6)]
    )
  ]
)
