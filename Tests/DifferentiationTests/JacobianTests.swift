import Differentiation
import Tensors
import TestSupport
import Testing

@Suite struct JacobianTests {
    /// Returns the value of a map from [3] to [2]. At (x, y, z), the Jacobian of the map is [[y, x, 0], [0, cos y,
    /// 2z]].
    private func map(_ v: Tensor<Double>) -> Tensor<Double> {
        Tensor(stacking: [v[0] * v[1], v[1].sin() + v[2].squared()])
    }

    private let point = Tensor<Double>([2, 3, 5])
    private var expected: Tensor<Double> { Tensor([[3, 2, 0], [0, Tensor<Double>(3).cos().scalar, 10]]) }

    @Test func theJacobianHasTheDerivativesOfAllElements() {
        #expect(difference(jacobian(at: point, of: map), expected, tolerance: 1e-14) == nil)
        let cube: Tensor<Double> = sample([2, 1, 3])
        let matrix: Tensor<Double> = jacobian(at: cube) { $0.squared().sum(axis: 1) }
        #expect(matrix.shape == [2, 3, 2, 1, 3])
        #expect(matrix[1, 2, 1, 0, 2] == 2 * cube[1, 0, 2])
    }

    @Test func productsAreThoseWithTheJacobian() {
        let (rows, columns) = (Tensor<Double>([0.5, -2]), Tensor<Double>([1, 0.25, -3]))
        let left = vjp(at: point, cotangent: rows, of: map)
        #expect(difference(left.gradient, matmul(rows, expected), tolerance: 1e-14) == nil)
        #expect(left.value == map(point))
        let right = jvp(at: point, tangent: columns, of: map)
        #expect(difference(right.derivative, matmul(expected, columns), tolerance: 1e-14) == nil)
        #expect(right.value == map(point))
    }

    @Test func theHessianIsThatOfTheFormula() {
        let a = Tensor<Double>([[2, 1], [0, 3]])
        let x = Tensor<Double>([0.5, -1])
        // The Hessian of xᵀ A x is A + Aᵀ.
        let matrix: Tensor<Double> = hessian(at: x) { matmul($0, matmul(a, $0)) }
        #expect(difference(matrix, a + a.transposed(), tolerance: 1e-14) == nil)
    }

    @Test func aJacobianCanBeDifferentiated() {
        let x: Tensor<Double> = sample([3], in: 0.5 ... 1.5)
        let check: GradientCheck = checkGradient(at: [x]) { inputs in
            jacobian(at: inputs[0]) { $0.exp() * $0.sum() }.squared().sum()
        }
        #expect(check.error < 1e-6, "\(check)")
    }

    @Test func aConstantHasTheJacobianZero() {
        #expect(jacobian(at: point) { _ in Tensor([1, 2]) } == Tensor(zeros: [2, 3]))
        #expect(jacobian(at: point) { $0[0 ..< 0] }.shape == [0, 3])
    }

    @Test func vmapStacksTheResultsOfTheSlices() {
        let (x, y): (Tensor<Double>, Tensor<Double>) = (sample([4, 3]), sample([4, 3], seed: 1))
        #expect(vmap(x) { $0.cumulativeSum(axis: 0) } == x.cumulativeSum(axis: 1))
        #expect(
            difference(vmap(x, y) { outer($0, $1) }, x.expandingShape(at: 2) * y.expandingShape(at: 1), tolerance: 0)
                == nil)
        #expect(problems(of: { vmap($0[0]) { $0.softmax() } }, at: [x]) == [])
    }

    @Test func shapesThatDoNotMatchTrapWithBothShapes() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = vjp(at: Tensor<Double>([1, 2]), cotangent: Tensor([1, 2, 3])) { $0 * 2 }
        }
        let said = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(said.contains("[3]") && said.contains("[2]"))
    }
}
