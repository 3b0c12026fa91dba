import ComplexModule
import Differentiation
import LinearAlgebra
import Tensors
import TestSupport
import Testing

@Suite struct SymmetricEigenTests {
    @Test(arguments: [0, 1, 2, 7, 200]) func vectorsDiagonalise(size: Int) throws {
        try check(Double.self, size)
        try check(Float.self, size)
        try check(Complex<Double>.self, size)
        try check(Complex<Float>.self, size)
    }

    private func check<Scalar: LinearAlgebraScalar>(_ type: Scalar.Type, _ size: Int) throws {
        let part: Tensor<Scalar> = numbers([2, size, size])
        let a: Tensor<Scalar> = part + part.adjoint()
        for matrix in everyLayout(a) {
            let parts: SymmetricEigenDecomposition<Scalar> = try symmetricEigen(matrix)
            let scaled: Tensor<Scalar> = parts.eigenvectors * field(parts.eigenvalues).expandingShape(at: -2)
            #expect(backwardError(matmul(scaled, parts.eigenvectors.adjoint()), a, size, type) < 10)
            #expect(orthogonalityError(parts.eigenvectors) < 10)
            let alone: Tensor<Scalar.Magnitude> = try symmetricEigenvalues(matrix)
            #expect(backwardError(field(alone) as Tensor<Scalar>, field(parts.eigenvalues), max(1, size), type) < 10)
            for index in 0 ..< 2 {
                let values: [Scalar.Magnitude] = parts.eigenvalues[index].scalars
                #expect(values == values.sorted())
            }
        }
    }

    @Test func partOfTheSpectrum() throws {
        let part: Tensor<Complex<Double>> = numbers([9, 9])
        let a: Tensor<Complex<Double>> = part + part.adjoint()
        let all: SymmetricEigenDecomposition<Complex<Double>> = try symmetricEigen(a)
        let some = try symmetricEigen(a, in: .positions(2 ..< 5))
        #expect(difference(some.eigenvalues, all.eigenvalues[2 ..< 5], tolerance: 1e-12) == nil)
        let scaled: Tensor<Complex<Double>> = some.eigenvectors * field(some.eigenvalues)
        #expect(backwardError(matmul(a, some.eigenvectors), scaled, 9, Complex<Double>.self) < 30)
        let (low, high): (Double, Double) = (all.eigenvalues.scalars[3] - 1e-9, all.eigenvalues.scalars[6] + 1e-9)
        let within = try symmetricEigen(a, in: .values(greaterThan: low, through: high))
        #expect(difference(within.eigenvalues, all.eigenvalues[3 ..< 7], tolerance: 1e-12) == nil)
        #expect(try symmetricEigen(a, in: .positions(4 ..< 4)).eigenvalues.count == 0)
        let derivative: Tensor<Double> = gradient(at: Tensor<Double>([[2, 0], [0, 5]])) {
            try! symmetricEigen($0, in: .positions(1 ..< 2)).eigenvalues.sum()
        }
        #expect(derivative == Tensor([[0, 0], [0, 1]]))
    }

    @Test func derivativesAgreeWithDifferences() {
        func symmetric(_ x: Tensor<Double>) -> Tensor<Double> { x + x.transposed() }
        let operation: ([Tensor<Double>]) -> Tensor<Double> = { inputs in
            let parts: SymmetricEigenDecomposition<Double> = try! symmetricEigen(symmetric(inputs[0]))
            // The squares of an eigenvector's elements do not depend on the sign of the eigenvector.
            return matmul(parts.eigenvectors.squared(), parts.eigenvalues.sin().expandingShape(at: -1))
        }
        #expect(problems(of: operation, at: [numbers([2, 4, 4])], tolerance: 1e-6) == [])
        #expect(problems(of: { try! symmetricEigenvalues(symmetric($0[0])) }, at: [numbers([2, 4, 4])]) == [])
    }

    @Test func complexDerivativeAgreesWithDifferences() {
        let inputs: [Tensor<Double>] = [numbers([3, 3]), numbers([3, 3], seed: 1)]
        let check: GradientCheck = checkGradient(at: inputs) { parts in
            let whole: Tensor<Complex<Double>> = Tensor(parts[0], parts[1])
            let result = try! symmetricEigen(whole + whole.adjoint())
            let absolute: Tensor<Double> =
                result.eigenvectors.realPart().squared() + result.eigenvectors.imaginaryPart().squared()
            return (absolute * result.eigenvalues).sum() + result.eigenvalues[0] * result.eigenvalues[1]
                + (absolute * absolute)[0].sum()
        }
        #expect(check.error < 1e-6, "\(check)")
    }

    /// If an eigenvalue is repeated, the gradient of a function of its eigenvectors is NaN: the derivative may not
    /// exist, and the cotangents do not show whether the derivative exists.
    @Test(arguments: [1, 3]) func functionsOfVectorsOfEqualEigenvalues(copies: Int) throws {
        // With 1 copy, LAPACK computes the decomposition. With more copies, the kernels for small matrices compute a
        // stack of 20 matrices.
        func isNaN(_ a: Tensor<Double>, _ function: (SymmetricEigenDecomposition<Double>) -> Tensor<Double>) -> Bool {
            let stack: Tensor<Double> = copies == 1 ? a : a.broadcast(to: Shape([20] + a.shape.dimensions))
            let derivative: Tensor<Double> = gradient(at: stack) { function(try! symmetricEigen($0)).sum() }
            return derivative.scalars.contains { $0.isNaN }
        }
        func product(_ vectors: Tensor<Double>, _ values: Tensor<Double>) -> Tensor<Double> {
            matmul(vectors * values.expandingShape(at: -2), vectors.transposed())
        }
        let (scalar, rotated): (Tensor<Double>, Tensor<Double>) = (Tensor(identity: 3) * 5, withSpectrum([2, 2, 7]))
        for a in [scalar, rotated, rotated * 1e-300, rotated * 1e300] {
            #expect(isNaN(a) { product($0.eigenvectors, $0.eigenvalues.squareRoot()) })
            #expect(isNaN(a) { product($0.eigenvectors, Tensor(ones: $0.eigenvalues.shape)) })
            #expect(isNaN(a) { $0.eigenvectors[.ellipsis, 0 ..< 2] })
            #expect(isNaN(a) { $0.eigenvectors[.ellipsis, 0].squared() })
            #expect(!isNaN(a) { $0.eigenvalues })
        }
        // The derivative is finite if the loss depends only on eigenvectors of eigenvalues that are not repeated.
        #expect(!isNaN(rotated) { $0.eigenvectors[.ellipsis, 2].squared() })
    }

    @Test func whatIsRightAtEqualEigenvalues() {
        let a: Tensor<Double> = withSpectrum([2, 2, 7])
        let weights: Tensor<Double> = numbers([3, 3], seed: 8)
        let own: GradientCheck = checkGradient(at: a) { a in
            let vector: Tensor<Double> = try! symmetricEigen(symmetrized(a)).eigenvectors[.all, 2 ..< 3]
            return (matmul(vector, vector.transposed()) * weights).sum()
        }
        #expect(own.error < 1e-7, "\(own)")
        for spectrum in [[5, 5, 5], [2, 2, 7]] as [[Double]] {
            let values: GradientCheck = checkGradient(at: withSpectrum(spectrum)) { a in
                let values: Tensor<Double> = try! symmetricEigenvalues(symmetrized(a))
                return values.exp().sum() + values.log().sum().squared()
            }
            #expect(values.error < 1e-6, "\(values)")
        }
    }

    @Test func errors() {
        let expected = LinearAlgebraError.notFinite(operation: "symmetricEigen", row: 1, column: 0, matrix: 1)
        let bad = Tensor<Double>([[[1, 0], [0, 1]], [[1, 0], [.nan, 1]]])
        #expect(throws: expected) { try symmetricEigen(bad) }
    }
}
