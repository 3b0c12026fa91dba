import Differentiation
import Tensors

extension Trace {
    /// Creates the trace of a module's computation for the given input, in inference mode.
    public init<Model: Module>(of model: Model, input: Model.Input)
    where Model.Input: TensorGroup, Model.Output: TensorGroup {
        self.init(of: model, input: input) { model, input in withMode(.inference) { model(input) } }
    }

    /// Creates the trace of the computation of a module with two inputs, in inference mode. The names of the inputs are
    /// `input.0` and `input.1`.
    public init<Model: Module, First: TensorGroup, Second: TensorGroup>(of model: Model, input: (First, Second))
    where Model.Input == (First, Second), Model.Output: TensorGroup {
        let pair = TensorPair(first: input.0, second: input.1)
        self.init(of: model, input: pair) { model, pair in withMode(.inference) { model((pair.first, pair.second)) } }
    }
}

/// A group of two inputs with the names `0` and `1`.
struct TensorPair<First: TensorGroup, Second: TensorGroup>: TensorGroup {
    var first: First
    var second: Second

    mutating func visitTensors(_ visitor: inout some TensorVisitor) {
        visitor.visit(&first, "0")
        visitor.visit(&second, "1")
    }
}
