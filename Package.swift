// swift-tools-version: 6.2
import PackageDescription

/// What every Swift target of this package is compiled with.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0335-existential-any.md
  .enableUpcomingFeature("ExistentialAny"),
  // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0409-access-level-on-imports.md
  .enableUpcomingFeature("InternalImportsByDefault"),
  // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0444-member-import-visibility.md
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "weightinit",
  platforms: [.macOS(.v15), .iOS(.v18), .tvOS(.v18), .watchOS(.v11), .visionOS(.v2)],
  products: [
    .library(name: "WeightInit", targets: ["WeightInit"]),
    .library(name: "InitializationTheory", targets: ["InitializationTheory"]),
    .library(name: "WeightFiles", targets: ["WeightFiles"]),
    .library(name: "WeightFilesHDF5", targets: ["WeightFilesHDF5"]),
    .library(name: "WeightVerification", targets: ["WeightVerification"]),
    .library(name: "WeightInitCommands", targets: ["WeightInitCommands"]),
    .executable(name: "weightinit", targets: ["WeightInitTool"]),
  ],
  traits: [
    .trait(
      name: "HDF5",
      description: "Read and write HDF5 and Keras files through the system's libhdf5."
    ),
    .default(enabledTraits: ["HDF5"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // MARK: - Numerics

    .target(name: "CWeightKernels"),
    .target(name: "CVerificationKernels"),
    .target(
      name: "InitializationTheory",
      dependencies: [.product(name: "RealModule", package: "swift-numerics")],
      swiftSettings: settings
    ),

    // MARK: - The library that people import

    .target(
      name: "WeightInit",
      dependencies: ["CWeightKernels", "InitializationTheory"],
      swiftSettings: settings
    ),

    // MARK: - Files

    .target(
      name: "WeightFiles",
      dependencies: [
        "WeightInit",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: settings
    ),
    .systemLibrary(
      name: "CHDF5",
      pkgConfig: "hdf5",
      providers: [.apt(["libhdf5-dev"]), .brew(["hdf5"])]
    ),
    .target(
      name: "WeightFilesHDF5",
      dependencies: [
        "WeightInit",
        "WeightFiles",
        .target(
          name: "CHDF5",
          condition: .when(platforms: [.linux, .macOS], traits: ["HDF5"])
        ),
      ],
      swiftSettings: settings
    ),

    // MARK: - Verification

    .target(
      name: "WeightVerification",
      dependencies: [
        "CVerificationKernels",
        "WeightInit",
        "InitializationTheory",
        .product(name: "RealModule", package: "swift-numerics"),
      ],
      swiftSettings: settings
    ),

    // MARK: - The tool

    .target(
      name: "WeightSchemas",
      path: "schemas",
      sources: ["Schema.swift"],
      resources: [
        .embedInCode("network-spec.schema.json"),
        .embedInCode("manifest.schema.json"),
        .embedInCode("verification-report.schema.json"),
        .embedInCode("generate-report.schema.json"),
        .embedInCode("plan.schema.json"),
        .embedInCode("inspection.schema.json"),
        .embedInCode("theory.schema.json"),
        .embedInCode("theory-list.schema.json"),
        .embedInCode("list.schema.json"),
        .embedInCode("describe.schema.json"),
      ],
      swiftSettings: settings
    ),

    .target(
      name: "WeightInitCommands",
      dependencies: [
        "WeightInit",
        "InitializationTheory",
        "WeightFiles",
        "WeightFilesHDF5",
        "WeightSchemas",
        "WeightVerification",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings
    ),
    // Not called `weightinit`: beside `WeightInit` that would be one folder on a file system that
    // ignores case, as Apple's do by default.
    .executableTarget(
      name: "WeightInitTool",
      dependencies: ["WeightInitCommands"],
      swiftSettings: settings
    ),

    // MARK: - Examples

    .executableTarget(
      name: "embed-in-swift",
      dependencies: ["WeightInit"],
      path: "examples/embed-in-swift",
      swiftSettings: settings
    ),
    // The same sources as the package in `examples/custom-initializer`, so that they always compile.
    .executableTarget(
      name: "weightinit-ternary",
      dependencies: ["WeightInit", "WeightInitCommands"],
      path: "examples/custom-initializer/Sources/weightinit-ternary",
      swiftSettings: settings
    ),

    // MARK: - Tests

    .testTarget(
      name: "InitializationTheoryTests",
      dependencies: ["InitializationTheory"],
      resources: [.copy("Golden")],
      swiftSettings: settings
    ),
    .testTarget(
      name: "WeightInitTests",
      dependencies: ["WeightInit", "InitializationTheory", "CWeightKernels"],
      resources: [.copy("Vectors")],
      swiftSettings: settings
    ),
    .testTarget(
      name: "WeightFilesTests",
      dependencies: ["WeightFiles", "WeightInit"],
      resources: [.copy("Fixtures")],
      swiftSettings: settings
    ),
    .testTarget(
      name: "WeightFilesHDF5Tests",
      dependencies: ["WeightFilesHDF5", "WeightFiles", "WeightInit"],
      resources: [.copy("Fixtures")],
      swiftSettings: settings
    ),
    .testTarget(
      name: "WeightVerificationTests",
      dependencies: ["WeightVerification", "WeightInit", "InitializationTheory"],
      resources: [.copy("Golden")],
      swiftSettings: settings
    ),
    .testTarget(
      name: "WeightInitCommandsTests",
      dependencies: ["WeightInitCommands", "WeightFiles", "WeightInit", "WeightSchemas"],
      swiftSettings: settings
    ),
  ]
)
