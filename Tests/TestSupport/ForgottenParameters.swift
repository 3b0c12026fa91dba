import Differentiation

/// Stored tensors and buffers of a model that `visitParameters` does not reach, by their place in it: a parameter
/// forgotten there would silently never be trained or saved.
public func forgottenParameters(of model: some Parameterized) -> [String] { model.forgottenParameters }
