internal import CKernels

extension Tensor where Scalar: IntegerScalar {
    /// Creates a tensor of random integers, with the same probability for every integer of a range: NumPy's
    /// `Generator.integers`.
    ///
    /// - Parameters:
    ///   - shape: The shape of the tensor.
    ///   - range: The range of the integers. Traps if the range is empty.
    ///   - generator: The source of the random numbers. The result does not depend on the number of threads.
    public init(randomIntegers shape: Shape, in range: Range<Scalar>, using generator: inout PhiloxGenerator) {
        require(!range.isEmpty, "randomIntegers: the range \(range) is empty")
        self.init(uninitialized: shape) { result in
            guard let target = result.baseAddress else { return }
            generator.useNumbers { seed, block, startsAtSecond in
                var operands = synann_random_integers_operands(
                    seed: seed, block: block, lower: UInt64(truncatingIfNeeded: range.lowerBound),
                    length: UInt64(truncatingIfNeeded: range.upperBound &- range.lowerBound),
                    starts_at_second: startsAtSecond ? 1 : 0)
                return synann_random_integers(Scalar.kernelType, &operands, result.count, target)
            }
        }
    }
}

extension Tensor {
    /// Returns random slices along the first axis: NumPy's `Generator.choice`. Differentiable for real and complex
    /// scalars.
    ///
    /// Without replacement and with weights, each draw selects among the slices that have not been drawn yet, with
    /// probabilities in proportion to their weights. The function adds a random number with a Gumbel distribution to
    /// the logarithm of each weight. The slices with the greatest sums are a sample with these probabilities (T.
    /// Vieira, "Gumbel-max trick and weighted reservoir sampling", 2014).
    ///
    /// Traps if the tensor is a scalar.
    ///
    /// - Parameters:
    ///   - count: The number of slices. Traps if the number is negative, or positive although no slice can be drawn.
    ///     Without replacement, also traps if the number is greater than the number of slices that can be drawn. A
    ///     slice with the weight 0 cannot be drawn.
    ///   - replacing: Whether a slice may be drawn more than once.
    ///   - weights: The weights of the slices, in proportion to their probabilities; all weights are equal by default.
    ///     Traps unless the shape is `[length of the first axis]`, or if a weight is negative, infinite or NaN, or if
    ///     all weights are 0.
    ///   - generator: The source of the random numbers.
    /// - Returns: A tensor of shape `[count, …]`.
    public func randomChoice(
        _ count: Int, replacing: Bool = true, weights: Tensor<Double>? = nil, using generator: inout PhiloxGenerator
    ) -> Tensor {
        require(rank >= 1 && count >= 0, "randomChoice: \(count) slices of a tensor of shape \(shape)")
        let length: Int = shape[0]
        if let weights { requireWeights(weights, length) }
        let available: Int = weights?.countNonzero() ?? length
        require(
            count == 0 || (replacing ? available > 0 : count <= available),
            "randomChoice: \(count) slices of shape \(shape), of which \(available) can be drawn")
        if count == 0 { return gathered(at: Tensor<Int>(zeros: [0])) }
        let positions: Tensor<Int>
        switch (replacing, weights) {
        case (true, nil): positions = Tensor<Int>(randomIntegers: [count], in: 0 ..< length, using: &generator)
        case (true, let weights?): positions = Self.drawn(count, weights, &generator)
        case (false, nil): positions = Tensor<Int>(Array(generator.permutation(length).prefix(count)))
        case (false, let weights?):
            let uniform = Tensor<Double>(randomUniform: [length], using: &generator)
            // A number with a Gumbel distribution is −log(−log(1 − u)), where u is the uniform number. u is below 1, so
            // the logarithm of 1 − u is finite.
            let gumbel: Tensor<Double> = -(-(1 - uniform).log()).log()
            positions = (weights.log() + gumbel).top(count).positions
        }
        return gathered(at: positions)
    }

    /// Returns `count` random positions with probabilities in proportion to `weights`. A position is the first position
    /// at which the sum of the weights up to this position exceeds a random number between 0 and the sum of all
    /// weights.
    private static func drawn(
        _ count: Int, _ weights: Tensor<Double>, _ generator: inout PhiloxGenerator
    ) -> Tensor<Int> {
        let sums: Tensor<Double> = weights.asConstant().cumulativeSum(axis: 0)
        let numbers = Tensor<Double>(randomUniform: [count], using: &generator) * sums[-1]
        return sums.searchSorted(numbers, right: true).clipped(to: 0 ... weights.lastNonzero())
    }

    private func requireWeights(_ weights: Tensor<Double>, _ length: Int) {
        require(weights.shape == [length], "randomChoice: weights of shape \(weights.shape) for \(length) slices")
        require(
            weights.scalars.allSatisfy { $0 >= 0 && $0.isFinite } && weights.countNonzero() > 0,
            "randomChoice: the weights of shape \(weights.shape) are not finite, at least 0 and not all 0")
    }
}

extension Tensor where Scalar == Double {
    /// Returns the last position whose element is not 0. `drawn` limits its positions to this position, because
    /// rounding may make a random number equal to the sum of all weights.
    fileprivate func lastNonzero() -> Int { scalars.lastIndex { $0 != 0 } ?? 0 }
}
