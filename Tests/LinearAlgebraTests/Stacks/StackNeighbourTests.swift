import ComplexModule
import Differentiation
import LinearAlgebra
import Tensors
import TestSupport
import Testing

/// The value and the derivative of a matrix in a stack do not depend on the other matrices of the stack.
@Suite struct StackNeighbourTests {
    /// The number of matrices, their size, and the index of the matrix that the test replaces. The kernels for small
    /// matrices compute some of these stacks; LAPACK computes the other stacks.
    static let stacks: [(count: Int, size: Int, place: Int)] = [(17, 3, 5), (3, 2, 1), (2, 17, 0)]

    @Test(arguments: stacks) func values(count: Int, size: Int, place: Int) {
        switch size {
        case 3:
            check(Double.self, count, size, place)
            check(Float.self, count, size, place)
        case 2: check(Double.self, count, size, place)
        default: check(Complex<Double>.self, count, size, place)
        }
    }

    private func check<Scalar: LinearAlgebraScalar>(_ type: Scalar.Type, _ count: Int, _ size: Int, _ place: Int) {
        let others: [Int] = (0 ..< count).filter { $0 != place }
        let tolerance: Double = 1e4 * Double(Scalar.Magnitude.ulpOfOne)
        for operation in StackedOperation<Scalar>.all {
            let (a, b): (Tensor<Scalar>, Tensor<Scalar>) = (operation.operand(count, size), operation.side(count, size))
            guard let plain = try? operation(a, b), let derivatives = try? derivatives(operation, a, b) else {
                Issue.record("\(operation) throws for regular matrices")
                continue
            }
            for (label, neighbour) in neighbours(of: a[place]) {
                var changed: Tensor<Scalar> = a
                changed[place] = neighbour
                let name = "\(operation), \(operation.operand), \(count) × \(size), neighbour \(label)"
                do {
                    let found: [Tensor<Scalar>] = try operation(changed, b)
                    let problem: String? = firstDifference(found, plain, entries: others, tolerance: tolerance)
                    #expect(problem == nil, "\(name)")
                    let own: [Tensor<Scalar>] = try self.derivatives(operation, changed, b)
                    let derivative: String? = firstDifference(
                        own, derivatives, entries: others, tolerance: 20 * tolerance)
                    #expect(derivative == nil, "derivative of \(name)")
                } catch {
                    // A call with the stack may throw only if a call with the replaced matrix alone also throws.
                    let side: Tensor<Scalar> = b[place ..< place + 1]
                    #expect(throws: (any Error).self, "\(name): \(error)") {
                        try operation(changed[place ..< place + 1], side)
                    }
                }
            }
        }
    }

    private func derivatives<Scalar: LinearAlgebraScalar>(
        _ operation: StackedOperation<Scalar>, _ a: Tensor<Scalar>, _ b: Tensor<Scalar>
    ) throws -> [Tensor<Scalar>] {
        operation.hasGradient ? try operation.gradients(a, b) : []
    }

    private func neighbours<Scalar: LinearAlgebraScalar>(of own: Tensor<Scalar>) -> [(String, Tensor<Scalar>)] {
        let isDouble: Bool = Scalar.Magnitude.ulpOfOne < 1e-10
        let (great, small): (Double, Double) = isDouble ? (1e300, 1e-300) : (1e36, 1e-36)
        var first: Tensor<Scalar> = own
        if own.rank == 2 { first[1...] = Tensor(zeros: first[1...].shape) }
        return [
            ("great", own * Tensor(scalar(great))), ("small", own * Tensor(scalar(small))),
            ("zero", own * Tensor(0)), ("rank one", first), ("negative", own * Tensor(scalar(-4000))),
            (
                "equal values",
                own.rank == 2 ? Tensor<Scalar>(identity: own.shape[0])[.all, 0 ..< 1] + own * Tensor(0) : own
            ),
            ("infinite", own * Tensor(scalar(.infinity))), ("NaN", own * Tensor(scalar(.nan))),
        ]
    }

    /// A cotangent that is not finite affects only the derivative with respect to the same matrix of the stack.
    @Test func cotangents() throws {
        try checkCotangents(Double.self, 17, 3, 5)
        try checkCotangents(Complex<Float>.self, 3, 2, 1)
    }

    private func checkCotangents<Scalar: LinearAlgebraScalar>(
        _ type: Scalar.Type, _ count: Int, _ size: Int, _ place: Int
    ) throws {
        let others: [Int] = (0 ..< count).filter { $0 != place }
        let tolerance: Double = 2e5 * Double(Scalar.Magnitude.ulpOfOne)
        for operation in StackedOperation<Scalar>.all where operation.hasGradient {
            let (a, b): (Tensor<Scalar>, Tensor<Scalar>) = (operation.operand(count, size), operation.side(count, size))
            let plain: [Tensor<Scalar>] = try operation.gradients(a, b)
            for value in [Scalar.Magnitude.infinity, .nan, Scalar.Magnitude.greatestFiniteMagnitude / 4] {
                let found: [Tensor<Scalar>] = try operation.gradients(a, b) { weights in
                    var changed: Tensor<Scalar.Magnitude> = weights
                    changed[place] = Tensor(repeating: value, shape: weights[place].shape)
                    return changed
                }
                let problem: String? = firstDifference(found, plain, entries: others, tolerance: tolerance)
                #expect(problem == nil, "\(operation), \(operation.operand), \(count) × \(size), cotangent \(value)")
            }
        }
    }

    /// If a matrix has several right-hand sides, a cotangent of NaN affects only the derivative with respect to the
    /// same right-hand side.
    @Test func rightSidesOfOneMatrix() {
        let a: Tensor<Double> = wellConditioned(3)
        let b: Tensor<Double> = numbers([4, 3, 2], seed: 3)
        let weights = Tensor<Double>([1, .nan, 2, 3]).reshaped(to: [4, 1, 1] as Shape)
        for solver: (Tensor<Double>) -> Tensor<Double> in [
            { try! solve(a, $0) }, { try! solveTriangular(a, $0, .upper) }, { try! leastSquares(a, $0) },
        ] {
            let derivative: Tensor<Double> = gradient(at: b) { (solver($0) * weights).sum() }
            for index in [0, 2, 3] { #expect(derivative[index].scalars.allSatisfy { $0.isFinite }) }
            #expect(derivative[1].scalars.allSatisfy { $0.isNaN })
        }
    }

    /// The exponential of a stack is correct if one matrix needs many squarings and another matrix needs few.
    @Test func exponentialsOfDifferentScale() throws {
        let a = Tensor<Double>([[[650]], [[-4000]]])
        let value: Tensor<Double> = try matrixExponential(a)
        let expected: Double = Tensor<Double>(650).exp().scalar
        #expect(abs(value[0, 0, 0].scalar / expected - 1) < 1e-12 && value[1, 0, 0].scalar == 0)
        let derivative: Tensor<Double> = gradient(at: a) { try! matrixExponential($0).sum() }
        #expect(abs(derivative[0, 0, 0].scalar / expected - 1) < 1e-12 && derivative[1, 0, 0].scalar == 0)
        // The norm of a matrix can overflow although every element is finite.
        let great: Tensor<Double> = try matrixExponential(
            Tensor([[[1, 0], [0, 1]], [[-1e308, -1e308], [-1e308, -1e308]]]))
        #expect(abs(great[0, 0, 0].scalar - 2.718281828459045) < 1e-15)
    }
}
