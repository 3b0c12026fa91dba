import Datasets
import Tensors
import Testing

@Suite(.serialized) struct DrawnDigitsTests {
    private static let sample: LabeledImages = draw(600, seed: 3)

    private static func draw(_ count: Int, seed: UInt64) -> LabeledImages {
        var generator = PhiloxGenerator(seed: seed)
        return LabeledImages(drawnDigits: count, using: &generator)
    }

    private func image(_ index: Int, of images: LabeledImages = sample) -> ArraySlice<UInt8> {
        images.pixels[index * 784 ..< (index + 1) * 784]
    }

    @Test func theSameSeedDrawsTheSameBytes() {
        let count: Int = Parallelism.threadCount
        defer { Parallelism.threadCount = count }
        var drawn: [LabeledImages] = []
        for threads in [1, 2, 5] {
            Parallelism.threadCount = threads
            drawn.append(Self.draw(600, seed: 3))
        }
        #expect(drawn == [Self.sample, Self.sample, Self.sample])
        #expect(Self.draw(600, seed: 4).pixels != Self.sample.pixels)
        #expect(Self.draw(600, seed: 4).labels != Self.sample.labels)
    }

    /// The drawn digits have the same bytes on every platform and in every release. Other bytes would change every
    /// published result on drawn digits.
    @Test func theBytesAreThoseOfTheRelease() {
        #expect(
            SHA256.hexadecimalDigest(of: Self.draw(50, seed: 1).pixels)
                == "fb951b13e98ca94600e686fd981777918f5d19f42d19b898a62510ef316277a7")
    }

    @Test func classesAreBalancedAndShuffled() {
        for count in [600, 603, 7, 0] {
            let labels: [Int] = Self.draw(count, seed: 5).labels
            let counts: [Int] = (0 ..< 10).map { digit in labels.count { $0 == digit } }
            #expect(labels.count == count && counts.max()! - counts.min()! <= 1, "\(counts)")
        }
        let runs: Int = zip(Self.sample.labels, Self.sample.labels.dropFirst()).count { $0 == $1 }
        #expect(runs > 30 && runs < 90, "\(runs) of 599 neighbours have the same label, of which a tenth should")
    }

    /// The statistics of the grey values are close to MNIST's: 19 % of the pixels are not black, the mean is 0.1307,
    /// and the standard deviation is 0.3081.
    @Test func greyValuesAreLikeMNISTs() {
        let values: [Double] = Self.sample.pixels.map { Double($0) / 255 }
        let mean: Double = values.reduce(0, +) / Double(values.count)
        let variance: Double = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
        let inked: Double = Double(values.count { $0 > 0 }) / Double(values.count)
        #expect(abs(mean - 0.1307) < 0.02, "mean \(mean)")
        #expect(abs(variance.squareRoot() - 0.3081) < 0.02, "standard deviation \(variance.squareRoot())")
        #expect(abs(inked - 0.191) < 0.04, "inked \(inked)")
    }

    /// Each digit fills a box of 20 × 20 pixels, plus a pixel on each side for the digit's soft edge. The centre of
    /// mass is at the centre of the image.
    @Test func digitsArePlacedAsMNISTs() {
        for index in 0 ..< Self.sample.count {
            let (extent, center): (Int, (Double, Double)) = placement(of: image(index))
            #expect(extent >= 18 && extent <= 22, "image \(index) is \(extent) pixels long")
            #expect(
                abs(center.0 - 13.5) < 0.25 && abs(center.1 - 13.5) < 0.25, "image \(index) has its mass at \(center)")
            #expect(image(index).max()! > 200, "image \(index) is pale")
        }
    }

    private func placement(of image: ArraySlice<UInt8>) -> (extent: Int, center: (Double, Double)) {
        var (rows, columns): (Set<Int>, Set<Int>) = ([], [])
        var (mass, x, y): (Double, Double, Double) = (0, 0, 0)
        for (index, value) in image.enumerated() where value > 0 {
            let (row, column): (Int, Int) = (index / 28, index % 28)
            rows.insert(row)
            columns.insert(column)
            (mass, x, y) = (mass + Double(value), x + Double(value) * Double(column), y + Double(value) * Double(row))
        }
        let height: Int = (rows.max() ?? 0) - (rows.min() ?? 0)
        let width: Int = (columns.max() ?? 0) - (columns.min() ?? 0)
        let extent: Int = max(height, width) + 1
        return (extent, (x / mass, y / mass))
    }

    @Test func noTwoImagesAreEqual() {
        let digits: MNIST = .drawn(trainCount: 300, testCount: 300)
        let all: [ArraySlice<UInt8>] = (0 ..< 300).flatMap {
            [image($0, of: digits.train), image($0, of: digits.test)]
        }
        #expect(Set(all).count == 600)
        #expect(digits.train.count == 300 && digits.test.count == 300)
        #expect(digits.source.contains("not MNIST"))
    }

    /// The digits are legible, and digits of the same class differ: for most images, but not for all, the nearest of
    /// 400 other images shows the same digit.
    @Test func digitsAreLegibleAndNotAlike() {
        var correct = 0
        for index in 400 ..< 600 {
            let nearest: Int = (0 ..< 400).min { distance(index, $0) < distance(index, $1) }!
            correct += Self.sample.labels[nearest] == Self.sample.labels[index] ? 1 : 0
        }
        #expect(correct > 160 && correct < 200, "\(correct) of 200")
    }

    private static let distances: [Float] = {
        let (images, _) = sample.batch(Array(0 ..< 600)[...], normalization: .unit)
        let rows: Tensor<Float> = images.reshaped(to: [600, 784])
        let norms: Tensor<Float> = (rows * rows).sum(axis: 1)
        return (norms[.all, .newAxis] + norms - 2 * matmul(rows, rows.transposed())).scalars
    }()

    private func distance(_ a: Int, _ b: Int) -> Float { Self.distances[a * 600 + b] }
}
