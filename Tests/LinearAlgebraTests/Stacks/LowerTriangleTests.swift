import ComplexModule
import Differentiation
import LinearAlgebra
import Tensors
import TestSupport
import Testing

/// Some functions read only the lower triangle of a matrix. The values and derivatives of these functions have the same
/// bits for any elements above the diagonal.
@Suite struct LowerTriangleTests {
    @Test(arguments: [(1, 3), (17, 3), (2, 17), (17, 1)]) func upperTriangleIsNotRead(count: Int, size: Int) throws {
        try check(Double.self, count, size)
        if size < 16 { try check(Float.self, count, size) }
        if count < 16 { try check(Complex<Double>.self, count, size) }
    }

    private func check<Scalar: LinearAlgebraScalar>(_ type: Scalar.Type, _ count: Int, _ size: Int) throws {
        let keep: Tensor<Scalar> = lowerTriangle(Tensor(ones: [count, size, size]))
        for operation in StackedOperation<Scalar>.definites {
            let (a, b): (Tensor<Scalar>, Tensor<Scalar>) = (operation.operand(count, size), operation.side(count, size))
            let lower: [Scalar] = lowerTriangle(a).scalars
            for value in [Double.nan, .infinity] {
                let filled: [Scalar] = zip(lower, keep.scalars).map { $1._absolute == 0 ? scalar(value) : $0 }
                let changed = Tensor<Scalar>(filled, shape: a.shape)
                for (index, (plain, layout)) in zip(everyLayout(a), everyLayout(changed)).enumerated() {
                    let (expected, found) = (try operation(plain, b), try operation(layout, b))
                    #expect(found == expected, "\(operation), \(count) × \(size), layout \(index), \(value) above")
                    guard operation.hasGradient else { continue }
                    let derivatives: [Tensor<Scalar>] = try operation.gradients(plain, b)
                    #expect(
                        try operation.gradients(layout, b) == derivatives, "derivative of \(operation), layout \(index)"
                    )
                }
            }
        }
    }

    @Test func rangesOfEigenvalues() throws {
        let a: Tensor<Complex<Double>> = withSpectrum([1, 2, 3, 4])
        var filled: Tensor<Complex<Double>> = a
        for row in 0 ..< 3 { filled[row, (row + 1)...] = Tensor(repeating: scalar(.nan), shape: [3 - row]) }
        for range in [EigenvalueRange.positions(1 ..< 3), .values(greaterThan: 1.5, through: 3.5)] {
            let (found, expected) = (try symmetricEigen(filled, in: range), try symmetricEigen(a, in: range))
            #expect(found.eigenvalues == expected.eigenvalues && found.eigenvectors == expected.eigenvectors)
        }
    }

    /// A function that reads only the lower triangle throws if an element of this triangle is not finite. The error
    /// contains the position of the element.
    @Test(arguments: [1, 17]) func whatIsReadMustBeFinite(count: Int) {
        for operation in StackedOperation<Double>.definites {
            var a: Tensor<Double> = operation.operand(count, 3)
            a[count - 1, 0, 2] = Tensor(.nan)
            a[count - 1, 2, 0] = Tensor(.infinity)
            let error = #expect(throws: LinearAlgebraError.self) { try operation(a, operation.side(count, 3)) }
            guard case .notFinite(_, let row, let column, let matrix) = error else {
                Issue.record("\(operation): \(String(describing: error))")
                continue
            }
            #expect([matrix, row, column] == [count - 1, 2, 0], "\(operation)")
        }
    }
}
