#if HDF5 && (os(Linux) || os(macOS))
  import CHDF5
  import WeightInit

  extension HDF5Outline {
    /// Creates all groups and datasets in an empty file.
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - types: The types of the elements.
    ///   - context: The file, for messages.
    /// - Throws: `WeightFileError` when libhdf5 fails.
    func create(in file: HDF5Handle, _ types: HDF5FloatTypes, _ context: HDF5Context) throws {
      try HDF5Library.locked {
        let creator = try HDF5Creator(file: file, types: types, context: context)
        for group in groups { try creator.create(group) }
        for dataset in datasets { try creator.create(dataset) }
      }
    }
  }

  /// Creates groups and datasets, with the properties that all of them share.
  private struct HDF5Creator {
    let file: HDF5Handle
    let types: HDF5FloatTypes
    let context: HDF5Context
    private let linkCreation: HDF5Handle
    private let groupCreation: HDF5Handle
    private let datasetCreation: HDF5Handle

    init(file: HDF5Handle, types: HDF5FloatTypes, context: HDF5Context) throws {
      self.file = file
      self.types = types
      self.context = context
      let action = "describe groups and datasets"
      linkCreation = try context.handle(H5Pcreate(chdf5_link_creation()), action)
      try context.check(H5Pset_create_intermediate_group(linkCreation.id, 1), action)
      groupCreation = try context.handle(H5Pcreate(chdf5_group_creation()), action)
      datasetCreation = try context.handle(H5Pcreate(chdf5_dataset_creation()), action)
      // Times would make two files with the same tensors differ.
      try context.check(H5Pset_obj_track_times(groupCreation.id, false), action)
      try context.check(H5Pset_obj_track_times(datasetCreation.id, false), action)
      // Every dataset gets its place now, and none is filled: all elements will be written.
      try context.check(H5Pset_layout(datasetCreation.id, H5D_CONTIGUOUS), action)
      try context.check(H5Pset_alloc_time(datasetCreation.id, H5D_ALLOC_TIME_EARLY), action)
      try context.check(H5Pset_fill_time(datasetCreation.id, H5D_FILL_TIME_NEVER), action)
    }

    func create(_ group: HDF5Outline.Group) throws {
      let path = HDF5Outline.text(group.path)
      let handle = try context.handle(
        H5Gcreate2(file.id, path, linkCreation.id, groupCreation.id, chdf5_default()),
        "create the group \(path)"
      )
      if let name = group.name {
        try HDF5Attributes.write(name, named: "name", to: handle.id, context)
      }
      try handle.close(context, "complete the group \(path)")
    }

    func create(_ dataset: HDF5Outline.Dataset) throws {
      let path = HDF5Outline.text(dataset.path)
      let shape = dataset.tensor.shape.map { hsize_t($0) }
      let space = try context.handle(
        shape.isEmpty
          ? H5Screate(H5S_SCALAR) : H5Screate_simple(Int32(shape.count), shape, nil),
        "describe the shape of the dataset \(path)"
      )
      let handle = try context.handle(
        H5Dcreate2(
          file.id,
          path,
          types.littleEndian(dataset.storedType).id,
          space.id,
          linkCreation.id,
          datasetCreation.id,
          chdf5_default()
        ),
        "create the dataset \(path)"
      )
      for attribute in dataset.attributes {
        try HDF5Attributes.write(attribute.text, named: attribute.name, to: handle.id, context)
      }
      try handle.close(context, "complete the dataset \(path)")
    }
  }
#endif
