#if HDF5 && (os(Linux) || os(macOS))
  import WeightFiles
  import WeightInit

  extension HDF5Outline {
    /// Lays out the variables of a model where Keras 3 expects them.
    ///
    /// - Parameters:
    ///   - contents: The tensors and the layers that hold them.
    ///   - context: The file, for messages.
    /// - Throws: `WeightFileError` when a tensor belongs to no layer, or Keras has no such layer.
    init(keras contents: FileContents, _ context: HDF5Context) throws {
      groups = []
      var found: [Dataset?] = Array(repeating: nil, count: contents.tensors.count)
      var layerCounts: [String: Int] = [:]
      for layer in contents.layers {
        guard let kerasClass = layer.kerasClass else {
          guard layer.tensorIndices.isEmpty else {
            throw context.error(
              .unsupported,
              "Keras has no layer for \"\(layer.name)\"; choose the format safetensors, npy or hdf5"
            )
          }
          continue
        }
        let group = Self.groupName(of: kerasClass, countedIn: &layerCounts)
        for part in try Self.parts(of: layer, kerasClass, context) {
          let path = ["layers", group] + part.path + ["vars"]
          groups.append(
            .init(path: path, name: part.path.isEmpty ? layer.name : part.path.last)
          )
          for (number, index) in part.tensorIndices.enumerated() where found.indices ~= index {
            let tensor = contents.tensors[index]
            found[index] = .init(
              tensor: tensor,
              path: path + [String(number)],
              elements: .own,
              attributes: [(HDF5Names.attribute, tensor.name)]
            )
          }
        }
      }
      // The variables of the model itself; Keras before 3.8 fails without the group.
      groups.append(.init(path: ["vars"], name: nil))
      datasets = try zip(contents.tensors, found).map { tensor, dataset in
        guard let dataset else {
          throw context.error(
            .unsupported,
            "the tensor \"\(tensor.name)\" belongs to no layer, and Keras finds weights by their "
              + "layers only; choose the format safetensors, npy or hdf5"
          )
        }
        return dataset
      }
    }

    /// The name of a layer's group: its class in snake case, and its number from the second on.
    private static func groupName(
      of kerasClass: String,
      countedIn counts: inout [String: Int]
    ) -> String {
      let name = snakeCase(kerasClass)
      let count = counts[name, default: 0]
      counts[name] = count + 1
      return count == 0 ? name : "\(name)_\(count)"
    }

    /// The name of a class as Keras writes it in paths, for example `conv2d_transpose`.
    static func snakeCase(_ className: String) -> String {
      // The two rules of `keras.src.utils.naming.to_snake_case`, in their order.
      className
        .replacing(/(.)([A-Z][a-z]+)/) { "\($0.output.1)_\($0.output.2)" }
        .replacing(/([a-z])([A-Z])/) { "\($0.output.1)_\($0.output.2)" }
        .lowercased()
    }

    /// A part of a layer that holds variables of its own.
    private struct Part {
      /// The groups between the layer's and `vars`.
      var path: [String]
      var tensorIndices: [Int]
    }

    /// The layer itself, and the layers inside it where Keras makes a layer of several.
    private static func parts(
      of layer: LayerOutline,
      _ kerasClass: String,
      _ context: HDF5Context
    ) throws -> [Part] {
      switch kerasClass {
      case "SimpleRNN", "LSTM", "GRU":
        return [
          Part(path: [], tensorIndices: []),
          Part(path: ["cell"], tensorIndices: layer.tensorIndices),
        ]
      case "Bidirectional":
        // The same variables twice: forwards, then backwards.
        let half = layer.tensorIndices.count / 2
        return [Part(path: [], tensorIndices: [])]
          + [
            ("forward_layer", layer.tensorIndices.prefix(half)),
            ("backward_layer", layer.tensorIndices.dropFirst(half)),
          ].flatMap { direction, indices in
            [
              Part(path: [direction], tensorIndices: []),
              Part(path: [direction, "cell"], tensorIndices: Array(indices)),
            ]
          }
      case "MultiHeadAttention", "GroupedQueryAttention":
        // A kernel each, or a kernel and a bias each. The latter class has no public names for them.
        let prefix = kerasClass == "MultiHeadAttention" ? "" : "_"
        let projections = ["query", "key", "value", "output"].map { "\(prefix)\($0)_dense" }
        let (each, rest) = layer.tensorIndices.count.quotientAndRemainder(
          dividingBy: projections.count
        )
        guard rest == 0 else {
          throw context.error(
            .unsupported,
            "\"\(layer.name)\" has \(layer.tensorIndices.count) tensors, and Keras' "
              + "\(kerasClass) has 4 kernels or 4 kernels and 4 biases: query, key, value, "
              + "output; use separate projections, or the format safetensors"
          )
        }
        return [Part(path: [], tensorIndices: [])]
          + projections.enumerated().map { number, projection in
            Part(
              path: [projection],
              tensorIndices: Array(layer.tensorIndices[(number * each)..<((number + 1) * each)])
            )
          }
      default:
        return [Part(path: [], tensorIndices: layer.tensorIndices)]
      }
    }
  }
#endif
