import Tensors
import TestSupport

/// A check of an operation with two operands, at pairs of shapes that broadcast.
enum BroadcastPairs {
    typealias Operation = @Sendable (Tensor<Double>, Tensor<Double>) -> Tensor<Double>

    private static let shapes: [(Shape, Shape)] = [
        ([], []), ([3], []), ([], [2, 2]), ([2, 3], [2, 3]), ([2, 3], [3]), ([2, 1], [1, 3]), ([4, 1, 2], [3, 1]),
        ([0, 3], [3]), ([1], [0]),
    ]

    /// Returns the errors of the operation's value and derivatives, in all memory layouts. All operands are positive.
    static func problems(of operation: Operation) -> [String] {
        shapes.flatMap { first, second in
            let operands: [Tensor<Double>] = [sample(first, in: 0.5 ... 2), sample(second, in: 0.6 ... 1.9, seed: 4)]
            return TestSupport.problems(of: { operation($0[0], $0[1]) }, at: operands)
                .map { "\(first) and \(second): \($0)" }
        }
    }
}
