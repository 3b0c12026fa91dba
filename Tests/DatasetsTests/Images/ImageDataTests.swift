import Datasets
import Tensors
import TestSupport
import Testing

@Suite struct ImageDataTests {
    @Test func batchesAreNormalisedImagesWithOneChannel() {
        let images = LabeledImages(
            pixels: [0, 255, 51, 102, 153, 204, 10, 20, 30, 40, 50, 60], labels: [4, 7], height: 2, width: 3)
        let data = ImageData(images, normalization: PixelNormalization(mean: 0.2, deviation: 0.5))
        let (inputs, labels): (Tensor<Float>, Tensor<Int>) = data.batch([1, 0][...])
        #expect(data.count == 2)
        #expect(inputs.shape == [2, 1, 2, 3] && labels == Tensor([7, 4]))
        #expect(difference(inputs[1], Tensor([[[-0.4, 1.6, 0], [0.4, 0.8, 1.2]]]), tolerance: 1e-6) == nil)
    }

    @Test func trainingBatchesAreVariedWhereAskedFor() {
        let images = LabeledImages(
            pixels: (0 ..< 200).map { UInt8($0) }, labels: [4, 7], height: 10, width: 10)
        let normalization = PixelNormalization(mean: 0.2, deviation: 0.5)
        let plain = ImageData(images, normalization: normalization)
        let varied = ImageData(
            images, normalization: normalization, augmentation: .digits(fill: normalization.background))
        var generator = PhiloxGenerator(seed: 1)
        let untouched: PhiloxGenerator = generator
        #expect(
            plain.augmented(plain.batch([0, 1][...]), using: &generator).inputs == plain.batch([0, 1][...]).inputs)
        #expect(generator == untouched)
        let first: Tensor<Float> = varied.augmented(varied.batch([0, 1][...]), using: &generator).inputs
        let second: Tensor<Float> = varied.augmented(varied.batch([0, 1][...]), using: &generator).inputs
        #expect(first.shape == [2, 1, 10, 10] && first != second)
        #expect(varied.batch([0, 1][...]).inputs == plain.batch([0, 1][...]).inputs)
        var again: PhiloxGenerator = untouched
        #expect(varied.augmented(varied.batch([0, 1][...]), using: &again).inputs == first)
    }
}
