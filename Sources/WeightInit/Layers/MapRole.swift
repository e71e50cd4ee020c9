/// What a linear map does in its layer.
public enum MapRole: String, Sendable, Hashable, Codable, CaseIterable {
  /// The layer's only map, or one of no special part.
  case plain
  /// Makes the queries of an attention.
  case query
  /// Makes the keys of an attention.
  case key
  /// Makes the values of an attention.
  case value
  /// Makes an attention's output of what its heads give.
  case output
  /// Leads from the input of a recurrent layer into its state.
  case inputToState = "input-to-state"
  /// Leads from the state of a recurrent layer into its state.
  case stateToState = "state-to-state"
}
