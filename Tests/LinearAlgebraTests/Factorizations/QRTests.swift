import ComplexModule
import Differentiation
import LinearAlgebra
import Tensors
import TestSupport
import Testing

@Suite struct QRTests {
    static let shapes: [[Int]] = [[0, 0], [1, 1], [2, 2], [7, 7], [9, 4], [4, 9], [200, 200], [3, 0], [0, 3]]

    @Test(arguments: shapes) func factorsMultiplyToTheMatrix(shape: [Int]) throws {
        try check(Double.self, shape)
        try check(Float.self, shape)
        try check(Complex<Double>.self, shape)
        try check(Complex<Float>.self, shape)
    }

    private func check<Scalar: LinearAlgebraScalar>(_ type: Scalar.Type, _ shape: [Int]) throws {
        let a: Tensor<Scalar> = numbers(Shape([2] + shape))
        for matrix in everyLayout(a) { try checkIdentities(matrix, a) }
    }

    private func checkIdentities<Scalar: LinearAlgebraScalar>(_ matrix: Tensor<Scalar>, _ a: Tensor<Scalar>) throws {
        let size: Int = max(a.shape[-1], a.shape[-2])
        for complete in [false, true] {
            let parts: QRDecomposition<Scalar> = try qr(matrix, complete: complete)
            #expect(backwardError(matmul(parts.q, parts.r), a, size, Scalar.self) < 10)
            #expect(orthogonalityError(parts.q) < 10)
            #expect(parts.r == upperTriangle(parts.r))
            let pivoted: PivotedQRDecomposition<Scalar> = try pivotedQR(matrix, complete: complete)
            #expect(orthogonalityError(pivoted.q) < 10)
            let product: Tensor<Scalar> = matmul(pivoted.q, pivoted.r)
            for index in 0 ..< 2 {
                for (column, original) in pivoted.permutation[index].scalars.enumerated() {
                    let (got, expected) = (product[index, .all, column], a[index, .all, original])
                    guard got.count > 0 else { continue }
                    #expect(
                        backwardError(got.expandingShape(at: 1), expected.expandingShape(at: 1), size, Scalar.self) < 20
                    )
                }
            }
            #expect(parts.q.shape == [2, a.shape[-2], complete ? a.shape[-2] : min(a.shape[-1], a.shape[-2])])
        }
    }

    @Test(arguments: Notorious.allCases) func notoriousMatrices(_ kind: Notorious) throws {
        let a: Tensor<Double> = kind.matrix()
        let parts: QRDecomposition<Double> = try qr(a)
        #expect(backwardError(matmul(parts.q, parts.r), a, a.shape[0], Double.self) < 10)
        #expect(orthogonalityError(parts.q) < 10)
    }

    @Test func pivotingShowsTheRank() throws {
        let diagonal: [Double] = try pivotedQR(Notorious.rankDeficient.matrix()).r.diagonal().scalars
        #expect(abs(diagonal[2]) > 1e-3 && abs(diagonal[3]) < 1e-13)
    }

    @Test(arguments: [[4, 4], [6, 3], [3, 6]]) func derivativeAgreesWithDifferences(shape: [Int]) {
        let a: Tensor<Double> = numbers(Shape([2] + shape), seed: 7)
        #expect(problems(of: { both(try! qr($0[0])) }, at: [a], tolerance: 1e-6) == [])
    }

    private func both(_ parts: QRDecomposition<Double>) -> Tensor<Double> {
        parts.q.sin().sum() + (parts.r * parts.r).sin().sum() + matmul(parts.q, parts.r.squared()).sum()
    }

    @Test func dependentColumnsHaveNoDerivative() {
        let derivative: Tensor<Double> = gradient(at: Tensor([[1, 2], [2, 4], [3, 6]])) { try! qr($0).r.sum() }
        #expect(derivative.scalars.allSatisfy { $0.isNaN })
    }

    @Test func complexDerivativeAgreesWithDifferences() {
        for shape in [[4, 3], [3, 3], [2, 4]] as [Shape] {
            let check: GradientCheck = checkGradient(at: [numbers(shape, seed: 3), numbers(shape, seed: 5)]) { parts in
                let result: QRDecomposition<Complex<Double>> = try! qr(Tensor(parts[0], parts[1]))
                // Returns a real function of the real and imaginary parts of Q and R, because `checkGradient` needs a
                // real loss.
                return (result.q.realPart().sin() + result.q.imaginaryPart() * 2).sum()
                    + (result.r.realPart().squared() + result.r.imaginaryPart()).sum()
            }
            #expect(check.error < 1e-6, "\(shape): \(check)")
        }
    }

    @Test func completeDerivativeOfATallMatrixTraps() async {
        await #expect(processExitsWith: .failure) {
            _ = gradient(at: Tensor<Double>(ones: [3, 2])) { try! qr($0, complete: true).q.sum() }
        }
    }
}
