extension Tensor where Scalar: IntegerScalar {
    /// Creates random integers, all integers of a range with the same probability: NumPy's `Generator.integers`.
    ///
    /// - Parameters:
    ///   - shape: The shape.
    ///   - range: The range; an empty one traps.
    ///   - generator: The source of the random numbers. It determines the numbers, at any number of threads.
    public init(randomIntegers shape: Shape, in range: Range<Scalar>, using generator: inout PhiloxGenerator) {
        require(!range.isEmpty, "randomIntegers: the range \(range) is empty")
        self.init(uninitialized: shape) { result in
            for index in result.indices { result[index] = Scalar.random(in: range, using: &generator) }
        }
    }
}

extension Tensor {
    /// Returns random slices of the first axis: NumPy's `Generator.choice`.
    ///
    /// Without replacement and with weights, a slice is drawn with a probability in proportion to its weight among the
    /// slices that are left: the greatest sums of log weights and Gumbel numbers are such a sample (T. Vieira, "Gumbel-max
    /// trick and weighted reservoir sampling", 2014).
    ///
    /// - Parameters:
    ///   - count: The number of slices. Without replacement it must not exceed the number of slices that can be drawn;
    ///     otherwise the call traps.
    ///   - replacing: Whether a slice may be drawn more than once.
    ///   - weights: Weights of the slices, in proportion to their probabilities; all equal by default. Another number of
    ///     weights, a negative or infinite weight, NaN, or a sum of 0 traps.
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
            // −log(−log(1 − u)); 1 − u is never 0.
            let gumbel: Tensor<Double> = -(-(1 - uniform).log()).log()
            positions = (weights.log() + gumbel).top(count).positions
        }
        return gathered(at: positions)
    }

    /// Positions with probabilities in proportion to the weights, by the inverse of the distribution function.
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
    /// The last position whose element is not 0. Rounding may give a random number equal to the sum of all weights.
    fileprivate func lastNonzero() -> Int { scalars.lastIndex { $0 != 0 } ?? 0 }
}
