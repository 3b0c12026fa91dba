import ComplexModule
import Differentiation
import LinearAlgebra
import Tensors
import TestSupport
import Testing

/// Tests of `lu` and of the functions that use its blocks, for sizes about the lengths of the blocks.
@Suite struct BlockedLUTests {
    @Test(arguments: [31, 32, 33, 63, 64, 65, 79, 127, 128, 130, 191, 192, 193, 257, 383, 385])
    func factorsOfASquareMatrix(size: Int) throws {
        try check(Double.self, [size, size])
        try check(Complex<Float>.self, [size, size])
        if size < 200 {
            try check(Float.self, [size, size])
            try check(Complex<Double>.self, [size, size])
        }
    }

    @Test(arguments: [[64, 65], [65, 64], [200, 64], [64, 200], [70, 211], [211, 193], [193, 300]])
    func factorsOfARectangularMatrix(shape: [Int]) throws {
        try check(Double.self, shape)
        try check(Float.self, shape)
        try check(Complex<Double>.self, shape)
        try check(Complex<Float>.self, shape)
    }

    private func check<Scalar: LinearAlgebraScalar>(_ type: Scalar.Type, _ shape: [Int]) throws {
        let a: Tensor<Scalar> = numbers(Shape(shape))
        let parts: LUDecomposition<Scalar> = try lu(a)
        #expect(greatest(parts.lower) <= 1.5)
        let order: Tensor<Int> = parts.permutation
        #expect(order.scalars.sorted() == Array(0 ..< shape[0]))
        let product: Tensor<Scalar> = matmul(parts.lower, parts.upper)
        #expect(backwardError(product, a[order], shape[0] + shape[1], type) < 10, "\(type), \(shape)")
    }

    @Test(arguments: [64, 100, 200]) func zeroPivotsAreFoundInOrder(size: Int) throws {
        var a: Tensor<Double> = numbers([size, size])
        for column in [size - 1, size - 20, 40] {
            a[.all, column] = Tensor(zeros: [size])
            // LAPACK factors a column-major matrix without a transposition, so the column is that of the pivot.
            let columnMajor: Tensor<Double> = Tensor(a.transposed().scalars, shape: a.shape).transposed()
            let expected = LinearAlgebraError.singular(operation: "inverse", position: column, matrix: 0)
            #expect(throws: expected) { try inverse(columnMajor) }
            let other = LinearAlgebraError.singular(operation: "solve", position: column, matrix: 0)
            #expect(throws: other) { try solve(columnMajor, numbers([size, 3])) }
            #expect(try determinant(a).scalar == 0)
            #expect(try logDeterminant(a).logMagnitude.scalar == -.infinity)
            let parts: LUDecomposition<Double> = try lu(a)
            #expect(parts.isSingular.scalars == [true])
            #expect(backwardError(matmul(parts.lower, parts.upper), a[parts.permutation], size, Double.self) < 10)
        }
    }

    @Test func nearlySingularMatricesAreFactored() throws {
        for size in [65, 130, 193] {
            // The matrix has numerical rank 3.
            let low: Tensor<Double> = matmul(numbers([size, 3]), numbers([3, size], seed: 1))
            let parts: LUDecomposition<Double> = try lu(low)
            #expect(backwardError(matmul(parts.lower, parts.upper), low[parts.permutation], size, Double.self) < 10)
            #expect(parts.isSingular.scalars == [false] || parts.isSingular.scalars == [true])
        }
    }

    @Test(arguments: [31, 32, 33, 47, 49, 63, 65, 95, 97, 129, 193, 257, 385]) func solutions(size: Int) throws {
        try checkSolutions(Double.self, size)
        try checkSolutions(Float.self, size)
        try checkSolutions(Complex<Double>.self, size)
        if size < 200 { try checkSolutions(Complex<Float>.self, size) }
    }

    private func checkSolutions<Scalar: LinearAlgebraScalar>(_ type: Scalar.Type, _ size: Int) throws {
        let a: Tensor<Scalar> = wellConditioned(size)
        for layout in [a, Tensor(a.transposed().scalars, shape: a.shape).transposed()] {
            for sides in [1, 47, 48, 49, 100] {
                let b: Tensor<Scalar> = numbers([size, sides], seed: 2)
                let x: Tensor<Scalar> = try solve(layout, b)
                #expect(backwardError(matmul(a, x), b, size, type) < 10, "\(type), \(size), \(sides)")
            }
            let product: Tensor<Scalar> = matmul(a, try inverse(layout))
            #expect(backwardError(product, Tensor(identity: size), size, type) < 10, "\(type), \(size)")
        }
    }

    /// The inverse of a matrix that needs row exchanges in every block.
    @Test(arguments: [17, 70, 129, 200]) func inverseWithRowExchanges(size: Int) throws {
        let a: Tensor<Double> = (wellConditioned(size) as Tensor<Double>)[.stride(by: -1)]
        for matrix in everyLayout(a) {
            #expect(backwardError(matmul(try inverse(matrix), a), Tensor(identity: size), size, Double.self) < 10)
        }
    }

    @Test(arguments: [20, 70]) func gradientsOfDeterminants(size: Int) throws {
        // A stack with a singular matrix, whose derivative is NaN, beside a regular one.
        var a: Tensor<Double> = wellConditioned(size) / Tensor(Double(size))
        let expected: Tensor<Double> = try inverse(a).transposed()
        let gradient: Tensor<Double> = try valueWithGradient(at: a) { try logDeterminant($0).logMagnitude }.gradient
        #expect(backwardError(gradient, expected, size, Double.self) < 10)
        let value: Double = try determinant(a).scalar
        let product: Tensor<Double> = try valueWithGradient(at: a) { try determinant($0) }.gradient
        #expect(backwardError(product, expected * Tensor(value), size, Double.self) < 10)
        let regular: Tensor<Double> = a
        a[.all, 3] = Tensor(zeros: [size])
        let stack = Tensor<Double>(regular.scalars + a.scalars, shape: [2, size, size])
        let both: Tensor<Double> = try valueWithGradient(at: stack) {
            try logDeterminant($0).logMagnitude.sum()
        }.gradient
        #expect(backwardError(both[0], expected, size, Double.self) < 10)
        #expect(both[1].scalars.allSatisfy { $0.isNaN })
    }
}
