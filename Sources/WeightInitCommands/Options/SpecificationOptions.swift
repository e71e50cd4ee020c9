public import ArgumentParser
import Foundation
import WeightFiles
public import WeightInit

/// The specification, and what may be set over it.
struct SpecificationOptions: ParsableArguments {
  @Argument(help: "The network: a YAML or JSON file, or - for the standard input.")
  var spec: String

  @Option(help: "The seed, in place of the specification's.")
  var seed: UInt64?

  @Option(
    help: ArgumentHelp(
      "The scheme, in place of the specification's default, for example raai:k=50.",
      valueName: "CLAIM"
    )
  )
  var initializer: String?

  @Option(
    help: ArgumentHelp(
      "The element type of all tensors; float32 unless the specification says otherwise.",
      valueName: "TYPE"
    )
  )
  var dtype: ElementType?

  @Option(
    help: ArgumentHelp(
      "The order of axes and the names; keras also for Flax and JAX.",
      valueName: "LAYOUT"
    )
  )
  var layout: WeightLayout?

  @Flag(
    help: "Fail on warnings: rules that match nothing, and schemes that are doubtful in a layer."
  )
  var strict = false

  /// Plans the network for a format, and tells warnings.
  func plan(for format: (any TensorFormat)? = nil) throws -> InitializationPlan {
    let context = ToolContext.current
    let document = try SpecificationOptions.read(spec)
    let overrides = InitializationPlan.Overrides(
      seed: seed,
      initializer: initializer,
      elementType: dtype,
      layout: try layout(for: format, document: document)
    )
    let plan = try InitializationPlan(
      document,
      registry: context.initializers,
      kinds: context.layerKinds,
      overrides: overrides
    )
    guard strict, !plan.warnings.isEmpty else {
      for warning in plan.warnings { Console.warn(warning.description) }
      return plan
    }
    throw WeightInitError(
      code: .invalidSpecification,
      message: "the specification has "
        + (plan.warnings.count == 1 ? "a warning" : "\(plan.warnings.count) warnings")
        + ", which --strict takes for an error:",
      diagnostics: plan.warnings
    )
  }

  private func layout(
    for format: (any TensorFormat)?,
    document: DocumentNode
  ) throws -> WeightLayout? {
    guard let format, let required = format.requiredLayout else { return layout }
    if let asked = layout ?? document["layout"]?.text.flatMap(WeightLayout.init(rawValue:)),
      asked != required
    {
      throw UsageError(
        "the format \(format.identifier) needs the layout \(required.rawValue), but "
          + "\(asked.rawValue) was asked for; leave the layout out or choose another format"
      )
    }
    return required
  }

  /// Reads a document from a file or the standard input.
  static func read(_ path: String) throws -> DocumentNode {
    guard path == "-" else {
      return try DocumentNode.read(contentsOf: URL(fileURLWithPath: path))
    }
    let bytes = FileHandle.standardInput.readDataToEndOfFile()
    return try DocumentNode(document: Array(bytes), path: "standard input")
  }
}

extension ElementType: ExpressibleByArgument {}
extension WeightLayout: ExpressibleByArgument {}
