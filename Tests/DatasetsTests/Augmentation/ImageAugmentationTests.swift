import Datasets
import Foundation
import Tensors
import TestSupport
import Testing

@Suite(.serialized) struct ImageAugmentationTests {
    private func augmented(_ augmentation: ImageAugmentation, _ images: Tensor<Float>, seed: UInt64 = 1) -> Tensor<
        Float
    > {
        var generator = PhiloxGenerator(seed: seed)
        return augmentation(images, using: &generator)
    }

    private func digits(_ count: Int, _ normalization: PixelNormalization = .unit) -> Tensor<Float> {
        var generator = PhiloxGenerator(seed: 8)
        let images = LabeledImages(drawnDigits: count, using: &generator)
        return images.batch(Array(0 ..< count)[...], normalization: normalization).images
    }

    /// Returns `count` images of `side` × `side` pixels. The value of a pixel is the index of the pixel's column if
    /// `isColumn` is true, and the index of the row otherwise.
    private func coordinates(_ count: Int, side: Int, isColumn: Bool) -> Tensor<Float> {
        let plane: [Float] = (0 ..< side * side).map { Float(isColumn ? $0 % side : $0 / side) }
        return Tensor(plane, shape: [1, 1, side, side]).broadcast(to: [count, 1, side, side])
    }

    @Test func withoutLimitsNothingChanges() {
        let images: Tensor<Float> = digits(5)
        #expect(augmented(ImageAugmentation(), images) == images)
        #expect(augmented(ImageAugmentation(elastic: .init(strength: 0, smoothness: 4)), images) == images)
    }

    @Test func bitsDoNotDependOnTheThreadCount() {
        let count: Int = Parallelism.threadCount
        defer { Parallelism.threadCount = count }
        let images: Tensor<Float> = digits(40)
        var results: [Tensor<Float>] = []
        for threads in [1, 2, 5] {
            Parallelism.threadCount = threads
            results.append(augmented(.digits(fill: 0), images))
        }
        #expect(results[0] == results[1] && results[0] == results[2])
        #expect(results[0] != augmented(.digits(fill: 0), images, seed: 2))
    }

    @Test func aGeneratorGoesOn() {
        let images: Tensor<Float> = digits(3)
        var generator = PhiloxGenerator(seed: 1)
        let first: Tensor<Float> = ImageAugmentation.digits(fill: 0)(images, using: &generator)
        let second: Tensor<Float> = ImageAugmentation.digits(fill: 0)(images, using: &generator)
        #expect(first != second)
    }

    @Test func everyImageChangesByItself() {
        let images: Tensor<Float> = digits(1).broadcast(to: [20, 1, 28, 28])
        let results: Tensor<Float> = augmented(.digits(fill: 0), images)
        #expect(Set((0 ..< 20).map { results[$0].scalars }).count == 20)
    }

    /// All channels of an image move together. The factors of the channels are powers of 2, so the rounding errors of
    /// all channels are the same.
    @Test func channelsMoveTogether() {
        let base: Tensor<Float> = digits(6)
        let images: Tensor<Float> = Tensor(concatenating: [base, 2 * base, -4 * base], axis: 1)
        let results: Tensor<Float> = augmented(.digits(fill: 0), images)
        let first: Tensor<Float> = results[.all, 0 ..< 1]
        #expect(results == Tensor(concatenating: [first, 2 * first, -4 * first], axis: 1))
    }

    /// The augmentation approximately preserves the sum of the pixels. A scale of 1 ± 0.1 changes an area by at most 21
    /// %, and by 0.3 % on average.
    @Test func inkIsKept() {
        let images: Tensor<Float> = digits(150)
        let results: Tensor<Float> = augmented(.digits(fill: 0), images)
        #expect(results.min().scalar >= 0 && results.max().scalar <= 1)
        let ratio: Float = results.mean().scalar / images.mean().scalar
        #expect(abs(ratio - 1) < 0.04, "\(ratio)")
        for index in 0 ..< 150 {
            let ratio: Float = results[index].mean().scalar / images[index].mean().scalar
            #expect(ratio > 0.65 && ratio < 1.45, "image \(index): \(ratio)")
        }
    }

    /// Augmentation after normalisation equals normalisation after augmentation, if the fill is the normalised value of
    /// black.
    @Test func theFillIsTheNormalisedBlack() {
        let fill: Float = PixelNormalization.mnist.background
        let unit: Tensor<Float> = augmented(.digits(fill: 0), digits(10))
        let normalized: Tensor<Float> = augmented(.digits(fill: fill), digits(10, .mnist))
        #expect(difference((unit - 0.1307) / 0.3081, normalized, tolerance: 1e-5) == nil)
    }

    /// The random shifts stay within their limit, come near the limit in both directions, and have a mean near 0. The
    /// shift is the change of the central pixel, in an image in which the value of a pixel is the index of its column
    /// or of its row.
    @Test func shiftsAreUniformWithinTheirLimit() {
        for isColumn in [true, false] {
            let images: Tensor<Float> = coordinates(300, side: 9, isColumn: isColumn)
            let middles: [Float] = augmented(ImageAugmentation(shift: 2), images)[.all, 0, 4, 4].scalars
            let shifts: [Float] = middles.map { 4 - $0 }
            #expect(shifts.allSatisfy { abs($0) <= 2 })
            #expect(shifts.max()! > 1.9 && shifts.min()! < -1.9)
            #expect(abs(shifts.reduce(0, +) / 300) < 0.25, "mean \(shifts.reduce(0, +) / 300)")
        }
    }

    /// The random angles, scales and shears stay within their limits, and come near the limits. The test computes them
    /// from the differences of neighbouring pixels in an augmented image. Before the augmentation, the value of a pixel
    /// is the index of its column or of its row. Let a be the angle, s the scale, and k the tangent of the shear angle.
    /// The pixel (x, y) comes from the position ((cos a − k sin a)·x − (sin a + k cos a)·y, sin a·x + cos a·y)/s.
    @Test(arguments: [(10, 0, 0), (0, 0.2, 0), (0, 0, 15)] as [(Float, Float, Float)])
    func turnsSizesAndSlantsStayWithinTheirLimits(rotation: Float, scale: Float, shear: Float) {
        let augmentation = ImageAugmentation(rotation: rotation, scale: scale, shear: shear)
        let byColumn: Tensor<Float> = augmented(augmentation, coordinates(300, side: 9, isColumn: true))
        let byRow: Tensor<Float> = augmented(augmentation, coordinates(300, side: 9, isColumn: false))
        let xx: [Float] = (byColumn[.all, 0, 4, 5] - byColumn[.all, 0, 4, 4]).scalars
        let xy: [Float] = (byColumn[.all, 0, 5, 4] - byColumn[.all, 0, 4, 4]).scalars
        let yx: [Float] = (byRow[.all, 0, 4, 5] - byRow[.all, 0, 4, 4]).scalars
        let drawn: [Float] = (0 ..< 300).map { index in
            if rotation > 0 { return atan2(yx[index], xx[index]) * 180 / .pi / rotation }
            if scale > 0 { return (1 / xx[index] - 1) / scale }
            return atan(-xy[index]) * 180 / .pi / shear
        }
        #expect(drawn.allSatisfy { abs($0) <= 1.0001 })
        #expect(drawn.max()! > 0.95 && drawn.min()! < -0.95, "\(drawn.min()!) … \(drawn.max()!)")
    }

    @Test func emptyBatchesStayEmpty() {
        #expect(augmented(.digits(fill: 0), Tensor(zeros: [0, 1, 28, 28])).shape == [0, 1, 28, 28])
    }

    @Test func mistakesTrap() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var generator = PhiloxGenerator(seed: 1)
            _ = ImageAugmentation()(Tensor(zeros: [28, 28]), using: &generator)
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("[N, C, H, W]") && sentence.contains("[28, 28]"), "\(sentence)")
        await #expect(processExitsWith: .failure) { _ = ImageAugmentation(shift: -1) }
        await #expect(processExitsWith: .failure) { _ = ImageAugmentation(rotation: .nan) }
        await #expect(processExitsWith: .failure) { _ = ImageAugmentation(scale: 1) }
        await #expect(processExitsWith: .failure) { _ = ImageAugmentation(shear: 90) }
        await #expect(processExitsWith: .failure) { _ = ImageAugmentation.Elastic(strength: -1, smoothness: 4) }
        await #expect(processExitsWith: .failure) { _ = ImageAugmentation.Elastic(strength: 1, smoothness: 0) }
    }
}
