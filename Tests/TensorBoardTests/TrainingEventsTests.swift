// Compiles the tests only in a debug build, because `@testable` needs a debug build: the tests use an internal type.
#if DEBUG
import Interchange
import Tensors
import Testing

@testable import TensorBoard

@Suite struct TrainingEventsTests {
    @Test func filtersAreScaledFromBlackToWhite() {
        // Filters of 28 × 28 pixels are not magnified. After each filter there is a white line, one pixel wide.
        var values = [Float](repeating: 1, count: 2 * 28 * 28)
        (values[0], values[1], values[2]) = (-1, 3, .nan)
        let picture: PNGImage = TrainingEvents.picture(Tensor(values, shape: [2, 28, 28]))
        #expect(picture.width == 2 * 29 && picture.height == 29 && picture.color == .gray)
        #expect(picture.pixels.prefix(4) == [0, 255, 0, 128])
        #expect(picture.pixels[28] == 255)
        // A filter whose values are all equal is black.
        #expect(picture.pixels[29] == 0)
    }

    @Test func smallFiltersAreMagnifiedAndManyAreOmitted() {
        let picture: PNGImage = TrainingEvents.picture(Tensor<Float>(zeros: [70, 5, 4]))
        // The magnification is 28 / 5, rounded down to 5. The picture contains only the first 64 filters, in 8 rows of
        // 8 filters.
        #expect(picture.width == 8 * (4 * 5 + 1) && picture.height == 8 * (5 * 5 + 1))
    }
}
#endif
