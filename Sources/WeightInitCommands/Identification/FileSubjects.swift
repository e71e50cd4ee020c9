import WeightInit
import WeightVerification

/// The tensors of a file as subjects of an identification, by their names and shapes.
enum FileSubjects {
  /// The subjects, in the order of the file.
  static func subjects(
    of tensors: [TensorDescriptor],
    layout: WeightLayout
  ) -> [IdentificationSubject] {
    let subjects = GuessedLayer.layers(of: tensors).flatMap {
      Self.subjects(of: $0, layout: layout)
    }
    let byName = Dictionary(
      subjects.map { ($0.tensor, $0) },
      uniquingKeysWith: { first, _ in first }
    )
    return tensors.compactMap { byName[$0.name] }
  }

  private static func subjects(
    of group: GuessedLayer,
    layout: WeightLayout
  ) -> [IdentificationSubject] {
    var subjects: [IdentificationSubject] = []
    var vectors = group.others
    if let weight = group.weight {
      let (order, context) = group.context(of: weight, layout: layout)
      subjects.append(
        IdentificationSubject(
          tensor: weight.name,
          role: .weight,
          layer: context,
          order: order,
          bias: group.bias?.name
        )
      )
      if let bias = group.bias {
        if bias.elementCount == context.neurons {
          subjects.append(
            IdentificationSubject(
              tensor: bias.name,
              role: .bias,
              layer: context,
              order: AxisOrder(logicalShape: bias.shape)
            )
          )
        } else {
          vectors.append(bias)
        }
      }
    }
    var alone = group
    alone.bias = nil
    for tensor in vectors {
      if tensor.shape.count >= 2 {
        let (order, context) = alone.context(of: tensor, layout: layout)
        subjects.append(
          IdentificationSubject(tensor: tensor.name, role: .weight, layer: context, order: order)
        )
      } else {
        subjects.append(
          IdentificationSubject(
            tensor: tensor.name,
            role: .vector,
            layer: LayerContext(
              name: group.layer,
              neurons: max(tensor.elementCount, 1),
              fanIn: 1,
              hasBias: false,
              seed: 0
            ),
            order: AxisOrder(logicalShape: tensor.shape)
          )
        )
      }
    }
    return subjects
  }
}
