import ComplexModule
import LinearAlgebra
import Tensors
import TestSupport
import Testing

/// Tests of `qr` and `leastSquares` for sizes about the lengths of the blocks.
@Suite struct BlockedQRTests {
    static let shapes: [[Int]] = [
        [63, 63], [64, 64], [65, 65], [72, 72], [97, 96], [127, 130], [130, 127], [64, 200], [200, 64], [257, 257],
        [391, 385],
    ]

    @Test(arguments: shapes) func factorsMultiplyToTheMatrix(shape: [Int]) throws {
        try check(Double.self, shape)
        try check(Complex<Float>.self, shape)
        if shape[0] < 200 {
            try check(Float.self, shape)
            try check(Complex<Double>.self, shape)
        }
    }

    private func check<Scalar: LinearAlgebraScalar>(_ type: Scalar.Type, _ shape: [Int]) throws {
        let a: Tensor<Scalar> = numbers(Shape(shape))
        for complete in [false, true] {
            let parts: QRDecomposition<Scalar> = try qr(a, complete: complete)
            #expect(parts.q.shape == [shape[0], complete ? shape[0] : min(shape[0], shape[1])])
            #expect(backwardError(matmul(parts.q, parts.r), a, shape[0], type) < 10, "\(type), \(shape)")
            #expect(orthogonalityError(parts.q) < 10, "\(type), \(shape)")
            #expect(parts.r == upperTriangle(parts.r))
        }
        guard shape[0] >= shape[1] else { return }
        for sides in [1, 30] {
            let b: Tensor<Scalar> = numbers([shape[0], sides], seed: 1)
            let x: Tensor<Scalar> = try leastSquares(a, b)
            // The residual is normal to the columns: AᴴA·X = Aᴴ·B, with a rounding error in proportion to ‖A‖·‖B‖.
            let residual: Tensor<Scalar> = matmul(a.adjoint(), matmul(a, x) - b)
            let bound: Double = 20 * greatest(x) * Double(shape[0] * shape[1]) * Double(Scalar.Magnitude.ulpOfOne)
            #expect(greatest(residual) < bound, "\(type), \(shape)")
        }
    }

    @Test func dependentColumnsAreFactored() throws {
        for size in [70, 130] {
            let low: Tensor<Double> = matmul(numbers([size, 3]), numbers([3, size], seed: 1))
            for a in [low, Tensor<Double>(zeros: [size, size]), Tensor<Double>(ones: [size, size])] {
                let parts: QRDecomposition<Double> = try qr(a)
                #expect(backwardError(matmul(parts.q, parts.r), a, size, Double.self) < 10)
                #expect(orthogonalityError(parts.q) < 10)
                #expect(throws: LinearAlgebraError.self) { try leastSquares(a, numbers([size, 2])) }
            }
        }
    }

    @Test func greatAndSmallMatricesAreScaled() throws {
        let (a, b): (Tensor<Double>, Tensor<Double>) = (numbers([100, 70]), numbers([100, 2], seed: 1))
        let expected: Tensor<Double> = try leastSquares(a, b)
        for factor in [1e300, 1e-300, 1e150, 1e-150] {
            let x: Tensor<Double> = try leastSquares(a * Tensor(factor), b * Tensor(factor))
            #expect(backwardError(x, expected, 1000, Double.self) < 10, "\(factor)")
        }
        // The result of a matrix does not depend on the others of its stack.
        let stack = Tensor<Double>(a.scalars + (a * Tensor(1e300)).scalars, shape: [2, 100, 70])
        #expect(try leastSquares(stack, b.broadcast(to: [2, 100, 2]))[0] == expected)
    }
}
