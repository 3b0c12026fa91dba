import Differentiation

/// The stored tensors and buffers of a model that `visitParameters` does not visit, by their place in the model.
/// Nothing would train or save them.
public func forgottenParameters(of model: some Parameterized) -> [String] { model.forgottenParameters }
