// Compiles the tests only in a debug build, because `@testable` needs a debug build: the tests use an internal type.
#if DEBUG
import Differentiation
import Foundation
import Interchange
import NeuralNetworks
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

    /// Filters of an unlucky training contain anything; the picture still shows the finite numbers.
    @Test func filtersWithNumbersThatAreNotFinite() {
        var values = [Float](repeating: 1, count: 28 * 28)
        (values[0], values[1], values[2], values[3]) = (-.infinity, .infinity, .nan, 0)
        let picture: PNGImage = TrainingEvents.picture(Tensor(values, shape: [1, 28, 28]))
        #expect(picture.pixels.prefix(5) == [0, 255, 0, 0, 255])
        let nothing: PNGImage = TrainingEvents.picture(Tensor(repeating: .nan, shape: [1, 28, 28]))
        #expect(nothing.pixels.prefix(28).allSatisfy { $0 == 0 })
        let infinite: PNGImage = TrainingEvents.picture(Tensor(repeating: .infinity, shape: [1, 28, 28]))
        #expect(infinite.pixels.prefix(28).allSatisfy { $0 == 255 })
        (values[0], values[1], values[2]) = (-.greatestFiniteMagnitude, .greatestFiniteMagnitude, 0)
        let wide: PNGImage = TrainingEvents.picture(Tensor(values, shape: [1, 28, 28]))
        #expect(wide.pixels.prefix(3) == [0, 255, 128])
    }

    private struct Filters: Module {
        var empty = Tensor<Float>(zeros: [4, 0, 3, 3])
        var flat = Tensor<Float>(zeros: [0, 784])

        func callAsFunction(_ input: Tensor<Float>) -> Tensor<Float> { input }

        mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
            visitor.visit(&empty, "weight")
            visitor.visit(&flat, "weight")
        }
    }

    /// A layer without filters gives no picture.
    @Test func layersWithoutFiltersAreSkipped() throws {
        let directory: String = NSTemporaryDirectory() + "events-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let events = TrainingEvents(file: try EventFile(directory: directory), imageShape: [1, 28, 28])
        try events.write(Filters(), step: 1)
        #expect(try EventMessages(events.file.path).messages.count == 1)
    }
}
#endif
