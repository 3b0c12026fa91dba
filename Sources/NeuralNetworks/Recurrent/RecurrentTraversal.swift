import Tensors

/// The steps that a recurrent layer reads, and their order.
public struct _RecurrentTraversal: Sendable {
    /// The number of real steps of each sequence, `[batch]`. The remaining steps are padding. `nil` means that all
    /// steps are real.
    public var lengths: Tensor<Int>?
    /// Whether the layer reads each sequence from its last real step to its first step.
    public var isReversed: Bool

    /// Creates a traversal of sequences with the given lengths; `nil` means that all steps are real.
    public init(lengths: Tensor<Int>? = nil, isReversed: Bool = false) {
        (self.lengths, self.isReversed) = (lengths, isReversed)
    }

    /// Whether the last state of a sequence is the last of the outputs.
    var endsAtLastOutput: Bool { lengths == nil && !isReversed }

    /// Returns the rows of an input `[batch, steps, inputs]`. Traps unless `lengths` contains a number from 0 to the
    /// number of steps for each sequence.
    func rows(of input: Shape, _ layer: String) -> SequenceRows {
        let (batch, steps): (Int, Int) = (input[0], input[1])
        if let lengths {
            require(
                lengths.shape == [batch],
                "\(layer): the lengths \(lengths.shape) must be [\(batch)] for input \(input)")
            for (index, length) in lengths.scalars.enumerated() {
                require(
                    (0 ... steps).contains(length),
                    "\(layer): length \(length) of sequence \(index) is not within 0 and \(steps) for input \(input)")
            }
        }
        return SequenceRows(batch: batch, steps: steps, lengths: lengths?.scalars, isReversed: isReversed)
    }
}
