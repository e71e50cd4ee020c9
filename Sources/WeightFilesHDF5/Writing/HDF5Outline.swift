#if HDF5 && (os(Linux) || os(macOS))
  import WeightFiles
  import WeightInit

  /// The groups and datasets of a file that is about to be written.
  struct HDF5Outline {
    /// A group, and the text of its attribute `name` if it has one.
    struct Group {
      var path: [String]
      var name: String?
    }

    /// The dataset of one tensor.
    struct Dataset {
      var tensor: TensorDescriptor
      var path: [String]
      var elements: StoredElements
      /// The texts of its attributes by name.
      var attributes: [(name: String, text: String)]

      /// The type of the dataset's elements.
      var storedType: ElementType {
        elements == .bfloat16AsFloat32 ? .float32 : tensor.elementType
      }
    }

    /// Groups that shall be there, besides those that the datasets lie in.
    var groups: [Group]
    /// One for each tensor, in the order of the tensors.
    var datasets: [Dataset]

    /// Says how a path is written in messages and given to libhdf5.
    static func text(_ path: [String]) -> String { "/" + path.joined(separator: "/") }

    /// Checks that HDF5 can hold it.
    ///
    /// - Parameter context: The file, for messages.
    /// - Throws: `WeightFileError` when two tensors would get one path, one would have to be a group
    ///   and a dataset at once, or a name or a shape is not possible.
    func validate(_ context: HDF5Context) throws {
      var owners: [[String]: String] = [:]
      for dataset in datasets {
        let name = dataset.tensor.name
        guard
          !dataset.path.isEmpty,
          dataset.path.allSatisfy({ !$0.isEmpty && $0 != "." && !$0.contains("\0") })
        else {
          throw context.error(
            .unsupported,
            "HDF5 cannot hold a tensor named \"\(name)\": every part of the name between dots and "
              + "slashes needs at least one character; rename it"
          )
        }
        guard dataset.tensor.shape.count <= 32 else {
          throw context.error(
            .unsupported,
            "the tensor \"\(name)\" has \(dataset.tensor.shape.count) axes, and HDF5 holds at most "
              + "32; write it as safetensors or reshape it"
          )
        }
        if let other = owners.updateValue(name, forKey: dataset.path) {
          throw context.error(
            .unsupported,
            "the tensors \"\(other)\" and \"\(name)\" would both become the dataset "
              + "\(Self.text(dataset.path)); rename one of them"
          )
        }
      }
      for dataset in datasets {
        for length in 1..<max(dataset.path.count, 1) {
          let group = Array(dataset.path.prefix(length))
          guard let other = owners[group] else { continue }
          throw context.error(
            .unsupported,
            "\(Self.text(group)) would have to be the dataset of \"\(other)\" and the group of "
              + "\"\(dataset.tensor.name)\" at once; rename one of them"
          )
        }
      }
    }
  }
#endif
