import WeightFiles
import WeightInit

/// The layout by which the axes of a file without a manifest are read, and where it comes from.
struct AssumedLayout {
  let layout: WeightLayout
  /// Why it is assumed; `nil` where it was given.
  let reason: String?

  /// Takes the layout that was given, else that of the format, else that which contents or names tell.
  init(given: WeightLayout?, format: any TensorFormat, reader: any TensorReader) {
    if let given {
      (layout, reason) = (given, nil)
    } else if let required = format.requiredLayout {
      (layout, reason) = (required, "that of the format")
    } else if let told = reader.layout {
      (layout, reason) = (told, "since the variables are numbered as Keras does it")
    } else if let name = Self.kernelName(in: reader.tensors) {
      (layout, reason) = (.keras, "since \(name) is called a kernel")
    } else {
      (layout, reason) = (.pytorch, "since nothing says otherwise")
    }
  }

  /// The first matrix that is called as Keras and Flax call theirs, where none is called a weight.
  private static func kernelName(in tensors: [TensorDescriptor]) -> String? {
    let matrices = tensors.filter { $0.shape.count >= 2 }
    func last(_ name: String) -> Substring {
      let words = name.split { ".:/".contains($0) }
      return words.last { Int($0) == nil } ?? ""
    }
    guard !matrices.contains(where: { last($0.name) == "weight" }) else { return nil }
    return matrices.first { last($0.name) == "kernel" }?.name
  }
}
