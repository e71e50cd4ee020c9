extension ParameterReader {
  /// The parameters that an initializer declares.
  ///
  /// - Parameter type: The initializer.
  /// - Returns: The parameters in the order of their declaration.
  public static func declarations(of type: any Initializer.Type) -> [ParameterDeclaration] {
    var reader = ParameterReader(describing: type.identifier)
    _ = type.init(&reader)
    return reader.declarations
  }

  /// The parameters that a layer kind declares.
  ///
  /// - Parameter type: The layer kind.
  /// - Returns: The parameters in the order of their declaration.
  public static func declarations(of type: any LayerKind.Type) -> [ParameterDeclaration] {
    var reader = ParameterReader(describing: type.identifier)
    _ = type.init(&reader)
    return reader.declarations
  }
}
