#if HDF5 && (os(Linux) || os(macOS))
  import CHDF5
  import WeightFiles

  /// What there is in a file, found by following its hard links.
  struct HDF5Survey {
    /// The deepest nesting of groups.
    private static let maximumDepth = 64

    /// The datasets that hold floating point numbers.
    private(set) var datasets: [HDF5FoundDataset] = []
    /// What was passed over, and why.
    private(set) var skipped: [SkippedTensor] = []

    private let file: HDF5Handle
    private let inspector: HDF5Inspector
    private let context: HDF5Context
    /// The path under which each object was found first.
    private var firstPaths: [Identity: [String]] = [:]
    private var linkCount = 0

    /// What a group links to, still to be visited.
    private struct Pending {
      var path: [String]
      /// The attribute `name` of the group that holds the link.
      var groupName: String?
    }

    private struct Identity: Hashable {
      var file: UInt
      var token: [UInt8]
    }

    /// Surveys a file.
    ///
    /// - Throws: `WeightFileError` when a part of it cannot be read, or is not to be trusted.
    init(_ file: HDF5Handle, _ types: HDF5FloatTypes, _ context: HDF5Context) throws {
      self.file = file
      self.context = context
      inspector = HDF5Inspector(types: types, context: context)
      // A list instead of recursion: the depth is the file's to choose.
      var pending = [Pending(path: [], groupName: nil)]
      while let next = pending.popLast() {
        pending += try visit(next).reversed()
      }
    }

    /// Takes down a dataset, or the links of a group.
    ///
    /// - Returns: What the group links to.
    private mutating func visit(_ item: Pending) throws -> [Pending] {
      let path = HDF5Outline.text(item.path)
      let object = try context.handle(H5Oopen(file.id, path, chdf5_default()), "open \(path)")
      let kind = H5Iget_type(object.id)
      guard kind == H5I_GROUP || kind == H5I_DATASET else { return [] }

      // A group may link to itself, to one above it, or to what another links to.
      let identity = try identity(of: object, path)
      if let first = firstPaths[identity] {
        skip(item.path, "hard link to \(HDF5Outline.text(first))")
        return []
      }
      firstPaths[identity] = item.path

      if kind == H5I_DATASET {
        switch try inspector.inspect(object.id, item.path) {
        case .tensor(var dataset):
          dataset.layerName = item.groupName
          datasets.append(dataset)
        case .other(let type):
          skip(item.path, type)
        }
        return []
      }
      return try children(of: object, item.path)
    }

    private mutating func children(of group: HDF5Handle, _ path: [String]) throws -> [Pending] {
      let text = HDF5Outline.text(path)
      let links = try HDF5Links(of: group, text, context).links
      linkCount += links.count
      guard linkCount <= HDF5Links.maximumCount else {
        throw context.error(
          .unsupported,
          "the file has more than \(HDF5Links.maximumCount) links; no network needs them"
        )
      }
      guard links.isEmpty || path.count < Self.maximumDepth else {
        throw context.error(
          .unsupported,
          "the groups are nested more than \(Self.maximumDepth) deep at \(text)"
        )
      }
      // Only where Keras writes it: libhdf5 is not to be trusted with damaged attributes.
      let groupName =
        try path.last == "vars"
        ? HDF5Attributes.readText(named: "name", of: group.id, context) : nil
      return links.compactMap { link in
        let path = path + [link.name]
        guard link.kind == H5L_TYPE_HARD else {
          skip(path, Self.description(of: link.kind))
          return nil
        }
        guard link.isValid else {
          skip(path, "object whose name is not UTF-8")
          return nil
        }
        return Pending(path: path, groupName: groupName)
      }
    }

    private mutating func skip(_ path: [String], _ elementType: String) {
      skipped.append(
        SkippedTensor(name: path.joined(separator: "."), elementType: elementType)
      )
    }

    private func identity(of object: HDF5Handle, _ path: String) throws -> Identity {
      var identity = chdf5_identity()
      try context.check(chdf5_get_identity(object.id, &identity), "identify \(path)")
      return Identity(
        file: identity.file,
        token: withUnsafeBytes(of: identity.token) { Array($0) }
      )
    }

    private static func description(of kind: H5L_type_t) -> String {
      switch kind {
      case H5L_TYPE_SOFT: "soft link, not followed"
      case H5L_TYPE_EXTERNAL: "link to another file, not followed"
      default: "link of an unknown kind, not followed"
      }
    }
  }
#endif
