import ComplexModule
import Differentiation
import LinearAlgebra
import Tensors
import TestSupport
import Testing

/// `leastSquares` throws if columns are dependent, and `dependentColumns` returns these columns. Independent columns
/// stay independent if they are multiplied by very different factors.
@Suite struct DependentColumnsTests {
    /// The second column is twice the first. NumPy's `lstsq` finds rank 1; a QR solver that does not check R would
    /// return coefficients of about 1e16.
    @Test func smallExample() throws {
        let a = Tensor<Double>([[2, 4], [1, 2], [3, 6]])
        let expected = LinearAlgebraError.singular(operation: "leastSquares", position: 1, matrix: 0)
        #expect(throws: expected) { try leastSquares(a, Tensor([1, 0, 1])) }
        let found: [DependentColumn<Double>] = try dependentColumns(of: a)
        #expect(found.map(\.column) == [1] && found[0].terms.map(\.column) == [0])
        #expect(abs(found[0].terms[0].coefficient - 2) < 1e-14)
    }

    /// A regression has an intercept and an indicator column (0 or 1) for every category. This is the most common
    /// dependence in regressions.
    @Test func interceptAndFullSetOfIndicators() throws {
        let a: Tensor<Double> = elements(12, 4) { row, column in column == 0 || row % 3 == column - 1 ? 1 : 0 }
        let found: [DependentColumn<Double>] = try dependentColumns(of: a)
        #expect(found.map(\.column) == [3])
        #expect(found[0].terms.map(\.column) == [0, 1, 2])
        for (term, expected) in zip(found[0].terms, [1, -1, -1]) {
            #expect(abs(term.coefficient - Double(expected)) < 1e-13)
        }
        #expect(throws: LinearAlgebraError.singular(operation: "leastSquares", position: 3, matrix: 0)) {
            try leastSquares(a, sample([12]))
        }
    }

    static let shapes: [[Int]] = [[4, 3], [9, 5], [40, 6], [300, 4], [6, 6]]

    @Test(arguments: shapes) func everyKindOfDependence(shape: [Int]) throws {
        try check(Double.self, shape)
        try check(Float.self, shape)
        try check(Complex<Double>.self, shape)
        try check(Complex<Float>.self, shape)
    }

    private func check<Scalar: LinearAlgebraScalar>(_ type: Scalar.Type, _ shape: [Int]) throws {
        let base: Tensor<Scalar> = numbers(Shape(shape))
        let n: Int = shape[1]
        var duplicate: Tensor<Scalar> = base
        duplicate[.all, n - 1] = base[.all, 0] * Tensor(scalar(0.1))
        var sum: Tensor<Scalar> = base
        sum[.all, 1] = base[.all, 0] - base[.all, 2]
        var zero: Tensor<Scalar> = base
        zero[.all, 1] = Tensor(0)
        var shifted: Tensor<Scalar> = base + Tensor(scalar(100, 3))
        shifted[.all, n - 1] = (shifted[.all, 0] + shifted[.all, 1]) * Tensor(scalar(0.5))
        let units: Tensor<Scalar> = Tensor(
            (0 ..< n).map { scalar(Double(sign: .plus, exponent: $0 * 19 - 20, significand: 1.3)) }, shape: [n])
        let side: Tensor<Scalar> = numbers([shape[0]], seed: 2)
        for (index, a) in [duplicate, sum, zero, shifted, sum * units, shifted * units].enumerated() {
            let label = "\(type), \(shape), case \(index)"
            for layout in everyLayout(a) {
                let found: [DependentColumn<Scalar>] = try dependentColumns(of: layout)
                #expect(found.count == 1, "\(label)")
                guard let first = found.first else { continue }
                var whole: Tensor<Scalar> = Tensor(zeros: [shape[0]])
                for term in first.terms { whole = whole + a[.all, term.column] * Tensor(term.coefficient) }
                #expect(backwardError(whole, a[.all, first.column], 200, type) < 10, "\(label)")
                #expect(first.terms.count == [1, 2, 0, 2, 2, 2][index], "\(label): \(first.terms)")
                let expected = LinearAlgebraError.singular(
                    operation: "leastSquares", position: first.column, matrix: 0)
                #expect(throws: expected, "\(label)") { try leastSquares(layout, side) }
            }
            // `leastSquares` also throws if rows are dependent. For a stack, the error contains the index of the
            // matrix.
            #expect(throws: LinearAlgebraError.self) { try leastSquares(a.adjoint(), numbers([n], seed: 3)) }
            var stack = Tensor<Scalar>(zeros: Shape([3] + shape))
            (stack[0], stack[1], stack[2]) = (base, a, base)
            let error = #expect(throws: LinearAlgebraError.self) { try leastSquares(stack, numbers([3, shape[0], 2])) }
            guard case .singular(_, _, let matrix) = error else {
                Issue.record("\(label): \(String(describing: error))")
                continue
            }
            #expect(matrix == 1)
        }
        #expect(try dependentColumns(of: base * units).isEmpty)
        #expect(try leastSquares(base * units, side).scalars.allSatisfy { $0._absolute.isFinite })
    }

    /// Columns of an ill-conditioned matrix are independent if the solution still has correct digits.
    @Test(arguments: [Notorious.hilbert, .läuchli, .kahan, .defective]) func notoriousButIndependent(_ kind: Notorious)
        throws
    {
        let a: Tensor<Double> = kind.matrix()
        #expect(try dependentColumns(of: a).isEmpty)
        let x: Tensor<Double> = Tensor(ones: [10])
        let found: Tensor<Double> = try leastSquares(a, matmul(a, x))
        #expect(greatest(found - x) < 1e-2, "\(kind)")
        if kind == .hilbert {
            let rough: Tensor<Float> = kind.matrix()
            #expect(try dependentColumns(of: rough).isEmpty == false)
        }
    }

    @Test func rankThreeOfTen() throws {
        let a: Tensor<Double> = Notorious.rankDeficient.matrix()
        let found: [DependentColumn<Double>] = try dependentColumns(of: a)
        #expect(found.count == 7)
        for dependence in found {
            let parts: [Tensor<Double>] = dependence.terms.map { a[.all, $0.column] * Tensor($0.coefficient) }
            let whole: Tensor<Double> = parts.reduce(Tensor(zeros: [10])) { $0 + $1 }
            #expect(difference(whole, a[.all, dependence.column], tolerance: 1e-12) == nil)
            #expect(dependence.terms.allSatisfy { term in !found.contains { $0.column == term.column } })
        }
    }

    /// A polynomial fit at x = 0 … 20 finds the coefficients of the polynomial that made the data, which are all 1: for
    /// degree 5, as in NIST's Wampler data, and for degree 10, as in NIST's Filip data. The derivative is finite.
    @Test(arguments: zip([5, 10], [1e-8, 1e-2])) func polynomials(degree: Int, tolerance: Double) throws {
        let a: Tensor<Double> = elements(21, degree + 1) { row, power in
            (0 ..< power).reduce(1) { product, _ in product * Double(row) }
        }
        let found: Tensor<Double> = try leastSquares(a, a.sum(axis: 1))
        #expect(difference(found, Tensor(ones: [degree + 1]), tolerance: tolerance) == nil)
        let derivative: Tensor<Double> = gradient(at: a) { try! leastSquares($0, sample([21])).sum() }
        #expect(derivative.scalars.allSatisfy { $0.isFinite })
    }

    @Test func extremeUnitsOverflowNothing() throws {
        let a = Tensor<Double>([[1e300, 1e-300], [2e300, 3e-300], [1e300, -1e-300]])
        #expect(try dependentColumns(of: a).isEmpty)
        let same = Tensor<Double>([[1e300, 1e-300], [2e300, 2e-300], [1e300, 1e-300]])
        #expect(try dependentColumns(of: same).map(\.column) == [1])
        #expect(try dependentColumns(of: same * Tensor(1e-8)).map(\.column) == [1])
    }

    @Test func shapesWithoutElements() throws {
        #expect(try dependentColumns(of: Tensor<Double>(zeros: [0, 2])).map(\.column) == [0, 1])
        #expect(try dependentColumns(of: Tensor<Float>(zeros: [3, 0])).isEmpty)
        #expect(try dependentColumns(of: Tensor<Double>(zeros: [3, 2])).map(\.terms.count) == [0, 0])
        #expect(throws: LinearAlgebraError.singular(operation: "leastSquares", position: 0, matrix: 0)) {
            try leastSquares(Tensor<Double>(zeros: [3, 2]), Tensor(ones: [3]))
        }
        let wide: [DependentColumn<Double>] = try dependentColumns(of: numbers([2, 5]))
        #expect(wide.map(\.column) == [2, 3, 4])
    }

    @Test func errors() async throws {
        #expect(throws: LinearAlgebraError.notFinite(operation: "dependentColumns", row: 0, column: 1, matrix: 0)) {
            try dependentColumns(of: Tensor<Double>([[1, .nan], [1, 2]]))
        }
        let loose = Tensor<Double>([[1, 1], [1, 1.001], [1, 1]])
        #expect(try dependentColumns(of: loose).isEmpty)
        #expect(try dependentColumns(of: loose, tolerance: 1e-2).map(\.column) == [1])
        await #expect(processExitsWith: .failure) { _ = try dependentColumns(of: Tensor<Double>(ones: [2, 3, 2])) }
    }
}
