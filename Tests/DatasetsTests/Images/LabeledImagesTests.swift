import Datasets
import Tensors
import TestSupport
import Testing

@Suite struct LabeledImagesTests {
    private let directory = TemporaryDirectory()

    /// Writes the bytes to the files "images" and "labels", and reads the files as images of `classCount` classes.
    /// Returns the error, or `nil` if reading succeeds.
    private func error(images: [UInt8], labels: [UInt8], classCount: Int = 10) throws -> DatasetError? {
        let imagesFile: String = try directory.write(images, to: "images")
        let labelsFile: String = try directory.write(labels, to: "labels")
        return datasetError {
            _ = try LabeledImages(imagesFile: imagesFile, labelsFile: labelsFile, classCount: classCount)
        }
    }

    private func error(in name: String, _ fault: DatasetError.Fault) -> DatasetError {
        DatasetError(path: directory.path + "/" + name, fault)
    }

    @Test func noiseHasItsDeviationAndStaysWithinTheGreys() {
        let grey = LabeledImages(
            pixels: [UInt8](repeating: 128, count: 10000), labels: [Int](repeating: 3, count: 100), height: 10,
            width: 10)
        var generator = PhiloxGenerator(seed: 4)
        let noisy: LabeledImages = grey.withNoise(deviation: 0.1, using: &generator)
        let differences: [Double] = noisy.pixels.map { Double($0) - 128 }
        let mean: Double = differences.reduce(0, +) / 10000
        let deviation: Double = (differences.reduce(0) { $0 + $1 * $1 } / 10000).squareRoot()
        #expect(abs(mean) < 1 && abs(deviation - 25.5) < 1 && noisy.labels == grey.labels)
        let strong: [UInt8] = grey.withNoise(deviation: 2, using: &generator).pixels
        #expect(strong.contains(0) && strong.contains(255))
        #expect(grey.withNoise(deviation: 0, using: &generator) == grey)
    }

    @Test func readsAPairOfFiles() throws {
        let images = try LabeledImages(
            imagesFile: directory.write(gzipped(smallImages), to: "images"),
            labelsFile: directory.write(smallLabels, to: "labels"))
        #expect(images == LabeledImages(pixels: Array(1 ... 12), labels: [7, 0, 9], height: 2, width: 2))
        #expect(images.count == 3 && images.classCount == 10)
    }

    @Test func theFilesMustBelongTogether() throws {
        #expect(
            try error(images: smallImages, labels: idxBytes(lengths: [2], elements: [1, 2]))
                == error(in: "labels", .wrongCount(expected: 3, found: 2)))
        #expect(
            try error(images: smallImages, labels: idxBytes(lengths: [4], elements: [1, 2, 3, 4]))
                == error(in: "labels", .wrongCount(expected: 3, found: 4)))
    }

    @Test func labelsMustBeClasses() throws {
        #expect(
            try error(images: smallImages, labels: idxBytes(lengths: [3], elements: [9, 10, 11]))
                == error(in: "labels", .labelOutOfRange(position: 1, label: 10, classCount: 10)))
        #expect(
            try error(images: smallImages, labels: idxBytes(lengths: [3], elements: [9, 10, 11]), classCount: 12) == nil
        )
    }

    @Test func typeAndRankMustBeRight() throws {
        #expect(
            try error(images: smallLabels, labels: smallLabels)
                == error(in: "images", .wrongRank(expected: 3, found: 1)))
        #expect(
            try error(images: smallImages, labels: smallImages)
                == error(in: "labels", .wrongRank(expected: 1, found: 3)))
        #expect(
            try error(images: idxBytes(type: 9, lengths: [3, 2, 2], elements: Array(1 ... 12)), labels: smallLabels)
                == error(in: "images", .wrongElementType(expected: "unsigned bytes", found: "signed bytes")))
    }

    @Test func prefixKeepsTheFirst() {
        let images = LabeledImages(pixels: Array(1 ... 12), labels: [7, 0, 9], height: 2, width: 2)
        #expect(images.prefix(2) == LabeledImages(pixels: Array(1 ... 8), labels: [7, 0], height: 2, width: 2))
        #expect(images.prefix(100) == images)
        #expect(images.prefix(0).count == 0)
    }

    @Test func batchesAreNormalisedInTheOrderAskedFor() {
        let images = LabeledImages(pixels: [0, 51, 102, 153, 204, 255], labels: [1, 0, 2], height: 1, width: 2)
        let normalization = PixelNormalization(mean: 0.2, deviation: 0.5)
        let (pixels, labels) = images.batch([9, 2, 0][1...], normalization: normalization)
        #expect(difference(pixels, Tensor([1.2, 1.6, -0.4, 0], shape: [2, 1, 1, 2]), tolerance: 1e-6) == nil)
        #expect(labels == Tensor([2, 1]))
        #expect(normalization.background == normalization(0))
        #expect(images.batch([], normalization: .unit).images.shape == [0, 1, 1, 2])
    }

    @Test func mistakesTrap() async {
        await #expect(processExitsWith: .failure) { _ = LabeledImages(pixels: [1], labels: [1], height: 1, width: 2) }
        await #expect(processExitsWith: .failure) { _ = LabeledImages(pixels: [1], labels: [10], height: 1, width: 1) }
    }
}
