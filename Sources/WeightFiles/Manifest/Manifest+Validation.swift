import WeightInit

extension Manifest {
  /// What is wrong with the values, by field; `nil` when nothing is.
  var problem: String? {
    var names: Set<String> = []
    for (index, tensor) in tensors.enumerated() {
      if let (field, reason) = tensor.problem { return "/tensors/\(index)/\(field): \(reason)" }
      guard names.insert(tensor.name).inserted else {
        return "/tensors/\(index)/name: a second tensor is called \"\(tensor.name)\""
      }
    }
    return nil
  }
}

extension Manifest.Tensor {
  fileprivate var problem: (field: String, reason: String)? {
    if let reason = Self.problem(ofPath: file) { return ("file", reason) }
    guard let stored = TensorDescriptor(name: name, shape: shape, elementType: elementType) else {
      return ("shape", "\(shape) has a negative length or is too large")
    }
    guard axisOrder.isValid else {
      return (
        "permutation", "\(permutation) must hold every axis of logicalShape \(logicalShape) once"
      )
    }
    let logical = TensorDescriptor(name: name, shape: logicalShape, elementType: elementType)
    guard logical?.elementCount == stored.elementCount else {
      return (
        "logicalShape", "\(logicalShape) and shape \(shape) do not hold the same number of elements"
      )
    }
    if let fans, !(fans.fanIn >= 0 && fans.fanOut >= 0) {
      return ("fans", "fans must not be negative")
    }
    let digits = digest.dropFirst("sha256:".count)
    guard digest.hasPrefix("sha256:"), digits.utf8.count == 64,
      digits.utf8.allSatisfy("0123456789abcdef".utf8.contains)
    else {
      return (
        "digest", "expected \"sha256:\" and 64 hexadecimal digits, found \"\(digest.prefix(80))\""
      )
    }
    return nil
  }

  /// What is wrong with the path of a file, which must not lead out of the manifest's folder.
  private static func problem(ofPath path: String) -> String? {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let isBare =
      !path.utf8.contains(0) && !path.utf8.contains(UInt8(ascii: "\\"))
      && parts.allSatisfy { !["", ".", ".."].contains($0) }
    return isBare
      ? nil
      : "expected the path of a file in the manifest's folder, found \"\(path.prefix(200))\""
  }
}
