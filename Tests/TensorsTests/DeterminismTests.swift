import Differentiation
import Tensors
import TestSupport
import Testing

/// Every computation gives the same bits at one, two and five threads.
@Suite(.serialized) struct DeterminismTests {
    static let computations: [(name: String, compute: @Sendable () -> [Tensor<Float>])] = [
        (
            "elementwise",
            {
                let x: Tensor<Float> = sample([300, 401]); return [x.exp() * x + x.tanh()]
            }
        ),
        (
            "sum",
            {
                let x: Tensor<Float> = sample([300, 401]); return [x.sum(), x.sum(axis: 0), x.sum(axis: 1)]
            }
        ),
        (
            "variance",
            {
                let x: Tensor<Float> = sample([64, 8, 20, 21]); return [x.variance(axes: [0, 2, 3])]
            }
        ),
        (
            "softmax",
            {
                let x: Tensor<Float> = sample([500, 300]); return [x.softmax(), x.logSumExp(axis: 0)]
            }
        ),
        (
            "matmul",
            { [matmul(sample([517, 300]), sample([300, 211])), matmul(sample([30, 2000]), sample([2000, 64]))] }
        ),
        (
            "random",
            {
                var generator = PhiloxGenerator(seed: 1)
                return [
                    Tensor(randomNormal: [123_457], using: &generator),
                    Tensor(randomUniform: [65_537], using: &generator),
                ]
            }
        ),
        (
            "convolution",
            {
                let (x, w): (Tensor<Float>, Tensor<Float>) = (sample([33, 3, 28, 28]), sample([10, 3, 5, 5]))
                let (byX, byW) = gradient(at: x, w) { x, w in conv2D(x, w, padding: (2, 2)).squared().sum() }
                return [byX, byW]
            }
        ),
        (
            "convolution of many channels",
            {
                let (x, w): (Tensor<Float>, Tensor<Float>) = (sample([33, 16, 14, 14]), sample([20, 16, 3, 3]))
                let (byX, byW) = gradient(at: x, w) { x, w in conv2D(x, w, padding: (1, 1)).squared().sum() }
                return [byX, byW]
            }
        ),
        (
            "convolution of many channels with windows of 5 × 5 pixels",
            {
                let (x, w): (Tensor<Float>, Tensor<Float>) = (sample([33, 16, 14, 14]), sample([20, 16, 5, 5]))
                let (byX, byW) = gradient(at: x, w) { x, w in conv2D(x, w, padding: (2, 2)).squared().sum() }
                return [byX, byW]
            }
        ),
        (
            "convolution in groups",
            {
                let (x, w): (Tensor<Float>, Tensor<Float>) = (sample([33, 6, 14, 14]), sample([12, 3, 3, 3]))
                let (byX, byW) = gradient(at: x, w) { x, w in conv2D(x, w, groups: 2).squared().sum() }
                return [byX, byW]
            }
        ),
        (
            "depthwise convolution",
            {
                let (x, w): (Tensor<Float>, Tensor<Float>) = (sample([33, 20, 28, 28]), sample([40, 1, 3, 3]))
                let (byX, byW) = gradient(at: x, w) { x, w in
                    conv2D(x, w, padding: (1, 1), groups: 20).squared().sum()
                }
                return [byX, byW]
            }
        ),
        (
            "pooling",
            {
                let x: Tensor<Float> = sample([70, 10, 24, 24])
                return [gradient(at: x) { maxPool2D($0, Window2D(kernel: (2, 2), stride: (2, 2))).squared().sum() }]
            }
        ),
        (
            "transposed convolution",
            {
                let (x, w): (Tensor<Float>, Tensor<Float>) = (sample([17, 6, 14, 14]), sample([6, 5, 4, 4]))
                let (byX, byW) = gradient(at: x, w) { x, w in
                    convTranspose2D(x, w, stride: (2, 2), padding: (1, 1)).squared().sum()
                }
                return [byX, byW]
            }
        ),
        (
            "one-dimensional convolution",
            {
                let (x, w): (Tensor<Float>, Tensor<Float>) = (sample([17, 30, 2000]), sample([20, 30, 3]))
                let (byX, byW) = gradient(at: x, w) { x, w in conv1D(x, w, padding: 1).squared().sum() }
                return [byX, byW]
            }
        ),
        (
            "adaptive pooling",
            {
                let x: Tensor<Float> = sample([40, 10, 24, 25])
                return [
                    gradient(at: x) { adaptiveMaxPool2D($0, (7, 5)).squared().sum() },
                    gradient(at: x) { adaptiveAveragePool2D($0, (7, 5)).squared().sum() },
                ]
            }
        ),
        (
            "batch normalisation",
            {
                let x: Tensor<Float> = sample([100, 16, 14, 14])
                let parameters: Tensor<Float> = sample([16], in: 0.5 ... 2)
                let (byX, byScale) = gradient(at: x, parameters) { x, scale in
                    batchNormalized(x, scale: scale, shift: parameters, epsilon: 1e-5).result.squared().sum()
                }
                return [byX, byScale]
            }
        ),
        (
            "group normalisation",
            {
                let (x, scale): (Tensor<Float>, Tensor<Float>) = (
                    sample([20, 16, 14, 14]), sample([16], in: 0.5 ... 2)
                )
                let (byX, byScale) = gradient(at: x, scale) { x, scale in
                    groupNormalized(x, groups: 4, scale: scale, shift: scale, epsilon: 1e-5).squared().sum()
                }
                return [byX, byScale]
            }
        ),
        (
            "root mean square normalisation",
            {
                let (x, scale): (Tensor<Float>, Tensor<Float>) = (sample([500, 301]), sample([301], in: 0.5 ... 2))
                let (byX, byScale) = gradient(at: x, scale) { x, scale in
                    rmsNormalized(x, over: [301], scale: scale, epsilon: 1e-5).squared().sum()
                }
                return [byX, byScale]
            }
        ),
        (
            "linear",
            {
                let (x, w): (Tensor<Float>, Tensor<Float>) = (sample([512, 784]), sample([784, 784], seed: 1))
                let (byX, byW) = gradient(at: x, w) { x, w in linear(x, w).squared().sum() }
                return [byX, byW]
            }
        ),
        (
            "gather",
            {
                let x: Tensor<Float> = sample([50, 1000])
                let indices = Tensor<Int>((0 ..< 5000).map { $0 * 7 % 50 })
                return [gradient(at: x) { $0.gathered(at: indices).squared().sum() }]
            }
        ),
    ]

    @Test(arguments: computations.indices)
    func bitsDoNotDependOnTheThreadCount(index: Int) {
        let former: Int = Parallelism.threadCount
        defer { Parallelism.threadCount = former }
        let (name, compute) = Self.computations[index]
        Parallelism.threadCount = 1
        let expected: [Tensor<Float>] = compute()
        for count in [2, 5, 1] {
            Parallelism.threadCount = count
            let results: [Tensor<Float>] = compute()
            #expect(
                results.count == expected.count && zip(results, expected).allSatisfy { haveSameBits($0, $1) },
                "\(name) at \(count) threads")
        }
    }
}
