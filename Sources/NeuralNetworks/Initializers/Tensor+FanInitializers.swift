import Tensors

// The weight initializers of PyTorch's torch.nn.init. A weight has the shape [outputs, inputs] or [outputs, inputs,
// kernel height, kernel width]; fan-in is inputs × kernel size, fan-out outputs × kernel size.

extension Tensor where Scalar: RealScalar {
    /// Uniform in ±√(6 / ((1 + a²) · fan-in)). With a = √5 that is ±1/√fan-in, the default of PyTorch's layers.
    ///
    /// Source: K. He et al., "Delving deep into rectifiers", ICCV 2015; a is the slope of a leaky ReLU below 0.
    public init(kaimingUniform shape: Shape, negativeSlope: Double = 0, using generator: inout PhiloxGenerator) {
        let fan = Fan(shape)
        self.init(
            uniform: shape, bound: (6 / ((1 + negativeSlope * negativeSlope) * fan.input)).squareRoot(), &generator)
    }

    /// Normal with the standard deviation √(2 / ((1 + a²) · fan-in)).
    public init(kaimingNormal shape: Shape, negativeSlope: Double = 0, using generator: inout PhiloxGenerator) {
        let deviation: Double = (2 / ((1 + negativeSlope * negativeSlope) * Fan(shape).input)).squareRoot()
        self.init(randomNormal: shape, standardDeviation: Scalar(deviation), using: &generator)
    }

    /// Uniform in ±gain · √(6 / (fan-in + fan-out)).
    ///
    /// Source: X. Glorot, Y. Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010.
    public init(xavierUniform shape: Shape, gain: Double = 1, using generator: inout PhiloxGenerator) {
        let fan = Fan(shape)
        self.init(uniform: shape, bound: gain * (6 / (fan.input + fan.output)).squareRoot(), &generator)
    }

    /// Normal with the standard deviation gain · √(2 / (fan-in + fan-out)).
    public init(xavierNormal shape: Shape, gain: Double = 1, using generator: inout PhiloxGenerator) {
        let fan = Fan(shape)
        let deviation: Double = gain * (2 / (fan.input + fan.output)).squareRoot()
        self.init(randomNormal: shape, standardDeviation: Scalar(deviation), using: &generator)
    }

    /// Uniform in ±1/√fan, PyTorch's default for biases.
    init(biasUniform count: Int, fanIn: Int, using generator: inout PhiloxGenerator) {
        self.init(uniform: [count], bound: 1 / Double(Swift.max(1, fanIn)).squareRoot(), &generator)
    }

    private init(uniform shape: Shape, bound: Double, _ generator: inout PhiloxGenerator) {
        self.init(randomUniform: shape, in: Scalar(-bound) ..< Scalar(bound), using: &generator)
    }
}

private struct Fan {
    let input, output: Double

    init(_ shape: Shape) {
        require(shape.rank >= 2, "initializer: a weight has at least two axes, not shape \(shape)")
        let window: Int = shape.dimensions[2...].reduce(1, *)
        input = Double(shape[1] * window)
        output = Double(shape[0] * window)
    }
}
