import Differentiation
import Tensors
import TestSupport
import Testing

@Suite struct TransposedConvolution2DTests {
    /// The shapes and the parameters of a transposed convolution.
    struct Geometry: CustomStringConvertible, Sendable {
        var images: Shape
        var weight: Shape
        var stride: (Int, Int) = (1, 1)
        var padding: (Int, Int) = (0, 0)
        var outputPadding: (Int, Int) = (0, 0)
        var dilation: (Int, Int) = (1, 1)
        var groups = 1

        var description: String {
            "\(images) by \(weight), \(stride), \(padding), \(outputPadding), \(dilation), groups \(groups)"
        }

        func result(
            _ x: Tensor<Double>, _ w: Tensor<Double>, _ bias: Tensor<Double>? = nil
        ) -> Tensor<Double> {
            convTranspose2D(
                x, w, bias: bias, stride: stride, padding: padding, outputPadding: outputPadding, dilation: dilation,
                groups: groups)
        }

        /// Returns the transposed convolution without bias by its definition: each pixel adds a window to the result.
        func definition(_ x: Tensor<Double>, _ w: Tensor<Double>) -> Tensor<Double> {
            let (inputs, outputs): (Int, Int) = (weight[0] / groups, weight[1])
            func length(_ n: Int, _ k: Int, _ s: Int, _ p: Int, _ d: Int, _ extra: Int) -> Int {
                (n - 1) * s - 2 * p + d * (k - 1) + extra + 1
            }
            let height: Int = length(images[2], weight[2], stride.0, padding.0, dilation.0, outputPadding.0)
            let width: Int = length(images[3], weight[3], stride.1, padding.1, dilation.1, outputPadding.1)
            var sums = [Double](repeating: 0, count: images[0] * groups * outputs * height * width)
            let (pixels, weights): ([Double], [Double]) = (x.scalars, w.scalars)
            for (index, pixel) in pixels.enumerated() {
                let (v, u): (Int, Int) = (index % images[3], index / images[3] % images[2])
                let channel: Int = index / (images[2] * images[3]) % images[1]
                let image: Int = index / (images[1] * images[2] * images[3])
                for o in 0 ..< outputs {
                    for i in 0 ..< weight[2] {
                        for j in 0 ..< weight[3] {
                            let y: Int = u * stride.0 + i * dilation.0 - padding.0
                            let x: Int = v * stride.1 + j * dilation.1 - padding.1
                            guard y >= 0, y < height, x >= 0, x < width else { continue }
                            let plane: Int = image * groups * outputs + channel / inputs * outputs + o
                            sums[(plane * height + y) * width + x] +=
                                pixel * weights[((channel * outputs + o) * weight[2] + i) * weight[3] + j]
                        }
                    }
                }
            }
            return Tensor(sums, shape: [images[0], groups * outputs, height, width])
        }
    }

    static let geometries: [Geometry] = [
        Geometry(images: [2, 2, 3, 4], weight: [2, 3, 3, 2]),
        Geometry(images: [1, 2, 4, 3], weight: [2, 2, 4, 4], stride: (2, 2), padding: (1, 1)),
        Geometry(images: [2, 2, 3, 3], weight: [2, 1, 3, 3], stride: (2, 3), padding: (1, 0), outputPadding: (1, 2)),
        Geometry(images: [1, 1, 2, 3], weight: [1, 2, 2, 3], outputPadding: (2, 1), dilation: (3, 2)),
        Geometry(images: [1, 2, 3, 2], weight: [2, 2, 1, 1]),
        Geometry(images: [1, 2, 2, 3], weight: [2, 1, 1, 2], stride: (3, 3), outputPadding: (2, 1)),
        Geometry(images: [2, 4, 3, 3], weight: [4, 2, 3, 2], stride: (2, 1), padding: (1, 1), groups: 2),
        Geometry(
            images: [2, 3, 4, 3], weight: [3, 1, 3, 3], stride: (2, 2), padding: (1, 1), outputPadding: (1, 1),
            groups: 3),
        Geometry(images: [1, 4, 3, 3], weight: [4, 1, 2, 3], groups: 2),
        Geometry(images: [0, 2, 3, 3], weight: [2, 2, 2, 2], stride: (2, 2)),
    ]

    @Test(arguments: geometries)
    func hasItsDerivativesInEveryLayout(geometry: Geometry) {
        let inputs: [Tensor<Double>] = [
            sample(geometry.images), sample(geometry.weight, seed: 1),
            sample([geometry.weight[1] * geometry.groups], seed: 2),
        ]
        let biased: [String] = problems(
            of: { geometry.result($0[0], $0[1], $0[2]) }, at: inputs, hasSecondDerivative: false)
        #expect(biased == [])
        let plain: [String] = problems(
            of: { geometry.result($0[0], $0[1]) }, at: Array(inputs.prefix(2)), hasSecondDerivative: false)
        #expect(plain == [])
    }

    /// Larger shapes use minimal filtering, and columns with a stride along rows of several widths.
    @Test(
        arguments: geometries + [
            Geometry(images: [2, 16, 6, 7], weight: [16, 17, 3, 3], padding: (1, 1)),
            Geometry(images: [2, 3, 30, 33], weight: [3, 2, 4, 4], stride: (2, 2), padding: (1, 1)),
            Geometry(images: [1, 3, 9, 21], weight: [3, 5, 5, 5], stride: (1, 3), padding: (2, 1)),
            Geometry(images: [1, 2, 70, 71], weight: [2, 3, 3, 3], stride: (2, 2)),
        ])
    func agreesWithTheDefinition(geometry: Geometry) {
        let (x, w): (Tensor<Double>, Tensor<Double>) = (sample(geometry.images), sample(geometry.weight, seed: 1))
        let bias: Tensor<Double> = sample([geometry.weight[1] * geometry.groups], seed: 2)
        let value: Tensor<Double> = geometry.definition(x, w)
        #expect(difference(geometry.result(x, w), value, tolerance: 1e-12) == nil)
        let shifted: Tensor<Double> = value + bias.reshaped(to: [-1, 1, 1])
        #expect(difference(geometry.result(x, w, bias), shifted, tolerance: 1e-12) == nil)
        // The result is linear in the images and in the weight.
        let cotangent: Tensor<Double> = sample(value.shape, seed: 3)
        let (byX, byW) = gradient(at: x, w) { x, w in (geometry.result(x, w) * cotangent).sum() }
        let expected: Double = (value * cotangent).sum().scalar
        #expect(abs((byX * x).sum().scalar - expected) < 1e-10 * (1 + abs(expected)))
        #expect(abs((byW * w).sum().scalar - expected) < 1e-10 * (1 + abs(expected)))
    }

    @Test func agreesWithPyTorch() {
        for reference in ReferenceCase.layers("conv_transpose2d") {
            let names: [String] = ["input", "weight"] + (reference.has("bias") ? ["bias"] : [])
            let found: [String] = problems(against: reference, inputs: names) { inputs in
                convTranspose2D(
                    inputs[0], inputs[1], bias: inputs.count > 2 ? inputs[2] : nil, stride: reference.pair("stride"),
                    padding: reference.pair("padding"), outputPadding: reference.pair("output_padding"),
                    dilation: reference.pair("dilation"), groups: reference.integer("groups"))
            }
            #expect(found == [])
        }
    }

    @Test func otherShapesTrap() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = convTranspose2D(Tensor<Float>(ones: [1, 3, 4, 4]), Tensor<Float>(ones: [2, 3, 2, 2]))
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("convTranspose2D: images [1, 3, 4, 4] and weight [2, 3, 2, 2]"))
        let padding = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let (x, w): (Tensor<Float>, Tensor<Float>) = (Tensor(ones: [1, 2, 4, 4]), Tensor(ones: [2, 3, 2, 2]))
            _ = convTranspose2D(x, w, stride: (2, 2), outputPadding: (0, 2))
        }
        let words: String = text(padding?.standardErrorContent)
        #expect(words.contains("the output padding (0, 2) must be smaller than the stride"))
        let bias = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let (x, w): (Tensor<Float>, Tensor<Float>) = (Tensor(ones: [1, 2, 4, 4]), Tensor(ones: [2, 3, 2, 2]))
            _ = convTranspose2D(x, w, bias: Tensor(ones: [2]))
        }
        let biasWords: String = text(bias?.standardErrorContent)
        #expect(biasWords.contains("bias [2] does not fit weight [2, 3, 2, 2]"))
        await #expect(processExitsWith: .failure) {
            let (x, w): (Tensor<Float>, Tensor<Float>) = (Tensor(ones: [1, 2, 1, 1]), Tensor(ones: [2, 3, 2, 2]))
            _ = convTranspose2D(x, w, padding: (1, 1))
        }
    }
}
