public import Foundation
public import WeightInit

/// What a generated file promises: how each tensor was drawn, the law of its values, their digest.
///
/// It lies beside the file, or in the folder, as JSON with sorted keys and no times, so that equal
/// input gives equal bytes. A verifier needs nothing but the file and its manifest.
public struct Manifest: Sendable, Hashable, Codable {
  /// The schema's identifier in this version of the package.
  public static let currentSchema = "weightinit/manifest/1"
  /// What the identifiers of all versions of the schema begin with.
  static let schemaFamily = "weightinit/manifest"
  /// The name of the manifest in a folder.
  static let folderFileName = "manifest.json"

  /// The schema's identifier, ``currentSchema``.
  public var schema: String
  /// The program that wrote the file.
  public var generator: Generator
  /// The user's seed.
  public var seed: UInt64
  /// How random values follow from the seed.
  public var random: RandomNumbers
  /// The claim, such as `raai:k=100`, by which layers without an own one were initialized.
  public var initializer: String?
  /// The identifier of the file's format.
  public var format: String
  /// The order of axes in the file.
  public var layout: WeightLayout
  /// The tensors in the network's order.
  public var tensors: [Tensor]

  /// Creates a manifest.
  ///
  /// - Parameters:
  ///   - generator: The program that writes the file.
  ///   - seed: The user's seed.
  ///   - random: How random values follow from the seed.
  ///   - initializer: The claim by which layers without an own one are initialized.
  ///   - format: The identifier of the file's format.
  ///   - layout: The order of axes in the file.
  ///   - tensors: The tensors in the network's order.
  public init(
    generator: Generator,
    seed: UInt64,
    random: RandomNumbers,
    initializer: String? = nil,
    format: String,
    layout: WeightLayout,
    tensors: [Tensor]
  ) {
    schema = Self.currentSchema
    self.generator = generator
    self.seed = seed
    self.random = random
    self.initializer = initializer
    self.format = format
    self.layout = layout
    self.tensors = tensors
  }

  /// Where the manifest of an output lies.
  ///
  /// - Parameters:
  ///   - output: The file or folder.
  ///   - isFolder: Whether the output is a folder.
  /// - Returns: `<file name>.manifest.json` beside a file, `manifest.json` in a folder.
  public static func url(for output: URL, isFolder: Bool) -> URL {
    isFolder
      ? output.appendingPathComponent(folderFileName)
      : output.deletingLastPathComponent()
        .appendingPathComponent(output.lastPathComponent + ".manifest.json")
  }
}
