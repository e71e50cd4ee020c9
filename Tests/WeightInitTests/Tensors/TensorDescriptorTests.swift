import Testing
import WeightInit

@Suite("Descriptions of tensors")
struct TensorDescriptorTests {
  private static let huge = 1 << 62

  @Test(
    "Sizes follow from the shape and the element type",
    arguments: [
      ([], ElementType.float64, 1, 8), ([5], .float16, 5, 10), ([2, 3, 4], .float32, 24, 96),
      ([0, 3], .float32, 0, 0), ([3, 0], .bfloat16, 0, 0), ([1 << 60], .float32, 1 << 60, 1 << 62),
    ]
  )
  func sizes(shape: [Int], type: ElementType, elements: Int, bytes: Int) throws {
    let tensor = try #require(TensorDescriptor(name: "w", shape: shape, elementType: type))
    #expect(tensor.elementCount == elements)
    #expect(tensor.byteCount == bytes)
  }

  @Test(
    "Shapes whose sizes or strides overflow are none, empty ones included",
    arguments: [
      [-1], [0, -1], [huge], [huge, huge], [huge, 0, huge], [0, huge, huge], [huge, huge, 0],
    ]
  )
  func overflow(shape: [Int]) {
    #expect(TensorDescriptor(name: "w", shape: shape, elementType: .float32) == nil)
  }
}
