import Tensors

extension Parameterized {
    /// The names of the parameters and buffers that contain NaN or ±∞. The search makes two passes over each tensor.
    package var namesOfNonFiniteTensors: Set<String> {
        var (copy, collector): (Self, FinitenessCollector) = (self, FinitenessCollector())
        copy.visitParameters(&collector)
        return collector.names
    }
}

private struct FinitenessCollector: ParameterVisitor {
    var path: [String] = []
    var names: Set<String> = []

    mutating func visitParameter<Scalar: RealScalar>(_ parameter: inout Tensor<Scalar>) { look(at: parameter) }

    mutating func visitBuffer<Scalar: RealScalar>(_ buffer: inout Buffer<Scalar>) { look(at: buffer.value) }

    /// Adds the name of the current tensor if an element is NaN or infinite. The product 0 · x is 0 if x is finite, and
    /// NaN otherwise.
    private mutating func look<Scalar: RealScalar>(at tensor: Tensor<Scalar>) {
        let sum: Double = Double((tensor.asConstant() * 0).sum().scalar)
        if sum.isNaN { names.insert(name) }
    }
}
