import ComplexModule
import Differentiation
import LinearAlgebra
import Tensors
import TestSupport
import Testing

/// A solver of complex linear systems, with a name for the test report.
struct ComplexSolver: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let solve: @Sendable (Tensor<Complex<Double>>, Tensor<Complex<Double>>) -> Tensor<Complex<Double>>

    /// Returns the comparison of the derivatives, with respect to the matrix and the right-hand side, with central
    /// differences.
    func check() -> GradientCheck {
        checkGradient(at: [sample([2, 3, 3]), sample([2, 3, 2], seed: 1)]) { parts in
            let a: Tensor<Complex<Double>> = Tensor(parts[0][0], parts[0][1])
            let x: Tensor<Complex<Double>> = solve(a, Tensor(parts[1][0], parts[1][1]))
            return (x.realPart().squared() + x.imaginaryPart() * 3).sum()
        }
    }
}
