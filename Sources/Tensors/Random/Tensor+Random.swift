internal import CKernels

extension Tensor where Scalar: RealScalar {
    /// Creates a tensor of random numbers with a uniform distribution in `range`. A `Float` has 24 random bits, a
    /// `Double` 53.
    ///
    /// - Parameters:
    ///   - shape: The shape of the tensor.
    ///   - range: The range of the numbers, which does not contain its upper bound. Traps if the range is empty, or if
    ///     its length is infinite.
    ///   - generator: The source of the random numbers.
    public init(
        randomUniform shape: Shape, in range: Range<Scalar> = 0 ..< 1, using generator: inout PhiloxGenerator
    ) {
        let (scale, shift): (Scalar, Scalar) = (range.upperBound - range.lowerBound, range.lowerBound)
        require(!range.isEmpty, "randomUniform: the range \(range) is empty")
        require(scale.isFinite, "randomUniform: the length of the range \(range) is infinite")
        self.init(random: SYNANN_UNIFORM, shape, scale, shift, &generator)
        // Rounding can raise the greatest numbers to the upper bound, which the range excludes.
        combine(SYNANN_MINIMUM, Tensor(range.upperBound.nextDown), named: "randomUniform")
    }

    /// Creates a tensor of random numbers with a normal distribution, by the Box–Muller transform.
    ///
    /// - Parameters:
    ///   - shape: The shape of the tensor.
    ///   - mean: The mean of the distribution.
    ///   - standardDeviation: The standard deviation of the distribution. Traps if the number is negative or NaN.
    ///   - generator: The source of the random numbers.
    public init(
        randomNormal shape: Shape, mean: Scalar = 0, standardDeviation: Scalar = 1,
        using generator: inout PhiloxGenerator
    ) {
        require(
            standardDeviation >= 0, "randomNormal: the standard deviation \(standardDeviation) is negative or NaN")
        self.init(random: SYNANN_NORMAL, shape, standardDeviation, mean, &generator)
    }

    /// Creates a tensor of random numbers that are 1 with the given probability and otherwise 0.
    ///
    /// - Parameters:
    ///   - shape: The shape of the tensor.
    ///   - probability: The probability of 1. A number below 0 and NaN count as 0, a number above 1 counts as 1.
    ///   - generator: The source of the random numbers.
    public init(randomBernoulli shape: Shape, probability: Scalar, using generator: inout PhiloxGenerator) {
        let uniform = Tensor(randomUniform: shape, using: &generator)
        self.init(uniform .< probability)
    }

    /// Creates a tensor of shape `shape` of random numbers `shift + scale · r` from `generator`, where r has the
    /// distribution `distribution`: see `synann_random_distribution`.
    init(
        random distribution: synann_distribution, _ shape: Shape, _ scale: Scalar, _ shift: Scalar,
        _ generator: inout PhiloxGenerator
    ) {
        let count: Int = shape.elementCount
        let perBlock: Int = Int(synann_random_per_block(Scalar.kernelType))
        let first: UInt64 = generator.takeBlocks((count + perBlock - 1) / perBlock)
        let numbers = synann_random_numbers(
            distribution: distribution, seed: generator.seed, scale: Double(scale), shift: Double(shift))
        self.init(uninitialized: shape) { result in
            guard let target = result.baseAddress else { return }
            Parallelism.forEachRange(of: count, length: 1 << 13) { range in
                var numbers: synann_random_numbers = numbers
                synann_random(
                    Scalar.kernelType, &numbers, first &+ UInt64(range.lowerBound / perBlock), range.count,
                    target + range.lowerBound)
            }
        }
    }
}

extension Tensor<Int> {
    /// Creates the vector of the numbers `0 ..< count` in random order. Traps if `count` is negative.
    ///
    /// - Parameters:
    ///   - count: The number of elements.
    ///   - generator: The source of the random numbers.
    public init(randomPermutation count: Int, using generator: inout PhiloxGenerator) {
        self.init(generator.permutation(count))
    }
}
