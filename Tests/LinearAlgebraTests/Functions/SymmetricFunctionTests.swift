import ComplexModule
import Differentiation
import LinearAlgebra
import Tensors
import TestSupport
import Testing

/// The functions of symmetric matrices. The raw values are the names in the reference file.
enum NamedFunction: String, CaseIterable, Sendable {
    case squareRoot = "square_root"
    case inverseSquareRoot = "inverse_square_root"
    case logarithm, exponential, power

    func callAsFunction<Scalar: LinearAlgebraScalar>(
        _ a: Tensor<Scalar>, _ exponent: Double = 0.3
    ) throws -> Tensor<Scalar> {
        switch self {
        case .squareRoot: try symmetricSquareRoot(a)
        case .inverseSquareRoot: try symmetricInverseSquareRoot(a)
        case .logarithm: try symmetricLogarithm(a)
        case .exponential: try symmetricExponential(a)
        case .power: try symmetricPower(a, Scalar.Magnitude(exponent))
        }
    }

    /// Returns the derivative at x of the function of a number. `exponent` is the exponent of the power; other
    /// functions ignore it.
    func derivative(_ x: Double, _ exponent: Double = 0.3) -> Double {
        let one = Tensor<Double>([[x]])
        return gradient(at: one) { try! self($0, exponent).sum() }.scalars[0]
    }
}

/// Returns the symmetric part of a matrix, ½(x + xᵀ).
func symmetrized(_ x: Tensor<Double>) -> Tensor<Double> { (x + x.transposed()) / 2 }

/// Returns an orthogonal (for complex types unitary) matrix that depends only on `size` and `seed`.
func rotation<Scalar: LinearAlgebraScalar>(_ size: Int, seed: Int = 3) -> Tensor<Scalar> {
    try! qr(numbers([size, size], seed: seed)).q
}

/// Returns a symmetric (for complex types Hermitian) matrix with the given eigenvalues.
func withSpectrum<Scalar: LinearAlgebraScalar>(_ values: [Double], seed: Int = 3) -> Tensor<Scalar> {
    let basis: Tensor<Scalar> = rotation(values.count, seed: seed)
    let diagonal: Tensor<Scalar> = Tensor(values.map { scalar($0) })
    let whole: Tensor<Scalar> = matmul(basis * diagonal.expandingShape(at: -2), basis.adjoint())
    return (whole + whole.adjoint()) * Tensor(scalar(0.5))
}

@Suite struct SymmetricFunctionTests {
    @Test func valuesAgreeWithSciPy() throws {
        func check<Scalar: LinearAlgebraScalar>(_ reference: ReferenceCase, _ source: Source<Scalar>) throws {
            let function = try #require(NamedFunction(rawValue: reference.text("function")))
            let a: Tensor<Scalar> = source["a"]
            let expected: Tensor<Scalar> = source["output"]
            for layout in everyLayout(a) {
                let found: Tensor<Scalar> = try function(layout, reference.number("exponent"))
                #expect(backwardError(found, expected, 200, Scalar.self) < 10, "\(reference)")
                #expect(found == found.adjoint())
            }
        }
        for reference in ReferenceCase.symmetricFunctions("symmetric_function") {
            if reference.has("aReal") {
                try check(reference, Source<Complex<Double>>(reference))
            } else {
                try check(reference, Source<Double>(reference))
            }
        }
    }

    /// Let f be the scalar function. At the matrix diag(a, b), the derivative with respect to the off-diagonal element
    /// is the divided difference (f(b) − f(a)) / (b − a).
    @Test func dividedDifferencesKeepTheirDigits() throws {
        for reference in ReferenceCase.symmetricFunctions("divided_difference") {
            let function = try #require(NamedFunction(rawValue: reference.text("function")))
            let pairs: Tensor<Double> = reference.tensor("pairs")
            let expected: [Double] = reference.tensor("output", as: Double.self).scalars
            let a: Tensor<Double> = diagonalMatrix(pairs)
            let derivatives: Tensor<Double> = gradient(at: a) {
                try! function($0, reference.number("exponent"))[.all, 1, 0].sum()
            }
            for (index, value) in expected.enumerated() {
                let derivative: Double = derivatives[index, 0, 1].scalar + derivatives[index, 1, 0].scalar
                #expect(
                    abs(derivative / value - 1) < 4e-15,
                    "\(reference) at \(pairs[index].scalars): \(derivative), not \(value)")
            }
        }
    }

    @Test func derivativeOfTheExponentialAgreesWithSciPy() throws {
        for reference in ReferenceCase.symmetricFunctions("frechet_derivative") {
            let (a, direction): (Tensor<Double>, Tensor<Double>) = (
                reference.tensor("a"), reference.tensor("direction")
            )
            // At a symmetric matrix, the Fréchet derivative is a self-adjoint linear map, so the gradient equals the
            // derivative in `direction`.
            let derivative: Tensor<Double> = gradient(at: a) { (try! symmetricExponential($0) * direction).sum() }
            #expect(difference(derivative, reference.tensor("output"), tolerance: 1e-13) == nil, "\(reference)")
        }
    }

    @Test(arguments: NamedFunction.allCases) func derivativesAgreeWithDifferences(_ function: NamedFunction) throws {
        let generic: Tensor<Double> = Tensor(
            stacking: [0, 1].map { seed in withSpectrum([0.7, 1.9, 3.2], seed: seed) })
        #expect(problems(of: { try! function(symmetrized($0[0])) }, at: [generic], tolerance: 1e-6) == [])
        let weights: Tensor<Double> = numbers([3, 3], seed: 8)
        for spectrum in [[5, 5, 5], [2, 2, 7], [2, 2 + 1e-15, 7], [2, 2 + 1e-9, 7], [2, 2.0001, 2.0002]] as [[Double]] {
            let a: Tensor<Double> = withSpectrum(spectrum)
            let check: GradientCheck = checkGradient(at: a) { (try! function(symmetrized($0)) * weights).sum() }
            #expect(check.error < 3e-8, "\(function) at \(spectrum): \(check)")
        }
    }

    /// At 5 times the identity matrix, the gradient of a function of the matrix is f′(5) times the symmetric part of
    /// the cotangent, where f is the scalar function.
    @Test(arguments: NamedFunction.allCases) func multiplesOfTheIdentity(_ function: NamedFunction) throws {
        let a: Tensor<Double> = Tensor(identity: 3) * 5
        let weights: Tensor<Double> = numbers([3, 3], seed: 8)
        let derivative: Tensor<Double> = gradient(at: a) { (try! function($0) * weights).sum() }
        #expect(difference(derivative, symmetrized(weights) * function.derivative(5), tolerance: 1e-15) == nil)
        let float: Tensor<Float> = gradient(at: Tensor<Float>(a)) { (try! function($0) * Tensor<Float>(weights)).sum() }
        #expect(difference(Tensor<Double>(float), derivative, tolerance: 3e-6) == nil)
        if function == .squareRoot { #expect(abs(function.derivative(5) - 1 / (2 * 5.0.squareRoot())) < 1e-16) }
    }

    @Test(arguments: NamedFunction.allCases) func hermitianDerivatives(_ function: NamedFunction) throws {
        for spectrum in [[0.7, 1.9, 3.2], [2, 2, 2], [2, 2, 7]] as [[Double]] {
            let base: Tensor<Complex<Double>> = withSpectrum(spectrum)
            let check: GradientCheck = checkGradient(at: [base.realPart(), base.imaginaryPart()]) { parts in
                let whole: Tensor<Complex<Double>> = Tensor(parts[0], parts[1])
                let half = Tensor<Complex<Double>>(scalar(0.5))
                let value: Tensor<Complex<Double>> = try! function((whole + whole.adjoint()) * half)
                return (value.realPart().squared() + value.imaginaryPart() * numbers([3, 3])).sum()
            }
            #expect(check.error < 1e-6, "\(function) at \(spectrum): \(check)")
        }
    }

    @Test func functionOfAUser() throws {
        func own(_ a: Tensor<Double>) -> Tensor<Double> {
            try! symmetricFunction(of: a) {
                $0.sin()
            } derivative: {
                $0.cos()
            }
        }
        let generic: Tensor<Double> = Tensor(
            stacking: [0, 1].map { seed in withSpectrum([-0.7, 1.9, 3.2], seed: seed) })
        #expect(problems(of: { own(symmetrized($0[0])) }, at: [generic], tolerance: 1e-6) == [])
        let weights: Tensor<Double> = numbers([3, 3], seed: 8)
        for gap in [0, 1e-15, 1e-10, 1e-7, 1e-4, 1e-3, 1e-2, 0.3] {
            let pair: Tensor<Double> = diagonalMatrix(Tensor([1, 1 + gap, -2]))
            let derivative: Tensor<Double> = gradient(at: pair) { own($0)[1, 0].sum() }
            // The expected value is (sin b − sin a)/(b − a) = cos((a + b)/2)·sin(h)/h with h = (b − a)/2.
            let half: Double = (pair[1, 1].scalar - 1) / 2
            let ratio: Double = half == 0 ? 1 : Tensor<Double>(half).sin().scalar / half
            let expected: Double = Tensor<Double>(1 + half).cos().scalar * ratio
            #expect(abs(2 * derivative[0, 1].scalar / expected - 1) < 1e-13, "\(gap)")
            let check: GradientCheck = checkGradient(at: withSpectrum([1, 1 + gap, -2])) {
                (own(symmetrized($0)) * weights).sum()
            }
            #expect(check.error < 1e-8, "\(gap): \(check)")
        }
    }

    /// For two eigenvalues a and b near 0, the derivative of a function f of a matrix is accurate, although rounding
    /// errors would dominate the quotient (f(b) − f(a)) / (b − a).
    @Test(arguments: [0, 1e-13, 1e-9, 1e-4]) func eigenvaluesNearZero(gap: Double) {
        let weights: Tensor<Double> = numbers([3, 3], seed: 8)
        let a: Tensor<Double> = withSpectrum([0, gap, 7])
        let expected: Tensor<Double> = gradient(at: a) { (try! symmetricExponential($0) * weights).sum() }
        let own: Tensor<Double> = gradient(at: a) { a in
            (try! symmetricFunction(of: a) {
                $0.exp()
            } derivative: {
                $0.exp()
            } * weights).sum()
        }
        #expect(difference(own, expected, tolerance: 1e-13) == nil)
        // The rounding error of √(λ + 1) − 1 is about the machine epsilon, although the values are near 0.
        let check: GradientCheck = checkGradient(at: a) { a in
            let value: Tensor<Double> = try! symmetricFunction(of: symmetrized(a)) {
                ($0 + 1).squareRoot() - 1
            } derivative: {
                0.5 / ($0 + 1).squareRoot()
            }
            return (value * weights).sum()
        }
        #expect(check.error < 1e-8, "\(check)")
    }

    /// The projector onto the eigenvectors with eigenvalues above 2 is differentiable, because no eigenvalue is at the
    /// jump of the function, 2.
    @Test func projectorOnARepeatedEigenvalue() throws {
        func projector(_ a: Tensor<Double>) -> Tensor<Double> {
            try! symmetricFunction(of: a) {
                select($0 .> 2, Tensor(1), Tensor(0))
            } derivative: {
                Tensor(zeros: $0.shape)
            }
        }
        let weights: Tensor<Double> = numbers([4, 4], seed: 8)
        let check: GradientCheck = checkGradient(at: withSpectrum([1, 1, 3, 3])) {
            (projector(symmetrized($0)) * weights).sum()
        }
        #expect(check.error < 1e-7, "\(check)")
    }

    /// |λ| has a kink at 0. For a negative and a positive eigenvalue, the divided difference exists, although the
    /// derivative of |λ| jumps between the eigenvalues.
    @Test func kinksBetweenEigenvalues() throws {
        func absolute(_ a: Tensor<Double>) -> Tensor<Double> {
            try! symmetricFunction(of: a) {
                $0.abs()
            } derivative: {
                select($0 .== 0, Tensor(.nan), $0.sign())
            }
        }
        for (low, high) in [(-1.0, 1.003), (-0.001, 0.002), (0.5, 0.5)] {
            let derivative: Tensor<Double> = gradient(at: diagonalMatrix(Tensor([low, high]))) {
                absolute($0)[1, 0].sum()
            }
            let expected: Double = low == high ? 1 : (abs(high) - abs(low)) / (high - low)
            #expect(abs(2 * derivative[0, 1].scalar - expected) < 1e-14)
        }
        let none: Tensor<Double> = gradient(at: diagonalMatrix(Tensor([0, 1]))) { absolute($0).sum() }
        #expect(none.scalars.contains { $0.isNaN })
    }

    @Test func wholePowersOfIndefiniteMatrices() throws {
        let a: Tensor<Double> = withSpectrum([-3, -1, 0, 0, 2, 2.5])
        let weights: Tensor<Double> = numbers([6, 6], seed: 8)
        for exponent in [0, 1, 2, 3, 4] {
            let power: Tensor<Double> = try symmetricPower(a, Double(exponent))
            #expect(difference(power, try matrixPower(a, exponent), tolerance: 1e-13) == nil)
            let derivative: Tensor<Double> = gradient(at: a) {
                (try! symmetricPower($0, Double(exponent)) * weights).sum()
            }
            let expected: Tensor<Double> = gradient(at: a) {
                (try! matrixPower(symmetrized($0), exponent) * weights).sum()
            }
            #expect(difference(derivative, expected, tolerance: 1e-12) == nil, "\(exponent)")
        }
    }

    @Test func positiveSemidefiniteMatrices() throws {
        let a: Tensor<Double> = withSpectrum([0, 0, 4, 9])
        let root: Tensor<Double> = try symmetricSquareRoot(a)
        #expect(difference(root, withSpectrum([0, 0, 2, 3]), tolerance: 1e-7) == nil)
        #expect(difference(try symmetricPower(a, 1.5), withSpectrum([0, 0, 8, 27]), tolerance: 1e-13) == nil)
        // At the eigenvalue 0, the derivative of √λ is infinite, and the derivative of λ^1.5 is 0.
        let derivative: Tensor<Double> = gradient(at: a) { try! symmetricSquareRoot($0).squared().sum() }
        #expect(derivative.scalars.allSatisfy { !$0.isFinite })
        let check: GradientCheck = checkGradient(at: withSpectrum([0.1, 4, 9])) {
            (try! symmetricPower(symmetrized($0), 1.5) * numbers([3, 3])).sum()
        }
        #expect(check.error < 1e-8)
        let flat: Tensor<Double> = gradient(at: a) { try! symmetricPower($0, 1.5).sum() }
        #expect(flat.scalars.allSatisfy { $0.isFinite })
        #expect(try symmetricSquareRoot(Tensor<Double>(zeros: [2, 2])) == Tensor(zeros: [2, 2]))
    }

    @Test func domains() {
        let indefinite = Tensor<Double>([[[4, 0], [0, 9]], [[4, 0], [0, -1]]])
        for function in [NamedFunction.squareRoot, .inverseSquareRoot, .logarithm, .power] {
            #expect(throws: LinearAlgebraError.self, "\(function)") { try function(indefinite) }
        }
        #expect(throws: LinearAlgebraError.outsideDomain(operation: "symmetricSquareRoot", eigenvalue: -1, matrix: 1)) {
            try symmetricSquareRoot(indefinite)
        }
        let singular: Tensor<Double> = withSpectrum([0, 1, 2])
        for function in [NamedFunction.inverseSquareRoot, .logarithm] {
            #expect(throws: LinearAlgebraError.self, "\(function)") { try function(singular) }
        }
        #expect(throws: LinearAlgebraError.self) { try symmetricPower(singular, -1) }
        #expect(throws: LinearAlgebraError.notFinite(operation: "symmetricLogarithm", row: 1, column: 0, matrix: 0)) {
            try symmetricLogarithm(Tensor<Double>([[1, 0], [.nan, 1]]))
        }
    }
}
