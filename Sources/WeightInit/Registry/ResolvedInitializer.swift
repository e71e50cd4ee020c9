/// A scheme with its parameters.
public struct ResolvedInitializer: Sendable {
  /// The scheme, ready to draw.
  public let initializer: any Initializer
  /// The parameters with their resolved values, in the order of their declaration.
  public let parameters: [(name: String, value: ParameterValue)]

  /// The canonical name of the scheme.
  public var identifier: String { type(of: initializer).identifier }

  /// The claim that stands for this scheme with these parameters, for example `raai:k=100`.
  public var claim: String { Claim.text(identifier, parameters) }
}

extension InitializerRegistry {
  /// Resolves a claim: finds the scheme and reads its parameters.
  ///
  /// - Parameters:
  ///   - claim: The claim.
  ///   - pointer: Where the claim stands in its document, for messages.
  /// - Returns: The scheme, or every problem that stands in the way.
  package func resolve(
    _ claim: Claim,
    at pointer: String
  ) -> Result<ResolvedInitializer, DiagnosticList> {
    guard let type = self[claim.name] else {
      do {
        _ = try initializer(named: claim.name)
      } catch let error as WeightInitError {
        return .failure(
          DiagnosticList([Diagnostic(pointer: pointer, line: claim.line, message: error.message)])
        )
      } catch {}
      return .failure(DiagnosticList([]))
    }
    var reader = ParameterReader(
      claim.arguments,
      of: type.identifier,
      at: pointer,
      places: claim.places(at: pointer),
      line: claim.line
    )
    let initializer = type.init(&reader)
    reader.finish()
    guard reader.diagnostics.isEmpty else { return .failure(DiagnosticList(reader.diagnostics)) }
    let parameters = reader.declarations.compactMap { declaration in
      reader.values[declaration.name].map { (name: declaration.name, value: $0) }
    }
    return .success(ResolvedInitializer(initializer: initializer, parameters: parameters))
  }

  /// Resolves the text of a claim, for example `raai:k=100,variance=0.9`.
  ///
  /// - Parameter text: The claim.
  /// - Returns: The scheme with its parameters.
  /// - Throws: ``WeightInitError`` with code `invalidClaim` or `unknownInitializer`.
  public func resolve(_ text: String) throws -> ResolvedInitializer {
    let claim = try Claim(text)
    _ = try initializer(named: claim.name)
    switch resolve(claim, at: "") {
    case .success(let resolved): return resolved
    case .failure(let problems):
      throw WeightInitError(
        code: .invalidClaim,
        message: "the claim `\(text)` cannot be understood: "
          + problems.diagnostics.map(\.message).joined(separator: "; ")
      )
    }
  }
}

/// Problems as an error, for results.
package struct DiagnosticList: Error {
  package let diagnostics: [Diagnostic]
  package init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }
}
