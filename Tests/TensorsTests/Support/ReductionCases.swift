import Tensors
import TestSupport

/// A check of a reduction at several shapes and sets of axes.
enum ReductionCases {
    /// A reduction of a tensor over axes. The third argument says whether the result keeps these axes, with length 1.
    typealias Reduction = @Sendable (Tensor<Double>, [Int], Bool) -> Tensor<Double>

    private static let cases: [(shape: Shape, axes: [Int])] = [
        ([5], [0]), ([2, 3], [0]), ([2, 3], [-1]), ([2, 3], [0, 1]), ([2, 3, 4], [1]), ([2, 3, 4], [0, 2]),
        ([3, 1, 2], [1]), ([1], [0]), ([2, 3], []), ([], []),
    ]

    /// Returns the errors of the reduction's value and derivatives, in all memory layouts.
    static func problems(of reduction: Reduction) -> [String] {
        cases.flatMap { shape, axes in
            [false, true].flatMap { keepDims in
                TestSupport.problems(of: { reduction($0[0], axes, keepDims) }, at: [sample(shape)])
                    .map { "\(shape) over \(axes): \($0)" }
            }
        }
    }

    /// Returns the differences between the reduction and PyTorch's cases of the operation `operation`.
    static func problems(of reduction: Reduction, againstPyTorch operation: String) -> [String] {
        ReferenceCase.all(operation).flatMap { reference in
            let axes: [Int] = reference.integers(parameter: "axes")
            return TestSupport.problems(against: reference, inputs: ["input"]) { reduction($0[0], axes, false) }
        }
    }
}
