import Differentiation
import LinearAlgebra
import Tensors
import TestSupport
import Testing

/// Triangles and diagonals of stacks have the right elements and derivatives. `ShapeTests` and `SciPyTests` compare
/// triangles with NumPy.
@Suite struct TrianglesTests {
    @Test(arguments: [[3, 3], [2, 4], [4, 2]], [-5, -2, -1, 0, 1, 3, 5])
    func trianglesKeepTheirElements(shape: [Int], diagonal: Int) {
        let a: Tensor<Double> = numbers(Shape([2] + shape))
        func masked(_ isKept: (Int) -> Bool) -> Tensor<Double> {
            let mask: Tensor<Double> = elements(shape[0], shape[1]) { isKept($1 - $0) ? 1 : 0 }
            return a * mask
        }
        for layout in everyLayout(a) {
            #expect(upperTriangle(layout, diagonal: diagonal) == masked { $0 >= diagonal })
            #expect(lowerTriangle(layout, diagonal: diagonal) == masked { $0 <= diagonal })
        }
    }

    @Test func derivativesAgreeWithDifferences() {
        let a: Tensor<Double> = sample([2, 3, 4])
        #expect(problems(of: { upperTriangle($0[0], diagonal: 1).squared() }, at: [a]) == [])
        #expect(problems(of: { lowerTriangle($0[0]).squared() }, at: [a]) == [])
        #expect(problems(of: { $0[0].diagonal().squared() }, at: [a]) == [])
        #expect(problems(of: { diagonalMatrix($0[0]).squared() }, at: [sample([2, 3])]) == [])
    }

    @Test func infinitiesStayOnTheDiagonal() {
        let a: Tensor<Double> = diagonalMatrix(Tensor([.infinity, 2]))
        #expect(a == Tensor([[.infinity, 0], [0, 2]]))
        let derivative: Tensor<Double> = gradient(at: Tensor([1, 2])) {
            (diagonalMatrix($0) * Tensor([[3, .nan], [.infinity, 4]])).sum()
        }
        #expect(derivative == Tensor([3, 4]))
    }

    @Test func scalarsAndVectorsTrap() async {
        await #expect(processExitsWith: .failure) { _ = upperTriangle(Tensor<Double>([1, 2])) }
        await #expect(processExitsWith: .failure) { _ = Tensor<Double>([1, 2]).diagonal() }
        await #expect(processExitsWith: .failure) { _ = diagonalMatrix(Tensor<Double>(1)) }
    }
}
