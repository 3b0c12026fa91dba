import Tensors
import Testing

/// A triangle has exactly the elements on its side of the diagonal, for any diagonal, and for matrices without
/// elements.
@Suite struct TrianglesTests {
    @Test(arguments: [Int.min, -4, -3, -1, 0, 2, 5, 6, Int.max], [[3, 5], [4, 2], [0, 3], [3, 0]])
    func trianglesHaveTheElementsOfTheirSide(diagonal: Int, shape: [Int]) {
        let ones = Tensor<Int>(ones: Shape(shape))
        let isUpper: [Int] = (0 ..< shape[0]).flatMap { row in
            (0 ..< shape[1]).map { column in column - row >= diagonal ? 1 : 0 }
        }
        let isLower: [Int] = (0 ..< shape[0]).flatMap { row in
            (0 ..< shape[1]).map { column in column - row <= diagonal ? 1 : 0 }
        }
        #expect(upperTriangle(ones, diagonal: diagonal) == Tensor(isUpper, shape: Shape(shape)))
        #expect(lowerTriangle(ones, diagonal: diagonal) == Tensor(isLower, shape: Shape(shape)))
    }
}
