import Datasets
import Foundation
import Tensors
import TestSupport
import Testing

/// A warp scales, shears, rotates and shifts the content of an image by the given parameters. Pixels from outside of
/// the image have the value `fill`.
@Suite struct ImageWarpTests {
    private func warped(_ images: Tensor<Float>, _ warp: ImageWarp, fill: Float = 0) -> Tensor<Float> {
        ImageAugmentation(fill: fill).warped(images) { _, _ in warp }
    }

    static let shapes: [Shape] = [
        [1, 1, 1, 1], [2, 3, 5, 5], [1, 2, 4, 7], [1, 1, 28, 28], [0, 1, 4, 4], [2, 1, 0, 3],
    ]

    @Test(arguments: shapes) func theIdentityChangesNoBit(shape: Shape) {
        let images: Tensor<Float> = sample(shape)
        #expect(warped(images, ImageWarp(), fill: 1000).scalars == images.scalars)
    }

    @Test func inputsNeedNotBeContiguous() {
        let images: Tensor<Float> = sample([2, 3, 5, 4])
        for arrangement in MemoryArrangement.allCases {
            #expect(warped(images.arranged(arrangement), ImageWarp()) == images, "\(arrangement)")
        }
    }

    @Test func wholePixelShiftsAreExactAndLeaveTheFillBehind() {
        let images = Tensor<Float>([1, 2, 3, 4, 5, 6, 7, 8, 9], shape: [1, 1, 3, 3])
        #expect(warped(images, ImageWarp(shift: [1, 0]), fill: -1).scalars == [-1, 1, 2, -1, 4, 5, -1, 7, 8])
        #expect(warped(images, ImageWarp(shift: [0, 2]), fill: -1).scalars == [-1, -1, -1, -1, -1, -1, 1, 2, 3])
        #expect(warped(images, ImageWarp(shift: [-1, -1]), fill: -1).scalars == [5, 6, -1, 8, 9, -1, -1, -1, -1])
        #expect(warped(images, ImageWarp(shift: [1e9, -1e9]), fill: -1).scalars == [Float](repeating: -1, count: 9))
    }

    @Test func halfPixelShiftsAreMeansAlsoWithTheFill() {
        let images = Tensor<Float>([2, 4, 8], shape: [1, 1, 1, 3])
        #expect(warped(images, ImageWarp(shift: [0.5, 0]), fill: 1).scalars == [1.5, 3, 6])
        #expect(warped(images, ImageWarp(shift: [0, 0.5]), fill: 1).scalars == [1.5, 2.5, 4.5])
    }

    /// A rotation by 90° equals NumPy's `rot90`: the right column becomes the top row.
    @Test func quarterTurnsAreExchangesOfPixels() {
        for side in [1, 4, 5, 28] {
            let image: Tensor<Float> = sample([1, 2, side, side])
            let turned: Tensor<Float> = image.permuted([0, 1, 3, 2])[.all, .all, .stride(by: -1)]
            #expect(difference(warped(image, ImageWarp(rotation: 90)), turned, tolerance: 1e-5) == nil, "side \(side)")
        }
        let image: Tensor<Float> = sample([1, 1, 3, 6])
        let reversed: Tensor<Float> = image[.all, .all, .stride(by: -1), .stride(by: -1)]
        #expect(difference(warped(image, ImageWarp(rotation: 180)), reversed, tolerance: 1e-5) == nil)
        #expect(difference(warped(image, ImageWarp(rotation: -360)), image, tolerance: 1e-5) == nil)
    }

    /// The content of an image is scaled, sheared, rotated and shifted, in this order. Bilinear interpolation of a
    /// linear function is exact, so the pixels of two warped ramps are the coordinates from which each pixel comes. The
    /// forward map, computed in `Double`, must map these coordinates to the pixel.
    @Test(
        arguments: [
            (20, 1, 0, 0, 0), (0, 1.3, 0, 0, 0), (0, 1, 25, 0, 0), (0, 1, 0, 1.25, -2.5), (-35, 0.8, -15, 1.5, 0.75),
        ] as [(Float, Float, Float, Float, Float)])
    func contentIsScaledShearedRotatedAndShifted(
        rotation: Float, scale: Float, shear: Float, shiftX: Float, shiftY: Float
    ) {
        let (height, width): (Int, Int) = (41, 31)
        let planes: Tensor<Float> = Tensor(
            (0 ..< height * width).map { Float($0 % width) } + (0 ..< height * width).map { Float($0 / width) },
            shape: [1, 2, height, width])
        let warp = ImageWarp(rotation: rotation, scale: scale, shear: shear, shift: [shiftX, shiftY])
        let found: [Float] = warped(planes, warp, fill: -1e9).scalars
        let (cosine, sine) = (cos(Double(rotation) * .pi / 180), sin(Double(rotation) * .pi / 180))
        var inside = 0
        for index in 0 ..< height * width where found[index] >= 0 && found[height * width + index] >= 0 {
            let (x, y) = (Double(found[index]) - 15, Double(found[height * width + index]) - 20)
            let slanted: Double = Double(scale) * (x + tan(Double(shear) * .pi / 180) * y)
            let grown: Double = Double(scale) * y
            let toX: Double = cosine * slanted + sine * grown + Double(shiftX) + 15
            let toY: Double = -sine * slanted + cosine * grown + Double(shiftY) + 20
            #expect(abs(toX - Double(index % width)) < 1e-4 && abs(toY - Double(index / width)) < 1e-4)
            inside += 1
        }
        #expect(inside > height * width / 3)
    }
}
