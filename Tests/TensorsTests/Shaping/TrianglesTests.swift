import Tensors
import TestSupport
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

    @Test(arguments: MemoryArrangement.allCases, [-2, 0, 3])
    func trianglesOfStacksAreThoseOfTheirMatricesInEveryLayout(arrangement: MemoryArrangement, diagonal: Int) {
        let x: Tensor<Double> = sample([2, 3, 4])
        let arranged: Tensor<Double> = x.arranged(arrangement)
        let isKept = Tensor<Double>((0 ..< 12).map { $0 % 4 - $0 / 4 >= diagonal ? 1 : 0 }, shape: [3, 4])
        #expect(upperTriangle(arranged, diagonal: diagonal) == x * isKept)
        #expect(lowerTriangle(arranged, diagonal: diagonal - 1) == x * (1 - isKept))
        let exchanged: Tensor<Double> = arranged.transposed()
        #expect(lowerTriangle(exchanged, diagonal: -diagonal) == (x * isKept).transposed())
    }
}
