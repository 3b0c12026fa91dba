/// A model whose computation cannot be written down for a batch of any size.
public enum TraceError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The model does something else where the batch has another size; the operation where that shows.
    case differentOperations(String)
    /// A number was read out of the input, outside of the tensors' operations; the operation that it was used in.
    case inputReadOutside(String)

    public var description: String {
        switch self {
        case .differentOperations(let operation):
            "the model computes something else for another batch size, which shows at the operation '\(operation)'. Let the "
                + "model do the same for every batch: no branch on its size, no list of as many parts as samples, and "
                + "no axis whose length is another than so many for each sample and so many more."
        case .inputReadOutside(let operation):
            "the operation '\(operation)' is given numbers that change from call to call, though no tensor operation computed "
                + "them: the model read them out of its input ('scalars' allows it) or drew them at random. Compute them "
                + "with tensor operations, which a trace can see."
        }
    }
}
