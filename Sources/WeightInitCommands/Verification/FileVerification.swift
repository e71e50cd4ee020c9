import WeightFiles
import WeightInit
import WeightVerification

/// Verifies a file: the laws of its tensors, and that they are the tensors that were written.
struct FileVerification {
  let alpha: Double
  var margin: Double?
  var jobs = 1

  func verify(
    _ reader: any TensorReader,
    claims: [FileClaim],
    progress: @escaping (_ tensor: String, _ completed: Int, _ total: Int) -> Void
  ) throws -> VerificationReport {
    let tensors = reader.tensors
    let positions = Dictionary(
      tensors.enumerated().map { ($1.name, $0) },
      uniquingKeysWith: { first, _ in first }
    )
    var testable: [TensorClaim] = []
    var mismatches: [(claim: FileClaim, problem: Mismatch)] = []
    for claim in claims {
      if let problem = Mismatch(claim, positions[claim.claim.tensor].map { tensors[$0] }) {
        mismatches.append((claim, problem))
      } else {
        testable.append(claim.claim)
      }
    }
    // A bias that is not as claimed, or of which nothing is claimed, is not judged together with its
    // weights; one that is nowhere is a fault of the weights' claim.
    let present = Set(testable.map(\.tensor))
    let mentioned = Set(claims.map(\.claim.tensor)).union(positions.keys)
    for index in testable.indices {
      guard let bias = testable[index].bias, mentioned.contains(bias), !present.contains(bias)
      else { continue }
      testable[index].bias = nil
    }

    let total = testable.compactMap { positions[$0.tensor].map { tensors[$0].byteCount } }.reduce(
      0,
      +
    )
    var completed = 0
    var digests: [Int: TensorDigest] = [:]
    let needed = Set(claims.filter { $0.digest != nil }.map(\.claim.tensor))
    let verifier = try Verifier(
      alpha: alpha,
      margin: margin,
      jobs: jobs,
      registry: ToolContext.current.initializers
    )
    var report = try verifier.verify(
      reader,
      claims: testable,
      observing: { index, chunk in
        let tensor = tensors[index]
        if needed.contains(tensor.name) {
          digests[index, default: TensorDigest(elementType: tensor.elementType)].update(chunk)
        }
        completed += chunk.count
        progress(tensor.name, completed, total)
      }
    )
    for claim in claims {
      guard let expected = claim.digest, let index = positions[claim.claim.tensor],
        present.contains(claim.claim.tensor)
      else { continue }
      let digest = (digests[index] ?? TensorDigest(elementType: tensors[index].elementType))
      report.addExactRule(
        "digest",
        rule: "the values are the recorded ones",
        holds: digest.finalized == expected,
        effect: digest.finalized == expected
          ? "the values are bit for bit those that were written"
          : "the values are not those that were written: the file has been changed",
        to: claim.claim.tensor
      )
    }
    for (claim, problem) in mismatches {
      report.addUnexamined(
        claim.claim,
        test: problem.test,
        rule: problem.rule,
        effect: problem.effect
      )
    }
    return report
  }

  /// Why a tensor is not the one that is claimed.
  private struct Mismatch {
    var test: String
    var rule: String
    var effect: String

    init?(_ claim: FileClaim, _ tensor: TensorDescriptor?) {
      guard let tensor else {
        (test, rule) = ("presence", "the tensor is in the file")
        effect = "the file holds no tensor of this name"
        return
      }
      let logicalCount = claim.claim.order.logicalShape.reduce(1) { $0.multipliedClamping(by: $1) }
      if let shape = claim.shape, shape != tensor.shape {
        (test, rule) = ("shape", "the shape is \(NumberText.shape(shape))")
        effect = "the shape in the file is \(NumberText.shape(tensor.shape))"
      } else if logicalCount != tensor.elementCount {
        (test, rule) = ("shape", "the elements are as many as the claim's logical axes hold")
        effect = "the file holds \(tensor.elementCount) elements, the claim \(logicalCount)"
      } else if let type = claim.elementType, type != tensor.elementType {
        (test, rule) = ("element-type", "the element type is \(type.rawValue)")
        effect = "the element type in the file is \(tensor.elementType.rawValue)"
      } else {
        return nil
      }
    }
  }
}

extension TensorDigest {
  /// The digest of what has been seen so far.
  fileprivate var finalized: String {
    let copy = self
    return copy.finalize()
  }
}

extension Int {
  /// The product, or the greatest number where it overflows.
  fileprivate func multipliedClamping(by other: Int) -> Int {
    let (product, overflow) = multipliedReportingOverflow(by: other)
    return overflow ? .max : product
  }
}
