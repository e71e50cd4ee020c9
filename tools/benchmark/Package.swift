// swift-tools-version: 6.2
import PackageDescription

// Our side of the benchmarks, and the draws for the statistics; see run and soundness in this
// folder.
let package = Package(
  name: "weightinit-benchmark",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "weightinit", path: "../..", traits: [])
  ],
  targets: [
    .executableTarget(
      name: "weightinit-benchmark",
      dependencies: [.product(name: "WeightInit", package: "weightinit")],
      swiftSettings: [.swiftLanguageMode(.v6)]
    )
  ]
)
