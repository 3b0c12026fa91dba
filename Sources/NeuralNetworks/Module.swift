import Differentiation
import Tensors

/// A layer or network: a function of a tensor with parameters.
///
/// A module is a struct. Calling it does not change it; what a forward pass leaves behind (running statistics) goes
/// through `Buffer`. A tensor that is neither learned nor saved is declared `@Constant`.
public protocol Module<Scalar>: Parameterized, Sendable {
    /// The type of the parameters, inputs and outputs.
    associatedtype Scalar: RealScalar

    /// The module's output for a batch of inputs, the batch being the first axis.
    func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar>
}

/// A module without parameters.
public protocol ParameterFreeModule<Scalar>: Module {}

extension ParameterFreeModule {
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {}
}
