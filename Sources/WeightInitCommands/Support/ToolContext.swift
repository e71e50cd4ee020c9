import WeightFiles
import WeightInit

/// What the running tool knows: schemes, layer kinds and formats.
struct ToolContext: Sendable {
  var initializers: InitializerRegistry
  var layerKinds: LayerKindRegistry
  var formats: FormatRegistry

  /// The context of the running command; the parser makes commands, so it cannot be handed to them.
  @TaskLocal static var current = ToolContext(
    initializers: .builtIn,
    layerKinds: .builtIn,
    formats: .supported
  )
}
