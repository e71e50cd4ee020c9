/// The formats of this module; a new one needs its own file and a line here.
enum BuiltInFormats {
  static let all: [any TensorFormat] = [
    NumPyFormat(),
    SafetensorsFormat(),
  ]
}
