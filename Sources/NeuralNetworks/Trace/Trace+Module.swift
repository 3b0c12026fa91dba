import Differentiation
import Tensors

extension Trace {
    /// Traces a module's computation for one input, in inference mode.
    public init<Model: Module>(of model: Model, input: Model.Input)
    where Model.Input: TensorGroup, Model.Output: TensorGroup {
        self.init(of: model, input: input) { model, input in withMode(.inference) { model(input) } }
    }

    /// Traces the computation of a module of two inputs, in inference mode. The inputs are named `input.0` and
    /// `input.1`.
    public init<Model: Module, First: TensorGroup, Second: TensorGroup>(of model: Model, input: (First, Second))
    where Model.Input == (First, Second), Model.Output: TensorGroup {
        let pair = TensorPair(first: input.0, second: input.1)
        self.init(of: model, input: pair) { model, pair in withMode(.inference) { model((pair.first, pair.second)) } }
    }
}

/// A group of two inputs, which are named `0` and `1`.
struct TensorPair<First: TensorGroup, Second: TensorGroup>: TensorGroup {
    var first: First
    var second: Second

    mutating func visitTensors(_ visitor: inout some TensorVisitor) {
        visitor.visit(&first, "0")
        visitor.visit(&second, "1")
    }
}
