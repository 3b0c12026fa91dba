import ComplexModule
import Differentiation
import LinearAlgebra
import Tensors
import TestSupport
import Testing

@Suite struct SVDTests {
    @Test(arguments: QRTests.shapes) func factorsMultiplyToTheMatrix(shape: [Int]) throws {
        try check(Double.self, shape)
        try check(Float.self, shape)
        try check(Complex<Double>.self, shape)
        try check(Complex<Float>.self, shape)
    }

    private func check<Scalar: LinearAlgebraScalar>(_ type: Scalar.Type, _ shape: [Int]) throws {
        let a: Tensor<Scalar> = numbers(Shape([2] + shape))
        for matrix in everyLayout(a) {
            try checkIdentities(matrix, a, full: false)
            try checkIdentities(matrix, a, full: true)
        }
    }

    private func checkIdentities<Scalar: LinearAlgebraScalar>(
        _ matrix: Tensor<Scalar>, _ a: Tensor<Scalar>, full: Bool
    ) throws {
        let (rows, columns): (Int, Int) = (a.shape[-2], a.shape[-1])
        let k: Int = min(rows, columns)
        let parts: SingularValueDecomposition<Scalar> = try svd(matrix, full: full)
        #expect(parts.u.shape.dimensions.suffix(2) == [rows, full ? rows : k])
        #expect(parts.vt.shape.dimensions.suffix(2) == [full ? columns : k, columns])
        #expect(orthogonalityError(parts.u) < 10 && orthogonalityError(parts.vt.adjoint()) < 10)
        let scaled: Tensor<Scalar> =
            parts.u[.ellipsis, 0 ..< k] * field(parts.singularValues).expandingShape(at: -2)
        let product: Tensor<Scalar> = matmul(scaled, parts.vt[.ellipsis, 0 ..< k, .all])
        #expect(spectralError(product, a, parts.singularValues) < 10)
        let alone: Tensor<Scalar.Magnitude> = try singularValues(matrix)
        #expect(
            backwardError(field(alone) as Tensor<Scalar>, field(parts.singularValues), max(rows, columns), Scalar.self)
                < 10)
        let values: [Scalar.Magnitude] = parts.singularValues.scalars
        #expect(values.allSatisfy { $0 >= 0 })
        #expect(Array(values.prefix(k)) == values.prefix(k).sorted(by: >))
    }

    /// Returns the error max |product − a| / (‖a‖₂ · n · ε) of the product U·Σ·Vᴴ of a decomposition of `a`, where n is
    /// the greater dimension of `a`, ε is the machine epsilon, and `values` are the singular values of `a`.
    private func spectralError<Scalar: LinearAlgebraScalar>(
        _ product: Tensor<Scalar>, _ a: Tensor<Scalar>, _ values: Tensor<Scalar.Magnitude>
    ) -> Double {
        guard a.count > 0 else { return product.shape == a.shape ? 0 : .infinity }
        let norm: Double = values.scalars.map { Double($0) }.max() ?? 0
        let size: Int = max(a.shape[-1], a.shape[-2])
        return greatest(product - a) / (norm * Double(size) * Double(Scalar.Magnitude.ulpOfOne))
    }

    @Test(arguments: Notorious.allCases) func notoriousMatrices(_ kind: Notorious) throws {
        try checkIdentities(kind.matrix(), kind.matrix() as Tensor<Double>, full: false)
        try checkIdentities(kind.matrix(), kind.matrix() as Tensor<Complex<Float>>, full: true)
    }

    @Test func hilbertsSmallestValue() throws {
        // The smallest singular value is 1.0931538193796657e-13 (mpmath, 50 digits). The algorithm guarantees only a
        // small absolute error.
        let values: [Double] = try singularValues(Notorious.hilbert.matrix() as Tensor<Double>).scalars
        #expect(abs(values[9] - 1.0931538193796657e-13) < 1e-16)
        #expect(abs(values[0] - 1.7519196702651776) < 1e-14)
    }

    @Test(arguments: [[4, 4], [5, 3], [3, 5]]) func derivativesAgreeWithDifferences(shape: [Int]) {
        let a: Tensor<Double> = numbers(Shape([2] + shape), seed: 3)
        let operation: ([Tensor<Double>]) -> Tensor<Double> = { inputs in
            let parts: SingularValueDecomposition<Double> = try! svd(inputs[0])
            let squares: Tensor<Double> = matmul(parts.u.squared(), parts.singularValues.sin().expandingShape(at: -1))
            return squares.sum() + matmul(parts.u * parts.singularValues.squared().expandingShape(at: -2), parts.vt)
                + (parts.vt.squared() * parts.vt.squared()).sum()
        }
        #expect(problems(of: operation, at: [a], tolerance: 1e-6) == [])
        #expect(problems(of: { try! singularValues($0[0]) }, at: [a]) == [])
    }

    @Test func complexDerivativeAgreesWithDifferences() {
        for shape in [[3, 3], [4, 2], [2, 4]] as [Shape] {
            let inputs: [Tensor<Double>] = [numbers(shape, seed: 2), numbers(shape, seed: 6)]
            let check: GradientCheck = checkGradient(at: inputs) { parts in
                let result = try! svd(Tensor<Complex<Double>>(parts[0], parts[1]))
                let cubes: Tensor<Complex<Double>> = Tensor<Complex<Double>>(result.singularValues.squared())
                let product: Tensor<Complex<Double>> = matmul(result.u * cubes.expandingShape(at: -2), result.vt)
                let absolute: Tensor<Double> = result.u.realPart().squared() + result.u.imaginaryPart().squared()
                return (product.realPart() + product.imaginaryPart() * 2).sum() + absolute.squared().sum()
            }
            #expect(check.error < 1e-6, "\(shape): \(check)")
        }
    }

    /// If singular values are equal, the gradient of a function of their singular vectors is NaN: the derivative may
    /// not exist, and the cotangents do not show whether the derivative exists.
    @Test(arguments: [1, 20]) func equalSingularValues(copies: Int) {
        func isNaN(_ a: Tensor<Double>, _ function: (SingularValueDecomposition<Double>) -> Tensor<Double>) -> Bool {
            let stack: Tensor<Double> = copies == 1 ? a : a.broadcast(to: Shape([copies] + a.shape.dimensions))
            return gradient(at: stack) { function(try! svd($0)).sum() }.scalars.contains { $0.isNaN }
        }
        func product(
            _ parts: SingularValueDecomposition<Double>, _ values: (Tensor<Double>) -> Tensor<Double>
        ) -> Tensor<Double> {
            matmul(parts.u * values(parts.singularValues).expandingShape(at: -2), parts.vt)
        }
        for shape in [[3, 3], [4, 3], [3, 4]] {
            for values in [[5, 5, 5], [2, 2, 1]] as [[Double]] {
                let a: Tensor<Double> = withSingularValues(shape, values)
                #expect(isNaN(a) { parts in product(parts) { ($0 - 1).relu() } }, "\(shape), \(values)")
                #expect(isNaN(a) { parts in product(parts) { Tensor(ones: $0.shape) } })
                #expect(isNaN(a) { $0.u[.ellipsis, 0] })
                #expect(isNaN(a) { $0.vt[.ellipsis, 1, .all].squared() })
                #expect(!isNaN(a) { $0.singularValues })
            }
            #expect(!isNaN(withSingularValues(shape, [2, 2, 1]) as Tensor<Double>) { $0.u[.ellipsis, 2].squared() })
            // For a singular value of 0, the left and the right singular vector can change their signs independently. A
            // loss that depends on both signs has no derivative. In a matrix that is not square, the singular vector on
            // the longer side can also change its direction.
            let singular: Tensor<Double> = withSingularValues(shape, [3, 2, 0])
            #expect(isNaN(singular) { parts in product(parts) { Tensor(ones: $0.shape) } })
            #expect(isNaN(singular) { $0.u[.ellipsis, 2].squared() } == (shape[0] > shape[1]))
            #expect(isNaN(singular) { $0.vt[.ellipsis, 2, .all].squared() } == (shape[1] > shape[0]))
        }
        let equal: Tensor<Double> = withSingularValues([3, 3], [2, 2, 1])
        let nuclear: GradientCheck = checkGradient(at: equal) { try! singularValues($0).sum() }
        #expect(nuclear.error < 1e-7)
        let deficient: Tensor<Double> = withSingularValues([4, 3], [3, 2, 0])
        let null: GradientCheck = checkGradient(at: deficient) {
            let v: Tensor<Double> = try! svd($0).vt[2 ..< 3]
            return (matmul(v.transposed(), v) * numbers([3, 3])).sum()
        }
        #expect(null.error < 1e-7, "\(null)")
    }

    @Test func rankLoss() {
        let a: Tensor<Double> = matmul(numbers([4, 2], seed: 1), numbers([2, 3], seed: 2))
        let range: Tensor<Double> = gradient(at: a) { a in
            let parts: SingularValueDecomposition<Double> = try! svd(a)
            let u: Tensor<Double> = parts.u[.all, 0 ..< 2]
            return (matmul(u, u.transposed()) * (numbers([4, 4]) as Tensor<Double>)).sum()
        }
        #expect(range.scalars.allSatisfy { $0.isFinite })
        let null: Tensor<Double> = gradient(at: a) { (try! svd($0).u[.all, 2] * Tensor([1, 2, 3, 4])).sum() }
        #expect(null.scalars.contains { $0.isNaN })
    }

    @Test func errors() async {
        let expected = LinearAlgebraError.notFinite(operation: "svd", row: 1, column: 0, matrix: 0)
        #expect(throws: expected) { try svd(Tensor<Float>([[1, 0], [.nan, 1], [0, 0]])) }
        await #expect(processExitsWith: .failure) { _ = try svd(Tensor<Double>([1, 2])) }
        await #expect(processExitsWith: .failure) {
            _ = gradient(at: Tensor<Double>(ones: [3, 2])) { try! svd($0, full: true).u.sum() }
        }
    }
}
