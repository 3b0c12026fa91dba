import Differentiation
import Tensors

/// A layer or network: a function with parameters, from an input of any type to an output of any type.
///
/// Swift infers the types of the input and the output from `callAsFunction`. Most modules take a tensor and return a
/// tensor:
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
/// The input may also be token ids (`Tensor<Int>`, see `Embedding`), or a struct or tuple such as a sequence and its
/// mask.
///
/// A module is a struct, and a call does not change this struct. Running statistics are stored in a `Buffer`, which a
/// forward pass can update. For a tensor that is neither learned nor saved, use the property wrapper `@Constant`.
public protocol Module<Input, Output>: Parameterized, Sendable {
    /// The type of the input: a tensor, a struct or a tuple.
    associatedtype Input
    /// The type of the output, for example a tensor.
    associatedtype Output

    /// Returns the module's output for a batch of inputs. The batch is the first axis of each tensor.
    func callAsFunction(_ input: Input) -> Output
}

/// A module whose input and output are tensors of the same real type, for example `any TensorModule<Float>`.
public typealias TensorModule<Scalar: RealScalar> = Module<Tensor<Scalar>, Tensor<Scalar>>

/// A module without parameters. A conforming type needs only `callAsFunction`.
public protocol ParameterFreeModule<Input, Output>: Module {}

extension ParameterFreeModule {
    /// Visits nothing.
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {}
}
