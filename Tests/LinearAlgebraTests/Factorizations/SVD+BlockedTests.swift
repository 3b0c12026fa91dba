import ComplexModule
import LinearAlgebra
import Tensors
import TestSupport
import Testing

/// Tests of `svd` for sizes about the lengths of the blocks.
@Suite struct BlockedSVDTests {
    static let shapes: [[Int]] = [
        [47, 47], [48, 48], [49, 49], [73, 73], [74, 74], [97, 96], [100, 130], [130, 100], [127, 130], [60, 200],
        [257, 257],
    ]

    @Test(arguments: shapes) func factorsMultiplyToTheMatrix(shape: [Int]) throws {
        try check(Double.self, shape)
        try check(Float.self, shape)
        if shape[0] < 200 {
            try check(Complex<Double>.self, shape)
            try check(Complex<Float>.self, shape)
        }
    }

    private func check<Scalar: LinearAlgebraScalar>(_ type: Scalar.Type, _ shape: [Int]) throws {
        let (size, least): (Int, Int) = (shape.max() ?? 0, shape.min() ?? 0)
        let low: Tensor<Scalar> = matmul(numbers([shape[0], 3]), numbers([3, shape[1]], seed: 1))
        for a in [numbers(Shape(shape)), low, Tensor(zeros: Shape(shape)), Tensor(ones: Shape(shape))] {
            for matrix in [a, Tensor(a.transposed().scalars, shape: a.transposed().shape).transposed()] {
                let parts: SingularValueDecomposition<Scalar> = try svd(matrix)
                #expect(parts.u.shape == [shape[0], least] && parts.vt.shape == [least, shape[1]])
                let product: Tensor<Scalar> = matmul(parts.u * field(parts.singularValues), parts.vt)
                // The error is in proportion to the norm, which is `size` times the greatest element of the ones.
                #expect(backwardError(product, a, size, type) < 30, "\(type), \(shape)")
                #expect(orthogonalityError(parts.u) < 10 && orthogonalityError(parts.vt.adjoint()) < 10)
                let values: [Scalar.Magnitude] = parts.singularValues.scalars
                #expect(values == values.sorted(by: >) && values.allSatisfy { $0 >= 0 })
            }
        }
    }

    @Test func greatAndSmallMatricesAreScaled() throws {
        let a: Tensor<Double> = numbers([70, 70])
        let expected: SingularValueDecomposition<Double> = try svd(a)
        for factor in [1e300, 1e-300, 1e100, 1e-100] {
            let parts: SingularValueDecomposition<Double> = try svd(a * Tensor(factor))
            let values: Tensor<Double> = parts.singularValues / Tensor(factor)
            #expect(backwardError(values, expected.singularValues, 70, Double.self) < 10, "\(factor)")
            #expect(orthogonalityError(parts.u) < 10 && orthogonalityError(parts.vt.adjoint()) < 10)
        }
        // The result of a matrix does not depend on the others of its stack.
        let stack = Tensor<Double>(a.scalars + (a * Tensor(1e300)).scalars, shape: [2, 70, 70])
        let parts: SingularValueDecomposition<Double> = try svd(stack)
        #expect(parts.u[0] == expected.u && parts.vt[0] == expected.vt)
        #expect(parts.u[1] == (try svd(a * Tensor(1e300))).u)
    }
}
