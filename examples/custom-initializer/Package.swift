// swift-tools-version: 6.2
import PackageDescription

// A scheme of your own with a tool of its own. In your package the first dependency would be the
// repository's address and a version.
let package = Package(
  name: "custom-initializer",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "weightinit", path: "../..")
  ],
  targets: [
    .executableTarget(
      name: "weightinit-ternary",
      dependencies: [
        .product(name: "WeightInit", package: "weightinit"),
        .product(name: "WeightInitCommands", package: "weightinit"),
      ],
      swiftSettings: [.swiftLanguageMode(.v6)]
    )
  ]
)
