import ComplexModule
import Differentiation
import LinearAlgebra
import Tensors
import TestSupport
import Testing

/// Returns a matrix of the given shape with the given singular values.
func withSingularValues<Scalar: LinearAlgebraScalar>(_ shape: [Int], _ values: [Double]) -> Tensor<Scalar> {
    var middle = Tensor<Scalar>(zeros: Shape(shape))
    for (index, value) in values.enumerated() { middle[index, index] = Tensor(scalar(value)) }
    return matmul(matmul(rotation(shape[0], seed: 5), middle), rotation(shape[1], seed: 6).adjoint())
}

@Suite struct SingularValueFunctionTests {
    static let shapes: [[Int]] = [[3, 3], [5, 3], [3, 5], [1, 4], [4, 1]]

    private func bounded<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>) -> Tensor<Scalar> {
        try! singularValueFunction(of: a) {
            $0.tanh()
        } derivative: {
            1 - $0.tanh().squared()
        }
    }

    private func polarFactor<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>) -> Tensor<Scalar> {
        try! singularValueFunction(of: a) {
            Tensor(ones: $0.shape)
        } derivative: {
            Tensor(zeros: $0.shape)
        }
    }

    @Test(arguments: shapes) func values(shape: [Int]) throws {
        let a: Tensor<Complex<Double>> = numbers(Shape([2] + shape))
        let parts: SingularValueDecomposition<Complex<Double>> = try svd(a)
        let scaled: Tensor<Complex<Double>> = parts.u * field(parts.singularValues.tanh()).expandingShape(at: -2)
        for layout in everyLayout(a) {
            #expect(backwardError(bounded(layout), matmul(scaled, parts.vt), 20, Complex<Double>.self) < 10)
        }
        let cut: Tensor<Complex<Double>> = parts.u * field((parts.singularValues - 1).relu()).expandingShape(at: -2)
        let found: Tensor<Complex<Double>> = try singularValueThresholding(a, by: 1)
        #expect(backwardError(found, matmul(cut, parts.vt), 20, Complex<Double>.self) < 10)
        #expect(backwardError(try singularValueThresholding(a, by: 0), a, 20, Complex<Double>.self) < 10)
    }

    /// The derivatives agree with differences at random matrices, and at matrices whose singular values are equal or 0.
    @Test(arguments: shapes) func derivativesAgreeWithDifferences(shape: [Int]) {
        let generic: Tensor<Double> = numbers(Shape([2] + shape), seed: 3)
        #expect(problems(of: { self.bounded($0[0]) }, at: [generic], tolerance: 1e-6) == [])
        let k: Int = min(shape[0], shape[1])
        let spectra: [[Double]] = [
            [5, 5, 5], [2, 2, 0.5], [2, 2 + 1e-9, 0.5], [3, 2, 0], [3, 0, 0], [2, 2, 0], [0, 0, 0],
        ]
        let weights: Tensor<Double> = numbers(Shape(shape), seed: 8)
        for values in spectra {
            let a: Tensor<Double> = withSingularValues(shape, Array(values.prefix(k)))
            let check: GradientCheck = checkGradient(at: a) { (bounded($0) * weights).sum() }
            #expect(check.error < 1e-8, "\(values): \(check)")
            let cut: GradientCheck = checkGradient(at: a) {
                (try! singularValueThresholding($0, by: 1) * weights).sum()
            }
            #expect(cut.error < 1e-8, "\(values): \(cut)")
            if values.prefix(k).allSatisfy({ $0 > 0 }) {
                let polar: GradientCheck = checkGradient(at: a) { (polarFactor($0) * weights).sum() }
                #expect(polar.error < 1e-8, "\(values): \(polar)")
            }
        }
    }

    @Test(arguments: [[3, 3], [4, 2], [2, 4]]) func complexDerivatives(shape: [Int]) {
        for values in [[2, 0.7, 0.4], [2, 2, 2], [2, 0, 0]] as [[Double]] {
            let base: Tensor<Complex<Double>> = withSingularValues(shape, Array(values.prefix(min(shape[0], shape[1]))))
            let check: GradientCheck = checkGradient(at: [base.realPart(), base.imaginaryPart()]) { parts in
                let a: Tensor<Complex<Double>> = Tensor(parts[0], parts[1])
                let value: Tensor<Complex<Double>> = bounded(a)
                let cut: Tensor<Complex<Double>> = try! singularValueThresholding(a, by: 1)
                return (value.realPart().squared() + value.imaginaryPart() * 3 + cut.realPart() * cut.imaginaryPart())
                    .sum()
            }
            #expect(check.error < 1e-7, "\(shape), \(values): \(check)")
        }
    }

    /// `singularValueThresholding` by 1 replaces each singular value σ by max(σ − 1, 0). The derivative is correct at
    /// 5·Q, where Q is orthogonal and all singular values are 5.
    @Test func multipleOfARotation() throws {
        let orthogonal: Tensor<Double> = rotation(3)
        let weights: Tensor<Double> = numbers([3, 3], seed: 8)
        let derivative: Tensor<Double> = gradient(at: orthogonal * 5) {
            (try! singularValueThresholding($0, by: 1) * weights).sum()
        }
        // Let Q be `orthogonal`, G the cotangent, and S and K the symmetric and the skew-symmetric part of Qᵀ·G. The
        // derivative is Q·(S + ⅘·K).
        let inner: Tensor<Double> = matmul(orthogonal.transposed(), weights)
        let core: Tensor<Double> = symmetrized(inner) + (inner - inner.transposed()) * 0.4
        #expect(difference(derivative, matmul(orthogonal, core), tolerance: 1e-14) == nil)
        let float: Tensor<Float> = gradient(at: Tensor<Float>(orthogonal * 5)) {
            (try! singularValueThresholding($0, by: 1) * Tensor<Float>(weights)).sum()
        }
        #expect(difference(Tensor<Double>(float), derivative, tolerance: 1e-5) == nil)
    }

    /// Where a singular value equals the threshold, the derivative is NaN. At a singular matrix, the polar factor is
    /// discontinuous, so the value and the derivative are NaN.
    @Test func kinksAndJumps() throws {
        let kink: Tensor<Double> = gradient(at: withSingularValues([3, 2], [2, 1])) {
            try! singularValueThresholding($0, by: 1).sum()
        }
        #expect(kink.scalars.allSatisfy { $0.isNaN })
        let singular: Tensor<Double> = withSingularValues([3, 3], [2, 1, 0])
        #expect(polarFactor(singular).scalars.allSatisfy { $0.isNaN })
        #expect(gradient(at: singular) { polarFactor($0).sum() }.scalars.allSatisfy { $0.isNaN })
        // The second matrix of the stack is regular, so the value and the derivative for this matrix are finite.
        let pair: Tensor<Double> = Tensor(stacking: [singular, withSingularValues([3, 3], [3, 2, 1])])
        #expect(polarFactor(pair)[1].scalars.allSatisfy { $0.isFinite })
        #expect(gradient(at: pair) { polarFactor($0).sum() }[1].scalars.allSatisfy { $0.isFinite })
    }

    @Test func errors() async {
        #expect(throws: LinearAlgebraError.self) { try singularValueThresholding(Tensor<Double>([[.infinity]]), by: 1) }
        await #expect(processExitsWith: .failure) { _ = try singularValueThresholding(Tensor<Double>([[1]]), by: -1) }
        await #expect(processExitsWith: .failure) {
            _ = try singularValueFunction(of: Tensor<Double>([1, 2]), { $0 }, derivative: { $0 })
        }
    }
}
