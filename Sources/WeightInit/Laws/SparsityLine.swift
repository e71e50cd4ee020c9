/// The lines of a weight matrix of which each holds a fixed number of zeros.
public enum SparsityLine: String, Sendable, Hashable, Codable, CaseIterable {
  /// The weights into one neuron: a row.
  case neuron
  /// The weights out of one input: a column.
  case input
}
