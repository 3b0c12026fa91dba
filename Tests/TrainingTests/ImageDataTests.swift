import Datasets
import Tensors
import TestSupport
import Testing
import Training

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
}
