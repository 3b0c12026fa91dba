import ComplexModule
import Differentiation
import LinearAlgebra
import Tensors
import TestSupport
import Testing

@Suite struct DeterminantTests {
    @Test func valuesOfSmallMatrices() throws {
        #expect(try determinant(Tensor<Double>(zeros: [0, 0])).scalar == 1)
        #expect(try determinant(Tensor<Double>([[3]])).scalar == 3)
        let exchanged: Tensor<Double> = try determinant(Tensor([[0, 2], [5, 1]]))
        #expect(abs(exchanged.scalar + 10) < 1e-14)
        let stack: Tensor<Double> = try determinant(
            Tensor([[[1, 2], [3, 4]], [[2, 0], [0, 2]], [[1, 1], [1, 1]]]))
        #expect(difference(stack, Tensor([-2, 4, 0]), tolerance: 1e-14) == nil)
        let imaginary = Tensor<Complex<Double>>([[Complex(0, 1), 0], [0, Complex(0, 1)]])
        #expect(try determinant(imaginary).scalar == Complex(-1, 0))
    }

    @Test func productRuleAndLayouts() throws {
        let (a, b): (Tensor<Double>, Tensor<Double>) = (numbers([7, 7]), numbers([7, 7], seed: 2))
        let product: Double = try determinant(a).scalar * determinant(b).scalar
        for matrix in everyLayout(matmul(a, b)) {
            let value: Double = try determinant(matrix).scalar
            #expect(abs(value / product - 1) < 1e-11)
        }
    }

    @Test func logarithmHoldsWhereTheDeterminantOverflows() throws {
        let a: Tensor<Double> = Tensor(identity: 200) * -1000
        #expect(try determinant(a).scalar == .infinity)
        let result: LogDeterminant<Double> = try logDeterminant(a)
        #expect(result.sign.scalar == 1)
        #expect(abs(result.logMagnitude.scalar - 200 * 6.907755278982137) < 1e-10)
        let singular: LogDeterminant<Double> = try logDeterminant(Tensor([[1, 2], [2, 4]]))
        #expect(singular.sign.scalar == 0 && singular.logMagnitude.scalar == -.infinity)
        let negative: LogDeterminant<Double> = try logDeterminant(Tensor([[0, 1], [1, 0]]))
        #expect(negative.sign.scalar == -1 && negative.logMagnitude.scalar == 0)
        let complex: LogDeterminant<Complex<Double>> = try logDeterminant(Tensor([[Complex(0, 2)]]))
        #expect(complex.sign.scalar == Complex(0, 1))
    }

    @Test func derivativesAgreeWithDifferences() {
        let shifted: (Tensor<Double>) -> Tensor<Double> = { $0 + Tensor(identity: 3) * 2 }
        #expect(problems(of: { try! determinant(shifted($0[0])) }, at: [sample([2, 3, 3])]) == [])
        #expect(problems(of: { try! logDeterminant(shifted($0[0])).logMagnitude }, at: [sample([2, 3, 3])]) == [])
        #expect(problems(of: { try! inverse(shifted($0[0])) }, at: [sample([2, 3, 3])]) == [])
    }

    @Test func complexDerivativesAgreeWithDifferences() {
        let check: GradientCheck = checkGradient(at: [sample([2, 3, 3]), sample([2, 3, 3], seed: 1)]) { parts in
            let a: Tensor<Complex<Double>> = Tensor(parts[0] + Tensor(identity: 3) * 2, parts[1])
            let value: Tensor<Complex<Double>> = try! determinant(a)
            let logarithm: Tensor<Double> = try! logDeterminant(a).logMagnitude
            let inverted: Tensor<Complex<Double>> = try! inverse(a)
            let inverseSum: Tensor<Double> = (inverted.realPart() * 2 + inverted.imaginaryPart()).sum()
            return (value.realPart() + value.imaginaryPart() * 2 + logarithm).sum() + inverseSum
        }
        #expect(check.error < 1e-7, "\(check)")
    }

    @Test func derivativeOfASingularMatrixIsItsCofactors() {
        let a = Tensor<Double>([[1, 2, 3], [4, 5, 6], [5, 7, 9]])
        let derivative: Tensor<Double> = gradient(at: a) { try! determinant($0) }
        let cofactors = Tensor<Double>([[3, -6, 3], [3, -6, 3], [-3, 6, -3]])
        #expect(difference(derivative, cofactors, tolerance: 1e-12) == nil)
        let zero: Tensor<Double> = gradient(at: Tensor(zeros: [3, 3])) { try! determinant($0) }
        #expect(zero == Tensor(zeros: [3, 3]))
        let logarithm: Tensor<Double> = gradient(at: Tensor([[1, 1], [1, 1]])) { try! logDeterminant($0).logMagnitude }
        #expect(logarithm.scalars.allSatisfy { $0.isNaN })
    }

    @Test func secondDerivativeOfASingularMatrixTraps() async {
        await #expect(processExitsWith: .failure) {
            let second: Tensor<Double> = gradient(at: Tensor<Double>([[1, 1], [1, 1]])) { a in
                gradient(at: a) { try! determinant($0) }.sum()
            }
            print(second)
        }
    }
}
