/// A way of choosing the initial values of a layer's tensors.
///
/// A scheme is one file: it declares its parameters, states the law of what it draws, and draws it.
/// Only the weights are required; biases are zero unless the scheme says otherwise.
public protocol Initializer: Sendable {
  /// The canonical name, in kebab-case, for example `raai`.
  static var identifier: String { get }
  /// Other names that are understood, never written.
  static var aliases: [String] { get }
  /// One line about the scheme, for lists, schemas and documentation.
  static var summary: String { get }
  /// Where the scheme comes from: paper and equation.
  static var source: String { get }

  /// Reads the scheme's parameters.
  ///
  /// This is the single declaration of the parameters: decoding, bounds, defaults, help and schema
  /// come from it.
  ///
  /// - Parameter parameters: What the user gave.
  init(_ parameters: inout ParameterReader)

  /// What the scheme promises about the weights of a layer.
  ///
  /// - Parameter layer: The layer.
  /// - Returns: The law of the weight tensor.
  /// - Throws: ``WeightInitError`` when the scheme is not defined for the layer.
  func weightLaw(of layer: LayerContext) throws -> TensorLaw

  /// Prepares the draw of the weights: `neurons` rows of `fanIn` values.
  ///
  /// - Parameter layer: The layer.
  /// - Returns: The draw, in logical order.
  /// - Throws: ``WeightInitError`` when the scheme is not defined for the layer or memory is short.
  func weights(of layer: LayerContext) throws -> any TensorFill

  /// What the scheme promises about the biases of a layer.
  ///
  /// - Parameter layer: The layer.
  /// - Returns: The law of the bias tensor.
  /// - Throws: ``WeightInitError`` when the scheme is not defined for the layer.
  func biasLaw(of layer: LayerContext) throws -> TensorLaw

  /// Prepares the draw of the biases, one for each neuron.
  ///
  /// - Parameter layer: The layer.
  /// - Returns: The draw.
  /// - Throws: ``WeightInitError`` when the scheme is not defined for the layer.
  func biases(of layer: LayerContext) throws -> any TensorFill

  /// What is doubtful about the scheme in a layer without being wrong, with numbers.
  ///
  /// - Parameter layer: The layer.
  /// - Returns: Sentences for people; none by default.
  func warnings(for layer: LayerContext) -> [String]
}

extension Initializer {
  /// No other names.
  public static var aliases: [String] { [] }

  /// Zero biases.
  public func biasLaw(of layer: LayerContext) throws -> TensorLaw { .constant(0) }

  /// Zero biases.
  public func biases(of layer: LayerContext) throws -> any TensorFill { ConstantFill(0) }

  /// Nothing is doubtful.
  public func warnings(for layer: LayerContext) -> [String] { [] }
}
