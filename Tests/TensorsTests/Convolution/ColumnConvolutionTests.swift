import Differentiation
import Tensors
import TestSupport
import Testing

/// Convolutions that are computed as matrix products over tiles of columns agree with the definition. A column contains
/// the pixels of a window.
@Suite struct ColumnConvolutionTests {
    /// Large images need several tiles of columns, and a smaller last tile. The result agrees with the definition at
    /// the borders of the tiles.
    @Test func tilesHaveNoSeams() {
        let geometry = ConvolutionGeometry(
            images: [2, 3, 61, 67], weight: [4, 3, 5, 5], stride: [1, 2], padding: [2, 1])
        let x: Tensor<Double> = sample(geometry.images)
        let w: Tensor<Double> = sample(geometry.weight, seed: 1)
        let value: Tensor<Double> = geometry.definition(x, w)
        #expect(difference(geometry.convolution(x, w), value, tolerance: 1e-12) == nil)

        // The convolution is linear in the images and linear in the weight. So the inner product of each gradient with
        // a direction equals the inner product of the cotangent with the output for this direction.
        let cotangent: Tensor<Double> = sample(value.shape, seed: 3)
        let (byX, byW) = gradient(at: x, w) { x, w in (geometry.convolution(x, w) * cotangent).sum() }
        let (dx, dw): (Tensor<Double>, Tensor<Double>) = (sample(x.shape, seed: 4), sample(w.shape, seed: 5))
        let expected: Double = ((geometry.definition(dx, w) + geometry.definition(x, dw)) * cotangent).sum().scalar
        #expect(abs((byX * dx).sum().scalar + (byW * dw).sum().scalar - expected) < 1e-9 * (1 + abs(expected)))
    }

    /// The kernel is correct for every row width, in several tiles, with and without padding. The kernel copies rows
    /// with vectors that overlap at the end of a row. With padding, the kernel reads from a padded plane.
    @Test(arguments: [[0, 0], [1, 1], [2, 1], [0, 3]], [1, 2])
    func rowsOfAnyWidth(padding: [Int], rowStride: Int) {
        for width in 1 ... 36 {
            let geometry = ConvolutionGeometry(
                images: [1, 60, 9, width], weight: [2, 60, 3, min(3, width)], stride: [rowStride, 1], padding: padding)
            let x: Tensor<Double> = sample(geometry.images)
            let w: Tensor<Double> = sample(geometry.weight, seed: 1)
            let value: Tensor<Double> = geometry.definition(x, w)
            #expect(difference(geometry.convolution(x, w), value, tolerance: 1e-12) == nil, "width \(width)")
            let single: Tensor<Float> = conv2D(
                Tensor<Float>(x), Tensor<Float>(w), stride: (rowStride, 1), padding: (padding[0], padding[1]))
            #expect(difference(Tensor<Double>(single), value, tolerance: 1e-4) == nil, "width \(width), Float")

            // The inner product of the cotangent and the convolution of x equals the inner product of x and the
            // gradient with respect to x. All numbers are small integers, so both sums are exact.
            let wholes: Tensor<Double> = (w * 8).rounded()
            let cotangent: Tensor<Double> = (sample(value.shape, seed: 3) * 8).rounded()
            let pixels: Tensor<Double> = (sample(geometry.images, seed: 4) * 8).rounded()
            let byX: Tensor<Double> = gradient(at: pixels) { (geometry.convolution($0, wholes) * cotangent).sum() }
            let forward: Double = (geometry.convolution(pixels, wholes) * cotangent).sum().scalar
            #expect((byX * pixels).sum().scalar == forward, "width \(width)")
            let narrow: Tensor<Float> = gradient(at: Tensor<Float>(pixels)) { x in
                let result: Tensor<Float> = conv2D(
                    x, Tensor<Float>(wholes), stride: (rowStride, 1), padding: (padding[0], padding[1]))
                return (result * Tensor<Float>(cotangent)).sum()
            }
            #expect(Tensor<Double>(narrow).scalars == byX.scalars, "width \(width), Float")
        }
    }
}
