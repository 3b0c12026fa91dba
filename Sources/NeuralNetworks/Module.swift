import Differentiation
import Tensors

/// A layer or network: a function with parameters, from an input of any type to an output of any type.
///
/// Most modules take a tensor and answer one; to say so takes `callAsFunction` alone:
///
///     struct Classifier: Module {
///         var hidden, output: Linear<Float>
///
///         func callAsFunction(_ x: Tensor<Float>) -> Tensor<Float> { output(hidden(x).relu()) }
///
///         mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
///             visitor.visit(&hidden, "hidden")
///             visitor.visit(&output, "output")
///         }
///     }
///
/// Token ids are an input too (`Tensor<Int>`, as `Embedding` takes them), and so is a struct or a tuple, such as a sequence
/// and its mask.
///
/// A module is a struct. Calling it does not change it; what a forward pass leaves behind (running statistics) goes
/// through `Buffer`. A tensor that is neither learned nor saved is declared `@Constant`.
public protocol Module<Input, Output>: Parameterized, Sendable {
    associatedtype Input
    associatedtype Output

    /// The module's output for a batch of inputs, the batch being the first axis of each tensor.
    func callAsFunction(_ input: Input) -> Output
}

/// A module from one real tensor to another: `any TensorModule<Float>`, `some TensorModule<Double>`.
public typealias TensorModule<Scalar: RealScalar> = Module<Tensor<Scalar>, Tensor<Scalar>>

/// A module without parameters.
public protocol ParameterFreeModule<Input, Output>: Module {}

extension ParameterFreeModule {
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {}
}
