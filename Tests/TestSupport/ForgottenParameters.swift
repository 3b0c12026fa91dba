import Differentiation

/// Returns the names of the stored tensors and buffers of a model that `visitParameters` does not visit.
///
/// No optimizer would train them, and no file would contain them.
public func forgottenParameters(of model: some Parameterized) -> [String] { model.forgottenParameters }
