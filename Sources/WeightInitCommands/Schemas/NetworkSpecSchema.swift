import WeightInit

/// The JSON Schema of specifications, made from the registered schemes and layer kinds.
///
/// `schemas/network-spec.schema.json` is this text for the built-in ones; a test holds them equal.
struct NetworkSpecSchema {
  private let context: ToolContext

  init(_ context: ToolContext) { self.context = context }

  /// The schema as JSON text.
  func text() throws -> String { try ReportEncoder.text(ofValue: root) }

  private var root: SchemaValue {
    .object([
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": "weightinit/network-spec/1",
      "title": "A network whose initial weights are wanted",
      "type": "object",
      "required": ["layers"],
      "additionalProperties": false,
      "properties": .object([
        "seed": .object([
          "description": "One seed, one network; 0 by default.",
          "type": "integer", "minimum": 0, "maximum": .unsigned(.max),
        ]),
        "initializer": reference("claim"),
        "dtype": reference("dtype"),
        "layout": words(WeightLayout.allCases.map(\.rawValue)),
        "input": .object([
          "description": "What flows into the first layer: features, or [channels, lengths…].",
          "anyOf": [
            reference("length"),
            .object([
              "type": "array", "items": reference("length"), "minItems": 1, "maxItems": 4,
            ]),
          ],
        ]),
        "depth": .object([
          "description": "The number of residual blocks, L in the scales of rules.",
          "type": "integer", "minimum": 1,
        ]),
        "rules": rules,
        "layers": layers,
      ]),
      "$defs": .object([
        "length": .object(["type": "integer", "minimum": 1]),
        "dtype": words(ElementType.allCases.map(\.rawValue)),
        "claim": claim,
        "activation": activation,
        "layer": .object([
          "anyOf": .list(context.layerKinds.all.map { layer($0) } + [shorthand, group])
        ]),
      ]),
    ])
  }

  private var layers: SchemaValue {
    .object(["type": "array", "minItems": 1, "items": reference("layer")])
  }

  /// A repeated group of layers.
  private var group: SchemaValue {
    .object([
      "description": "Layers that are repeated; {i} in their names counts.",
      "type": "object",
      "required": ["repeat", "layers"],
      "additionalProperties": false,
      "properties": .object([
        "repeat": .object(["type": "integer", "minimum": 1]),
        "start": .object([
          "description": "The first number, 0 by default.", "type": "integer", "minimum": 0,
        ]),
        "count": .object([
          "description": "The letter that counts, i by default.", "type": "string",
          "minLength": 1,
        ]),
        "layers": layers,
      ]),
    ])
  }

  /// What is done otherwise to layers and tensors of some names or roles.
  private var rules: SchemaValue {
    .object([
      "description":
        "Patterns of names, or role:NAME, to what is done otherwise; later rules decide.",
      "type": "object",
      "additionalProperties": .object([
        "anyOf": .list([
          .object(["type": "string"]),
          .object([
            "type": "object", "minProperties": 1, "additionalProperties": false,
            "properties": .object([
              "initializer": reference("claim"),
              "scale": factor, "gain": factor,
              "zero": .object(["const": true]),
            ]),
          ]),
        ])
      ]),
    ])
  }

  private var factor: SchemaValue {
    .object([
      "description": "A number, a fraction, or a root such as 1/sqrt(2L).",
      "anyOf": .list([
        .object(["type": "number", "minimum": 0]), .object(["type": "string", "minLength": 1]),
      ]),
    ])
  }

  // MARK: - Claims

  /// A claim as text, or as one of two object forms.
  private var claim: SchemaValue {
    let schemes = context.initializers.all
    return .object([
      "description": "A scheme: NAME, NAME:key=value,…, {NAME: {key: value}} or {name: NAME, …}.",
      "anyOf": .list(
        [.object(["type": "string", "pattern": .text(textPattern(of: schemes))])]
          + schemes.flatMap { type -> [SchemaValue] in
            let properties = parameters(ParameterReader.declarations(of: type))
            let names = [type.identifier] + type.aliases
            return [
              .object([
                "type": "object", "minProperties": 1, "maxProperties": 1,
                "additionalProperties": false,
                "properties": .object(
                  Dictionary(
                    names.map {
                      (
                        $0,
                        .object([
                          "type": ["object", "null"], "properties": .object(properties),
                          "additionalProperties": false,
                          "description": .text(type.summary),
                        ])
                      )
                    },
                    uniquingKeysWith: { first, _ in first }
                  )
                ),
              ]),
              .object([
                "type": "object", "required": ["name"], "additionalProperties": false,
                "properties": .object(
                  properties.merging(["name": words(names)]) { first, _ in first }
                ),
              ]),
            ]
          }
      ),
    ])
  }

  /// What the text of a claim begins with: a scheme's name, in whatever case and with `_` for `-`, or
  /// an alias that has capitals, as it is.
  private func textPattern(of schemes: [any Initializer.Type]) -> String {
    let names = schemes.flatMap { [$0.identifier] + $0.aliases }.map { name in
      name.map { character in
        switch character {
        case "-": "[-_]"
        case "a"..."z" where name == name.lowercased():
          "[\(character)\(character.uppercased())]"
        case "a"..."z", "A"..."Z", "0"..."9": "\(character)"
        default: "[\(character)]"
        }
      }
      .joined()
    }
    return "^(\(names.joined(separator: "|")))(:.*)?$"
  }

  private var activation: SchemaValue {
    .object([
      "description": "The function that follows the layer.",
      "anyOf": [
        .object([
          "type": "string",
          "pattern": .text("^(\(Activation.identifiers.joined(separator: "|")))(:slope=.+)?$"),
        ]),
        .object([
          "type": "object", "required": ["leaky-relu"], "additionalProperties": false,
          "properties": .object([
            "leaky-relu": .object([
              "type": "object", "additionalProperties": false,
              "properties": .object([
                "slope": .object(["type": "number", "minimum": 0, "maximum": 1])
              ]),
            ])
          ]),
        ]),
      ],
    ])
  }

  // MARK: - Layers

  /// `- flatten`, for kinds that need no parameters.
  private var shorthand: SchemaValue {
    words(
      context.layerKinds.all
        .filter { !ParameterReader.declarations(of: $0).contains(where: \.isRequired) }
        .map { $0.identifier }
    )
  }

  private func layer(_ type: any LayerKind.Type) -> SchemaValue {
    let declarations = ParameterReader.declarations(of: type)
    let own = parameters(declarations)
    var forms: [SchemaValue] = [
      .object([
        "type": "object", "properties": .object(own), "additionalProperties": false,
      ]),
      .object(["type": "null"]),
    ]
    if let principal = type.principalParameter, let schema = own[principal] {
      forms.append(schema)
    }
    var properties = own
    properties["name"] = .object([
      "type": ["string", "integer"], "description": "The layer's name, unique in the network.",
    ])
    properties["activation"] = reference("activation")
    properties["initializer"] = reference("claim")
    properties["dtype"] = reference("dtype")
    properties["role"] = words(LayerRole.allCases.map(\.rawValue))
    properties["tied"] = .object([
      "description": "The layer whose weights this one shares.", "type": "string",
    ])
    properties["from"] = .object([
      "description": "The layers whose outputs, side by side, flow in; input is the network's.",
      "anyOf": .list([
        .object(["type": "string"]),
        .object(["type": "array", "minItems": 1, "items": .object(["type": "string"])]),
      ]),
    ])
    properties["bias"] =
      type.offersBias
      ? .object([
        "description": "Whether the layer has a bias, or a scheme of the bias's own.",
        "anyOf": [.object(["type": "boolean"]), reference("claim")],
      ])
      : .object(["const": false])
    properties[type.identifier] = .object(["anyOf": .list(forms)])
    return .object([
      "description": .text(type.summary),
      "type": "object",
      "required": .list([.text(type.identifier)]),
      "properties": .object(properties),
      "additionalProperties": false,
    ])
  }

  // MARK: - Parameters

  private func parameters(_ declarations: [ParameterDeclaration]) -> [String: SchemaValue] {
    Dictionary(declarations.map { ($0.name, schema(of: $0)) }) { first, _ in first }
  }

  private func schema(of declaration: ParameterDeclaration) -> SchemaValue {
    var object: [String: SchemaValue] = ["description": .text(declaration.help)]
    switch declaration.kind {
    case .number(let range):
      var number: [String: SchemaValue] = ["type": "number"]
      if range.lowerBound.isFinite {
        number[range.includesLowerBound ? "minimum" : "exclusiveMinimum"] = .number(
          range.lowerBound
        )
      }
      if range.upperBound.isFinite {
        number[range.includesUpperBound ? "maximum" : "exclusiveMaximum"] = .number(
          range.upperBound
        )
      }
      // Claims in text form hold fractions and inf as text.
      object["anyOf"] = [
        .object(number),
        .object(["type": "string", "pattern": "^(inf|[-+0-9.eE]+(/[-+0-9.eE]+)?)$"]),
      ]
    case .integer(let range):
      object.merge(integer(range)) { first, _ in first }
    case .flag:
      object["type"] = "boolean"
    case .choice(let words):
      object["enum"] = .list(words.map { .text($0) })
    case .integers(let count, let range):
      object["anyOf"] = .list(integers(count, range))
    case .wordOrIntegers(let words, let count, let range):
      object["anyOf"] = .list([self.words(words)] + integers(count, range))
    case .names(let counts):
      object["type"] = "array"
      object["items"] = .object(["type": "string", "minLength": 1])
      object["minItems"] = .number(Double(counts.min() ?? 1))
      object["maxItems"] = .number(Double(counts.max() ?? 1))
      object["uniqueItems"] = true
    }
    if let value = declaration.defaultValue { object["default"] = SchemaValue(value) }
    return .object(object)
  }

  private func integer(_ range: ClosedRange<Int>) -> [String: SchemaValue] {
    var object: [String: SchemaValue] = [
      "type": "integer", "minimum": .number(Double(range.lowerBound)),
    ]
    if range.upperBound < 1 << 53 { object["maximum"] = .number(Double(range.upperBound)) }
    return object
  }

  private func integers(_ count: Int?, _ range: ClosedRange<Int>) -> [SchemaValue] {
    var list: [String: SchemaValue] = [
      "type": "array", "items": .object(integer(range)), "minItems": .number(Double(count ?? 1)),
    ]
    if let count { list["maxItems"] = .number(Double(count)) }
    return [.object(integer(range)), .object(list)]
  }

  private func words(_ words: [String]) -> SchemaValue {
    .object(["enum": .list(words.map { .text($0) })])
  }

  private func reference(_ name: String) -> SchemaValue {
    .object(["$ref": .text("#/$defs/\(name)")])
  }
}
