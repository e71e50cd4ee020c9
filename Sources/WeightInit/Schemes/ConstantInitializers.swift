/// Zero everywhere.
struct Zeros: Initializer {
  static let identifier = "zeros"
  static let summary = "zero everywhere"
  static let source = "common practice"

  init(_ parameters: inout ParameterReader) {}

  func weightLaw(of layer: LayerContext) -> TensorLaw { .constant(0) }
  func weights(of layer: LayerContext) -> any TensorFill { ConstantFill(0) }
}

/// One everywhere.
struct Ones: Initializer {
  static let identifier = "ones"
  static let summary = "one everywhere"
  static let source = "common practice"

  init(_ parameters: inout ParameterReader) {}

  func weightLaw(of layer: LayerContext) -> TensorLaw { .constant(1) }
  func weights(of layer: LayerContext) -> any TensorFill { ConstantFill(1) }
}

/// One given value everywhere.
struct Constant: Initializer {
  static let identifier = "constant"
  static let summary = "one given value everywhere"
  static let source = "common practice"

  private let value: Double

  init(_ parameters: inout ParameterReader) {
    value = parameters.number("value", "the value of every entry")
  }

  func weightLaw(of layer: LayerContext) -> TensorLaw { .constant(value) }
  func weights(of layer: LayerContext) -> any TensorFill { ConstantFill(value) }
}
