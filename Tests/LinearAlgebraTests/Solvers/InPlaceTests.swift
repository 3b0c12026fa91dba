import ComplexModule
import LinearAlgebra
import Tensors
import TestSupport
import Testing

@Suite struct InPlaceTests {
    @Test(arguments: [0, 1, 2, 7, 90]) func agreesWithTheOperationsThatCopy(size: Int) throws {
        try check(Double.self, size)
        try check(Complex<Float>.self, size)
    }

    private func check<Scalar: LinearAlgebraScalar>(_ type: Scalar.Type, _ size: Int) throws {
        let single: Tensor<Scalar> = wellConditioned(size)
        let a: Tensor<Scalar> = single + numbers([2, size, size])
        let definite: Tensor<Scalar> = matmul(a, a.adjoint())
        for (layout, other) in zip(everyLayout(a), everyLayout(definite)) {
            var inverted: Tensor<Scalar> = layout
            try inverted.invert()
            #expect(backwardError(inverted, try inverse(a), max(1, size), type) < 10)
            var factor: Tensor<Scalar> = other
            try factor.formCholeskyFactor()
            #expect(backwardError(factor, try cholesky(definite), max(1, size), type) < 10)
            for shape in [[2, size], [2, size, 1], [2, size, 3]] as [Shape] {
                let b: Tensor<Scalar> = numbers(shape, seed: 4)
                var (matrix, x): (Tensor<Scalar>, Tensor<Scalar>) = (layout, b)
                try x.solve(overwriting: &matrix)
                let columns: Tensor<Scalar> = shape.rank == 2 ? b.expandingShape(at: -1) : b
                #expect(x.shape == shape)
                #expect(
                    backwardError(x.reshaped(to: columns.shape), try solve(a, columns), 4 * max(1, size), type) < 10)
            }
            // Tensors that shared memory with the operands are unchanged.
            #expect(layout == a && other == definite)
        }
    }

    @Test func memoryIsReused() throws {
        func address(_ a: inout Tensor<Double>) -> UnsafeMutablePointer<Double>? {
            a.withUnsafeMutableBuffer { $0.baseAddress }
        }
        var a: Tensor<Double> = wellConditioned(30)
        let place = address(&a)
        try a.invert()
        #expect(address(&a) == place)
        var x: Tensor<Double> = numbers([30])
        let vector = address(&x)
        try x.solve(overwriting: &a)
        #expect(address(&a) == place && address(&x) == vector)
        var definite: Tensor<Double> = Tensor(identity: 30) * 4
        let third = address(&definite)
        try definite.formCholeskyFactor()
        #expect(address(&definite) == third && definite == Tensor(identity: 30) * 2)
    }

    @Test func errorsSayWhere() {
        var singular = Tensor<Double>([[0, 0], [0, 1]])
        #expect(throws: LinearAlgebraError.singular(operation: "invert", position: 0, matrix: 0)) {
            try singular.invert()
        }
        var vector = Tensor<Double>([1, .nan])
        var identity = Tensor<Double>(identity: 2)
        #expect(throws: LinearAlgebraError.notFinite(operation: "solve(overwriting:)", row: 1, column: 0, matrix: 0)) {
            try vector.solve(overwriting: &identity)
        }
        var indefinite = Tensor<Double>([[1, 0], [0, -1]])
        #expect(throws: LinearAlgebraError.notPositiveDefinite(operation: "formCholeskyFactor", order: 2, matrix: 0)) {
            try indefinite.formCholeskyFactor()
        }
    }

    @Test func shapeMistakesTrap() async {
        await #expect(processExitsWith: .failure) {
            var (a, b): (Tensor<Double>, Tensor<Double>) = (Tensor(identity: 2), Tensor(ones: [3]))
            try b.solve(overwriting: &a)
        }
    }
}
