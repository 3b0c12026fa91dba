import ComplexModule
import Differentiation
import LinearAlgebra
import Tensors
import TestSupport
import Testing

@Suite struct NormsTests {
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

    /// Rows of very different sizes have accurate norms, also in the same stack.
    @Test func rowsOfEverySizeHaveAccurateNorms() {
        let sizes: [Double] = [1e-300, 1e-160, 1e-20, 1, 1e20, 1e160, 1e300]
        let rows = Tensor<Double>(sizes.map { [3 * $0, 0, -4 * $0] })
        for (norm, size) in zip(vectorNorm(rows).scalars, sizes) { #expect(abs(norm / (5 * size) - 1) < 1e-15) }
        for size: Float in [1e-44, 1e-30, 1e-15, 1, 1e15, 1e30] {
            let norm: Float = vectorNorm(Tensor<Float>([3 * size, 4 * size])).scalar
            #expect(abs(norm / (5 * size) - 1) < (size < 1e-40 ? 0.1 : 1e-6), "\(size)")
        }
        let x: Tensor<Float> = Tensor((0 ..< 3000).map { Float($0 % 17) - 8 }, shape: [3, 1000])
        let exact: [Double] = (0 ..< 3).map { row in
            x[row].scalars.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
        }
        for layout in everyLayout(x) {
            for (norm, exact) in zip(vectorNorm(layout).scalars, exact) {
                #expect(abs(Double(norm) / exact - 1) < 1e-6)
            }
            #expect(vectorNorm(layout, order: 1).scalar == x.abs().sum().scalar)
        }
        #expect(vectorNorm(Tensor<Double>(zeros: [2, 3])) == Tensor(zeros: [2]))
    }

    @Test func derivativesAgreeWithDifferences() {
        let a: Tensor<Double> = numbers([2, 4, 3], seed: 3)
        for norm in [MatrixNorm.frobenius, .spectral, .nuclear, .one, .infinity] {
            #expect(problems(of: { try! matrixNorm($0[0], norm) }, at: [a], tolerance: 1e-6) == [], "\(norm)")
        }
        let zero: Tensor<Double> = gradient(at: Tensor(zeros: [3])) { vectorNorm($0) }
        #expect(zero == Tensor(zeros: [3]))
        let check: GradientCheck = checkGradient(at: [numbers([3]), numbers([3], seed: 1)]) { parts in
            vectorNorm(Tensor<Complex<Double>>(parts[0], parts[1]))
        }
        #expect(check.error < 1e-8, "\(check)")
    }

    @Test func vectorNormChecksItsAxesForEveryOrder() async {
        let a: Tensor<Double> = numbers([2, 3, 4])
        for order in [2, 1, 3.5, .infinity] {
            let expected: Tensor<Double> = vectorNorm(a, order: order, axes: [0, 2], keepDims: true)
            #expect(expected.shape == [1, 3, 1])
            #expect(vectorNorm(a, order: order, axes: [-1, 0], keepDims: true) == expected)
        }
        let outside = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = vectorNorm(Tensor<Double>(ones: [2, 3]), order: 2, axes: [2])
        }
        let outsideWords: String = text(outside?.standardErrorContent)
        #expect(outsideWords.contains("axis 2 is out of range for shape [2, 3]"))
        let twice = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = vectorNorm(Tensor<Double>(ones: [2, 3]), order: 2, axes: [1, -1])
        }
        let twiceWords: String = text(twice?.standardErrorContent)
        #expect(twiceWords.contains("axes [1, -1] name an axis of shape [2, 3] twice"))
        await #expect(processExitsWith: .failure) {
            _ = vectorNorm(Tensor<Double>(ones: [2, 3]), order: 1, axes: [-3])
        }
    }
}
