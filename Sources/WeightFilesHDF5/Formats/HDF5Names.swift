#if HDF5 && (os(Linux) || os(macOS))

  /// How the names of tensors and the paths of datasets correspond.
  enum HDF5Names {
    /// The attribute of a dataset that tells its tensor's name where the path does not.
    static let attribute = "tensor_name"

    /// The path of a tensor: its name cut at every slash, and once more at the last dot.
    ///
    /// `fc1.weight` becomes `/fc1/weight`, `blocks.0.fc1.weight` becomes `/blocks.0.fc1/weight`, and
    /// Flax' `Dense_0/kernel` stays what it is.
    static func path(of name: String) -> [String] {
      var parts = name.split(separator: "/", omittingEmptySubsequences: false)
      if let last = parts.last, let dot = last.lastIndex(of: ".") {
        parts.removeLast()
        parts += [last[..<dot], last[last.index(after: dot)...]]
      }
      return parts.map(String.init)
    }

    /// The name of a dataset that does not tell one.
    ///
    /// The parts of the path are joined by dots. In Keras files, where variables are numbered in a
    /// group `vars`, the layer's own name comes first if the file has it.
    ///
    /// - Parameters:
    ///   - path: The dataset's path.
    ///   - layerName: The attribute `name` of the group that the dataset lies in.
    /// - Returns: A name that need not be unique in the file.
    static func name(of path: [String], layerName: String?) -> String {
      guard isKerasVariable(path), let number = path.last else {
        return path.joined(separator: ".")
      }
      let layer = layerName.map { [$0] } ?? path.dropLast(2).filter { $0 != "layers" }
      return ((layer.isEmpty ? ["vars"] : layer) + [number]).joined(separator: ".")
    }

    /// Whether a path is that of a variable in a Keras file, such as `/layers/dense/vars/0`.
    static func isKerasVariable(_ path: [String]) -> Bool {
      path.count >= 2 && path[path.count - 2] == "vars"
        && path[path.count - 1].allSatisfy(\.isNumber)
    }
  }
#endif
