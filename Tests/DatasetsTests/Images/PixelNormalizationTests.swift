import Datasets
import Testing

@Suite struct PixelNormalizationTests {
    @Test func eachChannelHasItsMeanAndDeviation() {
        let images = LabeledImages(
            pixels: [0, 255, 51, 51, 0, 0, 255, 255, 51, 51, 0, 0], labels: [0, 0],
            shape: ImageShape(channels: 3, height: 1, width: 2), classNames: ["x"])
        let measured = PixelNormalization(of: images)
        for (found, expected) in zip(measured.means, [0.75, 0.2, 0] as [Float]) {
            #expect(abs(found - expected) < 1e-6)
        }
        // A channel without variance is only shifted.
        for (found, expected) in zip(measured.deviations, [0.4330127, 1, 1] as [Float]) {
            #expect(abs(found - expected) < 1e-6)
        }
        #expect(abs(measured(255, channel: 0) - 0.5773503) < 1e-6 && measured(51, channel: 1).magnitude < 1e-6)
        let batch = images.batch([1], normalization: measured).images
        #expect(batch.shape == [1, 3, 1, 2] && abs(batch[0, 0, 0, 0].scalar - 0.5773503) < 1e-6)
    }

    /// Every second image is black. A sample of evenly spaced images would contain only one of the two kinds.
    @Test func aSampleIsNotMisledByAPeriod() {
        let images = LabeledImages(
            pixels: (0 ..< 2000).map { $0 % 2 == 0 ? 0 : 255 }, labels: [Int](repeating: 0, count: 2000), height: 1,
            width: 1)
        let measured = PixelNormalization(of: images, limit: 1000)
        #expect(abs(measured.means[0] - 0.5) < 0.05 && abs(measured.deviations[0] - 0.5) < 0.01)
    }

    @Test func wrongNumbersOfChannelsTrap() async {
        await #expect(processExitsWith: .failure) { _ = PixelNormalization(means: [1, 2], deviations: [1]) }
        await #expect(processExitsWith: .failure) {
            let images = LabeledImages(pixels: [1], labels: [0], height: 1, width: 1)
            _ = ImageData(images, normalization: PixelNormalization(means: [1, 2, 3], deviations: [1, 1, 1]))
        }
    }
}
