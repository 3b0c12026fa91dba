import Differentiation
import Tensors
import TestSupport
import Testing

/// Without a tape, operations skip everything that a tape needs. A tensor that a finished tape recorded must then be a
/// constant like any other tensor, and an operation that starts during a computation must be recorded.
@Suite struct TapesUnderWayTests {
    /// A recorded tensor that outlives its tape is a constant, outside of a computation and inside a later one.
    @Test func tensorsThatOutliveTheirTapeAreConstants() {
        let x: Tensor<Double> = sample([3, 4])
        var kept: [Tensor<Double>] = []
        _ = gradient(at: x) { x in
            kept = [x, x + 1, x.exp(), x[0], x.transposed(), x.reshaped(to: [12]), x.sum()]
            return x.sum()
        }
        for old in kept {
            let after: [Tensor<Double>] = [
                old + old, old.exp(), -old, old.sum(), old.flattened(), old.broadcast(to: old.shape),
            ]
            for constant in after {
                let derivative: Tensor<Double> = gradient(at: x) { x in x.sum() * constant.sum() }
                let expected = Tensor(repeating: constant.sum().scalar, shape: x.shape)
                #expect(difference(derivative, expected, tolerance: 1e-12) == nil)
            }
        }
    }

    /// Each kind of operation is recorded if its input is on the tape, whatever the other inputs are.
    @Test func operationsOnTrackedTensorsAreRecorded() {
        let x: Tensor<Double> = sample([3, 4], in: 0.5 ... 2)
        let functions: [(Tensor<Double>) -> Tensor<Double>] = [
            { $0 + 1 }, { 1 - $0 }, { $0 * x }, { x / $0 }, { $0 * $0 }, { $0.exp() }, { -$0 }, { $0[1] },
            { $0[.all, 1 ..< 3] }, { $0.transposed() }, { $0.permuted([1, 0]) }, { $0.reshaped(to: [2, 6]) },
            { $0.broadcast(to: [2, 3, 4]) }, { $0.sum(axis: 0) }, { $0.max(axis: 1) }, { maximum($0, x * 0.9) },
            { Tensor(concatenating: [x, $0]) }, { Tensor(stacking: [$0, x]) }, { $0.padded(by: [(1, 0), (0, 2)]) },
            { select(x .> 1, $0, x) }, { $0.clipped(to: 0 ... 3) },
        ]
        for (number, function) in functions.enumerated() {
            let weights: Tensor<Double> = sample(function(x).shape, in: 1 ... 2)
            let derivative: Tensor<Double> = gradient(at: x) { (function($0) * weights).sum() }
            #expect(derivative.abs().sum().scalar > 0, "function \(number)")
            let step: Tensor<Double> = sample([3, 4], in: -1 ... 1) * 1e-6
            let change: Double = ((function(x + step) - function(x - step)) * weights).sum().scalar / 2
            #expect(abs(change - (derivative * step).sum().scalar) < 1e-9, "function \(number)")
        }
    }
}
