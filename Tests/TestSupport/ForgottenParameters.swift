import Differentiation

/// Returns the names of a model's stored tensors and buffers that `visitParameters` does not visit.
///
/// An optimizer would not train these tensors, and a file of the model would not contain them.
public func forgottenParameters(of model: some Parameterized) -> [String] { model.forgottenParameters }
