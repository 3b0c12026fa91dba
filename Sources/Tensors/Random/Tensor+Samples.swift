internal import CKernels

/// A distribution with location 0 and scale 1, or rate 1, whose numbers are computed for whole arrays.
package enum StandardNoise: Sendable {
    case exponential, gumbel, laplace, logistic

    fileprivate var kernel: synann_distribution {
        switch self {
        case .exponential: SYNANN_EXPONENTIAL
        case .gumbel: SYNANN_GUMBEL
        case .laplace: SYNANN_LAPLACE
        case .logistic: SYNANN_LOGISTIC
        }
    }
}

/// A distribution whose algorithm may reject random numbers and take further ones.
package enum RejectionSampler: Sendable {
    /// The gamma distribution with the given shape and rate 1.
    case gamma
    /// The logarithm of a gamma number, which is finite where the number itself would be 0.
    case logGamma
    /// The Poisson distribution with the given mean.
    case poisson
    /// The binomial distribution with the given number of trials and probability of a success.
    case binomial

    fileprivate var kernel: synann_sampler {
        switch self {
        case .gamma: SYNANN_SAMPLE_GAMMA
        case .logGamma: SYNANN_SAMPLE_LOG_GAMMA
        case .poisson: SYNANN_SAMPLE_POISSON
        case .binomial: SYNANN_SAMPLE_BINOMIAL
        }
    }
}

extension Tensor where Scalar: RealScalar {
    /// Creates a tensor of random numbers of a standard distribution.
    package init(noise: StandardNoise, _ shape: Shape, using generator: inout PhiloxGenerator) {
        self.init(random: noise.kernel, shape, 1, 0, &generator)
    }

    /// Creates a tensor of samples. The result is a constant for differentiation.
    ///
    /// Each element takes its random numbers from a stream that belongs to its position. So an element does not depend
    /// on the number of threads, nor on the random numbers that are rejected for other elements. The call uses one
    /// block of the generator for each element.
    ///
    /// - Parameters:
    ///   - sampler: The distribution.
    ///   - shape: The shape of the tensor. The last axes of this shape are the axes of the parameters.
    ///   - parameters: The parameters, all of the same shape. A parameter outside of its domain gives NaN.
    ///   - generator: The source of the random numbers.
    package init(
        samples sampler: RejectionSampler, _ shape: Shape, _ parameters: [Tensor],
        using generator: inout PhiloxGenerator
    ) {
        let doubles: [Tensor<Double>] = parameters.map { $0.asConstant().converted(to: Double.self).contiguous() }
        let count: Int = shape.elementCount
        let first: UInt64 = generator.takeBlocks(count)
        let samples = synann_samples(
            sampler: sampler.kernel, seed: generator.seed, block: first, first: doubles[0].address,
            second: doubles.count > 1 ? doubles[1].address : nil, period: doubles[0].count)
        self.init(uninitialized: shape) { result in
            guard let target = result.baseAddress else { return }
            Parallelism.forEachRange(of: count, length: 1 << 11) { range in
                var samples: synann_samples = samples
                synann_sample(Scalar.kernelType, &samples, range.lowerBound, range.count, target + range.lowerBound)
            }
        }
        withExtendedLifetime(doubles) {}
    }
}

extension Tensor<Int> {
    /// Creates a tensor of random categories, which are positions along the last axis of `cumulative`.
    ///
    /// - Parameters:
    ///   - cumulative: `[…, categories]`, the running sums of the weights. The last sum of each row must be positive
    ///     and finite. A category with weight 0 is never drawn.
    ///   - shape: The shape of the tensor. The last axes of this shape are the axes of `cumulative` without the last
    ///     axis.
    ///   - generator: The source of the random numbers. The call uses one block of the generator for each element.
    package init(
        categories cumulative: Tensor<Double>, _ shape: Shape, using generator: inout PhiloxGenerator
    ) {
        let sums: Tensor<Double> = cumulative.asConstant().contiguous()
        let count: Int = shape.elementCount
        let samples = synann_categories(
            seed: generator.seed, block: generator.takeBlocks(count), cumulative: sums.address,
            rows: sums.shape.rowCount, categories: sums.shape[-1])
        self.init(uninitialized: shape) { result in
            guard let target = result.baseAddress else { return }
            target.withMemoryRebound(to: Int64.self, capacity: count) { target in
                Parallelism.forEachRange(of: count, length: 1 << 11) { range in
                    var samples: synann_categories = samples
                    synann_sample_categories(&samples, range.lowerBound, range.count, target + range.lowerBound)
                }
            }
        }
        withExtendedLifetime(sums) {}
    }
}
