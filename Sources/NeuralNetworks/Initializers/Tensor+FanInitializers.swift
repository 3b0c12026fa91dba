import Tensors

// The weight initializers of PyTorch's torch.nn.init. A weight has the shape [outputs, inputs] or [outputs, inputs,
// kernel height, kernel width]. Fan-in is inputs · kernel height · kernel width, and fan-out is outputs · kernel height
// · kernel width. For a shape of two axes, the kernel height and the kernel width count as 1. A shape with fewer than
// two axes traps.

extension Tensor where Scalar: RealScalar {
    /// Creates random weights, uniform between −b and b with b = √(6 / ((1 + a²) · fan-in)), where a is
    /// `negativeSlope`. If a is √5, b is 1/√fan-in, the default of PyTorch's layers.
    ///
    /// Fan-in is inputs · kernel height · kernel width; for a shape of two axes, fan-in is the number of inputs.
    ///
    /// Source: K. He et al., "Delving deep into rectifiers", ICCV 2015.
    ///
    /// - Parameters:
    ///   - shape: `[outputs, inputs]` or `[outputs, inputs, kernel height, kernel width]`; a shape with fewer than two
    ///     axes traps.
    ///   - negativeSlope: a, the derivative of the activation function at negative inputs: 0 for ReLU, more for a leaky
    ///     ReLU.
    ///   - generator: The source of the random numbers.
    public init(kaimingUniform shape: Shape, negativeSlope: Double = 0, using generator: inout PhiloxGenerator) {
        let fan = Fan(shape)
        self.init(
            uniform: shape, bound: (6 / ((1 + negativeSlope * negativeSlope) * fan.input)).squareRoot(), &generator)
    }

    /// Creates random weights, normal with mean 0 and standard deviation √(2 / ((1 + a²) · fan-in)), where a is
    /// `negativeSlope`. Fan-in is inputs · kernel height · kernel width; for a shape of two axes, fan-in is the number
    /// of inputs.
    ///
    /// Source: K. He et al., "Delving deep into rectifiers", ICCV 2015.
    ///
    /// - Parameters:
    ///   - shape: `[outputs, inputs]` or `[outputs, inputs, kernel height, kernel width]`; a shape with fewer than two
    ///     axes traps.
    ///   - negativeSlope: a, the derivative of the activation function at negative inputs: 0 for ReLU, more for a leaky
    ///     ReLU.
    ///   - generator: The source of the random numbers.
    public init(kaimingNormal shape: Shape, negativeSlope: Double = 0, using generator: inout PhiloxGenerator) {
        let deviation: Double = (2 / ((1 + negativeSlope * negativeSlope) * Fan(shape).input)).squareRoot()
        self.init(randomNormal: shape, standardDeviation: Scalar(deviation), using: &generator)
    }

    /// Creates random weights, uniform between −b and b with b = gain · √(6 / (fan-in + fan-out)). Fan-in is inputs ·
    /// kernel height · kernel width, and fan-out is outputs · kernel height · kernel width. For a shape of two axes,
    /// the kernel height and the kernel width count as 1.
    ///
    /// Source: X. Glorot, Y. Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010.
    ///
    /// - Parameters:
    ///   - shape: `[outputs, inputs]` or `[outputs, inputs, kernel height, kernel width]`; a shape with fewer than two
    ///     axes traps.
    ///   - gain: A factor that depends on the activation function: 1 for a linear function, 5/3 for tanh in PyTorch.
    ///   - generator: The source of the random numbers.
    public init(xavierUniform shape: Shape, gain: Double = 1, using generator: inout PhiloxGenerator) {
        let fan = Fan(shape)
        self.init(uniform: shape, bound: gain * (6 / (fan.input + fan.output)).squareRoot(), &generator)
    }

    /// Creates random weights, normal with mean 0 and standard deviation gain · √(2 / (fan-in + fan-out)). Fan-in is
    /// inputs · kernel height · kernel width, and fan-out is outputs · kernel height · kernel width. For a shape of two
    /// axes, the kernel height and the kernel width count as 1.
    ///
    /// Source: X. Glorot, Y. Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010.
    ///
    /// - Parameters:
    ///   - shape: `[outputs, inputs]` or `[outputs, inputs, kernel height, kernel width]`; a shape with fewer than two
    ///     axes traps.
    ///   - gain: A factor that depends on the activation function: 1 for a linear function, 5/3 for tanh in PyTorch.
    ///   - generator: The source of the random numbers.
    public init(xavierNormal shape: Shape, gain: Double = 1, using generator: inout PhiloxGenerator) {
        let fan = Fan(shape)
        let deviation: Double = gain * (2 / (fan.input + fan.output)).squareRoot()
        self.init(randomNormal: shape, standardDeviation: Scalar(deviation), using: &generator)
    }

    /// Creates `count` random biases, uniform between −b and b with b = 1/√`fanIn`, as PyTorch does by default. `fanIn`
    /// is the number of weights for each output; a number below 1 counts as 1.
    init(biasUniform count: Int, fanIn: Int, using generator: inout PhiloxGenerator) {
        self.init(uniform: [count], bound: 1 / Double(Swift.max(1, fanIn)).squareRoot(), &generator)
    }

    private init(uniform shape: Shape, bound: Double, _ generator: inout PhiloxGenerator) {
        // Without inputs the bound is ∞. With a gain of 0 the bound is 0, and the range would be empty.
        if shape.elementCount == 0 || bound == 0 {
            self.init(zeros: shape)
        } else {
            self.init(randomUniform: shape, in: Scalar(-bound) ..< Scalar(bound), using: &generator)
        }
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
