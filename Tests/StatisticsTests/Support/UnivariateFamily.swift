import Statistics
import Tensors
import Testing

/// A family of distributions with parameters for the tests that every family must pass.
struct UnivariateFamily: Sendable, CustomTestStringConvertible {
    let name: String
    /// The names of the parameters.
    let parameterNames: [String]
    /// Valid parameters. The tests vary them by up to 20 percent.
    let parameters: [Double]
    /// The number of parameters, counted from the last, with respect to which the functions are differentiable.
    let differentiable: Int
    /// Parameters of which at least one is invalid.
    let invalid: [[Double]]
    /// Values inside of the support for all of these parameters.
    let values: [Double]
    /// Values outside of the support: none if every number is inside.
    let outside: [Double]
    /// Other valid parameters, for the samples.
    let samples: [[Double]]
    let make: @Sendable ([Tensor<Double>]) -> any UnivariateDistribution<Double>
    let makeFloat: @Sendable ([Tensor<Float>]) -> any UnivariateDistribution<Float>

    var testDescription: String { name }

    func distribution(_ parameters: [Double]) -> any UnivariateDistribution<Double> {
        make(parameters.map { Tensor($0) })
    }

    static let continuous: [UnivariateFamily] = [
        UnivariateFamily(
            name: "normal", parameterNames: ["mean", "deviation"], parameters: [0.5, 1.5], differentiable: 2,
            invalid: [[0, 0], [0, -1], [.nan, 1], [0, .nan], [.infinity, 1], [0, .infinity]],
            values: [-3, -0.2, 0.4, 1, 2.5, 7], outside: [], samples: [[0, 1], [-3, 0.01]],
            make: { NormalDistribution(mean: $0[0], standardDeviation: $0[1]) },
            makeFloat: { NormalDistribution(mean: $0[0], standardDeviation: $0[1]) }),
        UnivariateFamily(
            name: "uniform", parameterNames: ["lower", "upper"], parameters: [-1, 4], differentiable: 2,
            invalid: [[1, 1], [2, 1], [.nan, 1], [0, .infinity]], values: [-0.7, 0, 0.3, 1, 2, 3.1],
            outside: [-1.7, 6, .infinity, -.infinity], samples: [[0, 1]],
            make: { UniformDistribution(lowerBound: $0[0], upperBound: $0[1]) },
            makeFloat: { UniformDistribution(lowerBound: $0[0], upperBound: $0[1]) }),
        UnivariateFamily(
            name: "exponential", parameterNames: ["rate"], parameters: [1.3], differentiable: 1,
            invalid: [[0], [-1], [.nan], [.infinity]], values: [0.1, 0.7, 1, 2, 3, 5],
            outside: [-1e-3, -4, .infinity, -.infinity], samples: [[0.01]],
            make: { ExponentialDistribution(rate: $0[0]) }, makeFloat: { ExponentialDistribution(rate: $0[0]) }),
        UnivariateFamily(
            name: "laplace", parameterNames: ["location", "scale"], parameters: [0.5, 1.5], differentiable: 2,
            invalid: [[0, 0], [0, -1], [.nan, 1], [.infinity, 1]], values: [-3, -0.2, 0.2, 1, 2.5, 7], outside: [],
            samples: [[0, 1]], make: { LaplaceDistribution(location: $0[0], scale: $0[1]) },
            makeFloat: { LaplaceDistribution(location: $0[0], scale: $0[1]) }),
        UnivariateFamily(
            name: "logistic", parameterNames: ["location", "scale"], parameters: [0.5, 1.5], differentiable: 2,
            invalid: [[0, 0], [0, -1], [.nan, 1], [.infinity, 1]], values: [-3, -0.2, 0.4, 1, 2.5, 7], outside: [],
            samples: [[0, 1]], make: { LogisticDistribution(location: $0[0], scale: $0[1]) },
            makeFloat: { LogisticDistribution(location: $0[0], scale: $0[1]) }),
        UnivariateFamily(
            name: "gumbel", parameterNames: ["location", "scale"], parameters: [0.5, 1.5], differentiable: 2,
            invalid: [[0, 0], [0, -1], [.nan, 1], [.infinity, 1]], values: [-3, -0.2, 0.4, 1, 2.5, 7],
            outside: [.infinity, -.infinity], samples: [[0, 1]],
            make: { GumbelDistribution(location: $0[0], scale: $0[1]) },
            makeFloat: { GumbelDistribution(location: $0[0], scale: $0[1]) }),
        UnivariateFamily(
            name: "logNormal", parameterNames: ["location", "scale"], parameters: [0.3, 0.8], differentiable: 2,
            invalid: [[0, 0], [0, -1], [.nan, 1], [.infinity, 1]], values: [0.1, 0.5, 1, 2, 5, 20],
            outside: [-1, .infinity, -.infinity], samples: [[0, 1]],
            make: { LogNormalDistribution(location: $0[0], scale: $0[1]) },
            makeFloat: { LogNormalDistribution(location: $0[0], scale: $0[1]) }),
        UnivariateFamily(
            name: "gamma", parameterNames: ["shape", "rate"], parameters: [1.7, 0.6], differentiable: 2,
            invalid: [[0, 1], [-1, 1], [1, 0], [.nan, 1], [1, .nan], [.infinity, 1], [1, .infinity]],
            values: [0.1, 0.5, 1, 2, 5, 20], outside: [-1, .infinity, -.infinity],
            samples: [[0.05, 1], [0.7, 2], [1, 1], [25, 1], [1e6, 1e3]],
            make: { GammaDistribution(shape: $0[0], rate: $0[1]) },
            makeFloat: { GammaDistribution(shape: $0[0], rate: $0[1]) }),
        UnivariateFamily(
            name: "gamma of a large shape", parameterNames: ["shape", "rate"], parameters: [40, 2], differentiable: 2,
            invalid: [[0, 1]], values: [12, 15, 19, 20, 22, 25], outside: [-1], samples: [[100, 1]],
            make: { GammaDistribution(shape: $0[0], rate: $0[1]) },
            makeFloat: { GammaDistribution(shape: $0[0], rate: $0[1]) }),
        UnivariateFamily(
            name: "chiSquared", parameterNames: ["degrees of freedom"], parameters: [3], differentiable: 1,
            invalid: [[0], [-1], [.nan], [.infinity]], values: [0.1, 0.5, 1, 2, 5, 20],
            outside: [-1, .infinity, -.infinity], samples: [[1], [10]],
            make: { ChiSquaredDistribution(degreesOfFreedom: $0[0]) },
            makeFloat: { ChiSquaredDistribution(degreesOfFreedom: $0[0]) }),
        UnivariateFamily(
            name: "beta", parameterNames: ["alpha", "beta"], parameters: [1.4, 2.5], differentiable: 2,
            invalid: [[0, 1], [1, -1], [.nan, 1], [1, .infinity]], values: [0.05, 0.2, 0.4, 0.5, 0.7, 0.95],
            outside: [-0.1, 1.2, .infinity, -.infinity], samples: [[0.02, 3], [0.5, 0.7], [50, 2]],
            make: { BetaDistribution(alpha: $0[0], beta: $0[1]) },
            makeFloat: { BetaDistribution(alpha: $0[0], beta: $0[1]) }),
        UnivariateFamily(
            name: "beta of large parameters", parameterNames: ["alpha", "beta"], parameters: [30, 45],
            differentiable: 2,
            invalid: [[0, 1]], values: [0.25, 0.3, 0.4, 0.45, 0.5, 0.55], outside: [-0.1, 1.2], samples: [[300, 200]],
            make: { BetaDistribution(alpha: $0[0], beta: $0[1]) },
            makeFloat: { BetaDistribution(alpha: $0[0], beta: $0[1]) }),
        UnivariateFamily(
            name: "studentT", parameterNames: ["degrees of freedom", "location", "scale"], parameters: [3.5, 0.5, 1.5],
            differentiable: 3,
            invalid: [[0, 0, 1], [-1, 0, 1], [3, 0, 0], [3, .nan, 1], [.nan, 0, 1], [.infinity, 0, 1]],
            values: [-9, -0.2, 0.4, 1, 2.5, 7], outside: [], samples: [[1, 0, 1], [0.5, 0, 1], [30, 0, 1]],
            make: { StudentTDistribution(degreesOfFreedom: $0[0], location: $0[1], scale: $0[2]) },
            makeFloat: { StudentTDistribution(degreesOfFreedom: $0[0], location: $0[1], scale: $0[2]) }),
        UnivariateFamily(
            name: "F", parameterNames: ["numerator", "denominator"], parameters: [3, 7], differentiable: 2,
            invalid: [[0, 1], [1, -1], [.nan, 1], [1, .infinity]], values: [0.1, 0.5, 1, 2, 5, 20],
            outside: [-1, .infinity, -.infinity], samples: [[1, 1], [10, 40]],
            make: { FDistribution(numeratorDegreesOfFreedom: $0[0], denominatorDegreesOfFreedom: $0[1]) },
            makeFloat: { FDistribution(numeratorDegreesOfFreedom: $0[0], denominatorDegreesOfFreedom: $0[1]) }),
        UnivariateFamily(
            name: "truncatedNormal", parameterNames: ["location", "scale", "lower", "upper"],
            parameters: [0.5, 1.5, -1.2, 4], differentiable: 4,
            invalid: [[0, 0, 0, 1], [0, 1, 1, 1], [0, 1, 2, 1], [.nan, 1, 0, 1], [0, 1, .nan, 1]],
            values: [-0.9, -0.2, 0.4, 1, 2.5, 3.1], outside: [-3, 6, .infinity, -.infinity],
            samples: [[0, 1, 5, .infinity], [0, 1, 40, 60], [0, 1, -.infinity, -8], [3, 2, 19, 19.001]],
            make: {
                TruncatedNormalDistribution(location: $0[0], scale: $0[1], lowerBound: $0[2], upperBound: $0[3])
            },
            makeFloat: {
                TruncatedNormalDistribution(location: $0[0], scale: $0[1], lowerBound: $0[2], upperBound: $0[3])
            }),
        UnivariateFamily(
            name: "truncatedNormal in the tail", parameterNames: ["location", "scale", "lower", "upper"],
            parameters: [0.5, 1, 10, 14], differentiable: 4, invalid: [[0, 1, 2, 1]],
            values: [12.05, 12.2, 12.4, 12.6, 13, 13.9], outside: [-3, 17], samples: [],
            make: {
                TruncatedNormalDistribution(location: $0[0], scale: $0[1], lowerBound: $0[2], upperBound: $0[3])
            },
            makeFloat: {
                TruncatedNormalDistribution(location: $0[0], scale: $0[1], lowerBound: $0[2], upperBound: $0[3])
            }),
    ]

    static let discrete: [UnivariateFamily] = [
        UnivariateFamily(
            name: "bernoulli", parameterNames: ["probability"], parameters: [0.3], differentiable: 1,
            invalid: [[-0.1], [1.1], [.nan]], values: [0, 1, 0, 1, 1, 0], outside: [-1, 0.5, 2, .infinity, -.infinity],
            samples: [[0.001], [0.9]], make: { BernoulliDistribution(probability: $0[0]) },
            makeFloat: { BernoulliDistribution(probability: $0[0]) }),
        UnivariateFamily(
            name: "bernoulli from logits", parameterNames: ["logits"], parameters: [0.7], differentiable: 1,
            invalid: [[.nan]], values: [0, 1, 0, 1, 1, 0], outside: [-1, 0.5], samples: [],
            make: { BernoulliDistribution(logits: $0[0]) }, makeFloat: { BernoulliDistribution(logits: $0[0]) }),
        UnivariateFamily(
            name: "geometric", parameterNames: ["probability"], parameters: [0.3], differentiable: 1,
            invalid: [[0], [1.1], [.nan]], values: [0, 1, 2, 3, 5, 9], outside: [-1, 0.5, .infinity, -.infinity],
            samples: [[0.01], [0.9]], make: { GeometricDistribution(probability: $0[0]) },
            makeFloat: { GeometricDistribution(probability: $0[0]) }),
        UnivariateFamily(
            name: "binomial", parameterNames: ["trials", "probability"], parameters: [50, 0.3], differentiable: 1,
            invalid: [[-1, 0.5], [1.5, 0.5], [3, 1.1], [3, -0.1], [.nan, 0.5], [3, .nan], [.infinity, 0.5]],
            values: [0, 1, 7, 15, 20, 40], outside: [-1, 0.5, 61, .infinity, -.infinity],
            samples: [
                [1, 0.3], [20, 0.1], [20, 0.9], [21, 0.5], [100, 0.11], [1000, 0.97], [1e6, 0.3], [1e9, 1e-9],
            ],
            make: { BinomialDistribution(trials: $0[0], probability: $0[1]) },
            makeFloat: { BinomialDistribution(trials: $0[0], probability: $0[1]) }),
        UnivariateFamily(
            name: "poisson", parameterNames: ["rate"], parameters: [6.5], differentiable: 1,
            invalid: [[-1], [.nan], [.infinity]], values: [0, 1, 4, 7, 12, 30],
            outside: [-1, 0.5, .infinity, -.infinity],
            samples: [[0.1], [3], [9.9], [10], [11.3], [80], [1e4]], make: { PoissonDistribution(rate: $0[0]) },
            makeFloat: { PoissonDistribution(rate: $0[0]) }),
        UnivariateFamily(
            name: "negativeBinomial", parameterNames: ["successes", "probability"], parameters: [3.5, 0.3],
            differentiable: 2, invalid: [[0, 0.5], [1, 0], [1, 1.5], [.nan, 0.5], [.infinity, 0.5]],
            values: [0, 1, 4, 7, 12, 30], outside: [-1, 0.5, .infinity, -.infinity],
            samples: [[0.3, 0.2], [10, 0.9], [100, 0.1]],
            make: { NegativeBinomialDistribution(successes: $0[0], probability: $0[1]) },
            makeFloat: { NegativeBinomialDistribution(successes: $0[0], probability: $0[1]) }),
    ]

    static let all: [UnivariateFamily] = continuous + discrete
}
