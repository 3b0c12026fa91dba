import ComplexModule
import Differentiation
import LinearAlgebra
import Tensors
import TestSupport
import Testing

/// Norms, ranks, condition numbers and null spaces.
@Suite struct NormTests {
    @Test func valuesOfASmallMatrix() throws {
        let a = Tensor<Double>([[3, -4], [0, 12]])
        let expected: [MatrixNorm: Double] = [.frobenius: 13, .one: 16, .infinity: 12]
        for (norm, value) in expected { #expect(try matrixNorm(a, norm).scalar == value) }
        let values: [Double] = try singularValues(a).scalars
        #expect(try matrixNorm(a, .spectral).scalar == values[0])
        #expect(abs(try matrixNorm(a, .nuclear).scalar - values[0] - values[1]) < 1e-14)
        #expect(vectorNorm(Tensor<Double>([[3, 4], [5, 12]])) == Tensor([5, 13]))
        #expect(vectorNorm(Tensor<Complex<Double>>([Complex(3, 4), 0])).scalar == 5)
    }

    @Test func stacksLayoutsAndEmptyMatrices() throws {
        let a: Tensor<Complex<Float>> = numbers([3, 4, 5])
        for norm in [MatrixNorm.frobenius, .spectral, .nuclear, .one, .infinity] {
            let expected: Tensor<Float> = try matrixNorm(a, norm)
            #expect(expected.shape == [3])
            for layout in everyLayout(a) {
                #expect(difference(try matrixNorm(layout, norm), expected, tolerance: 1e-5) == nil)
            }
            #expect(try matrixNorm(Tensor<Double>(zeros: [2, 0, 3]), norm) == Tensor(zeros: [2]))
            #expect(try matrixNorm(Tensor<Double>(zeros: [3, 0]), norm).scalar == 0)
        }
    }

    @Test func squaresNeitherOverflowNorUnderflow() {
        let great: Double = vectorNorm(Tensor<Double>([3e200, 4e200])).scalar
        #expect(abs(great / 5e200 - 1) < 1e-15)
        let small: Double = vectorNorm(Tensor<Double>([3e-200, 4e-200])).scalar
        #expect(abs(small / 5e-200 - 1) < 1e-15)
        #expect(vectorNorm(Tensor<Double>([.infinity, 1])).scalar == .infinity)
        #expect(vectorNorm(Tensor<Double>([1, .nan])).scalar.isNaN)
        let complex: Float = vectorNorm(Tensor<Complex<Float>>([Complex(3e30, 4e30)])).scalar
        #expect(abs(complex / 5e30 - 1) < 1e-6)
    }

    @Test func derivativesAgreeWithDifferences() {
        let a: Tensor<Double> = numbers([2, 4, 3], seed: 3)
        for norm in [MatrixNorm.frobenius, .spectral, .nuclear, .one, .infinity] {
            #expect(problems(of: { try! matrixNorm($0[0], norm) }, at: [a], tolerance: 1e-6) == [], "\(norm)")
        }
        #expect(problems(of: { try! conditionNumber($0[0]) }, at: [a], tolerance: 1e-6) == [])
        let zero: Tensor<Double> = gradient(at: Tensor(zeros: [3])) { vectorNorm($0) }
        #expect(zero == Tensor(zeros: [3]))
        let check: GradientCheck = checkGradient(at: [numbers([3]), numbers([3], seed: 1)]) { parts in
            vectorNorm(Tensor<Complex<Double>>(parts[0], parts[1]))
        }
        #expect(check.error < 1e-8, "\(check)")
    }

    @Test func ranksAndConditionNumbers() throws {
        let deficient: Tensor<Double> = Notorious.rankDeficient.matrix()
        let stack: Tensor<Double> = Tensor(stacking: [deficient, Tensor(identity: 10), Tensor(zeros: [10, 10])])
        #expect(try rank(stack).scalars == [3, 10, 0])
        #expect(try rank(Tensor<Double>([[1, 0], [0, 1e-3]]), tolerance: 1e-2).scalar == 1)
        #expect(try rank(Tensor<Double>(zeros: [0, 4])).scalar == 0)
        #expect(try conditionNumber(Tensor<Double>([[4, 0], [0, 0.5]])).scalar == 8)
        #expect(try conditionNumber(Tensor<Double>(zeros: [2, 2])).scalar == .infinity)
        // 1.6024909625167e13 (exact arithmetic: mpmath, 50 digits), to what the smallest value's accuracy allows.
        let hilbert: Double = try conditionNumber(Notorious.hilbert.matrix() as Tensor<Double>).scalar
        #expect(abs(hilbert / 1.6024909625167e13 - 1) < 1e-3)
        #expect(throws: LinearAlgebraError.empty(operation: "conditionNumber")) {
            try conditionNumber(Tensor<Double>(zeros: [0, 2]))
        }
    }

    @Test func nullSpaces() throws {
        let a: Tensor<Double> = Notorious.rankDeficient.matrix()
        let basis: Tensor<Double> = try nullSpace(a)
        #expect(basis.shape == [10, 7] && orthogonalityError(basis) < 10)
        #expect(greatest(matmul(a, basis)) < 1e-13)
        #expect(try nullSpace(Tensor<Double>(identity: 3)).shape == [3, 0])
        #expect(try nullSpace(Tensor<Double>(zeros: [0, 2])).shape == [2, 2])
        let wide: Tensor<Complex<Double>> = numbers([2, 5])
        let complex: Tensor<Complex<Double>> = try nullSpace(wide)
        #expect(complex.shape == [5, 3] && greatest(matmul(wide, complex)) < 1e-14)
    }

    @Test func pseudoInversesSatisfyTheirFourEquations() throws {
        for kind in Notorious.allCases {
            let a: Tensor<Double> = kind.matrix()
            let p: Tensor<Double> = try pseudoInverse(a, tolerance: 1e-9)
            let (left, right): (Tensor<Double>, Tensor<Double>) = (matmul(a, p), matmul(p, a))
            let tolerance: Double = 1e-15 * 100 * (1 + greatest(p) * greatest(a))
            #expect(difference(left, left.transposed(), tolerance: tolerance) == nil, "\(kind)")
            #expect(difference(right, right.transposed(), tolerance: tolerance) == nil, "\(kind)")
            #expect(greatest(matmul(right, p) - p) < tolerance * greatest(p), "\(kind)")
            // A itself comes back but for what was cut off.
            #expect(greatest(matmul(left, a) - a) < 1e-8 * greatest(a) + tolerance * greatest(a), "\(kind)")
        }
    }
}
