/// A choice of a fixed number of places on each of many lines, uniform and without replacement.
///
/// Going along a line, a place is kept with probability (places still to keep)/(places left), which
/// gives every choice the same probability, rounded to 2⁻³². Place p of line l takes word
/// l · length + p of the stream: the choice of a line depends on no other.
///
/// Source: Fan, Muller & Rezucha 1962 (Knuth, The Art of Computer Programming 2, algorithm 3.4.2 S).
struct PlaceSelection: Sendable {
  let stream: RandomStream
  /// The places of a line.
  let lineLength: Int
  /// How many of them are kept.
  let keptCount: Int

  /// Names the places of a line, in ascending order.
  ///
  /// - Parameters:
  ///   - line: The position of the line.
  ///   - body: Takes each place and whether it is kept.
  func forEachPlace(ofLine line: Int, _ body: (_ place: Int, _ isKept: Bool) -> Void) {
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: lineLength) { words in
      stream.fillWords(from: line * lineLength, into: words)
      var missing = UInt64(keptCount)
      for place in 0..<lineLength {
        let left = UInt64(lineLength - place)
        let isKept = (UInt64(words[place]) * left) >> 32 < missing
        if isKept { missing -= 1 }
        body(place, isKept)
      }
    }
  }
}
