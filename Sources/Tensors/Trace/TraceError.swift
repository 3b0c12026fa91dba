/// The reason why a model's computation cannot be described for a batch of any size.
public enum TraceError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The model runs other operations for another batch size, or a length is not a constant plus a multiple of the
    /// batch size. The associated value is the name of an operation that differs.
    case differentOperations(String)
    /// The model read a number from its input outside of tensor operations, or drew the number at random. The
    /// associated value is the name of the operation that used the number.
    case inputReadOutside(String)

    /// A sentence with the error and its operation, and a sentence with a change of the model that avoids the error.
    public var description: String {
        switch self {
        case .differentOperations(let operation):
            "the model computes something else for another batch size: its traces differ at the operation "
                + "'\(operation)'. Let the model run the same operations for every batch, without a branch on the batch "
                + "size and without one part for each sample. The length of each axis must be a constant, or a multiple "
                + "of the batch size plus a constant."
        case .inputReadOutside(let operation):
            "the operation '\(operation)' uses numbers that change from call to call, and no tensor operation computed "
                + "them: the model read them from its input (with 'scalars') or drew them at random. Compute them "
                + "with tensor operations, which a trace can see."
        }
    }
}
