import Tensors

/// The height and width of an image, as in MNIST.
private let side = 28

extension LabeledImages {
    /// Draws digits that resemble handwriting.
    ///
    /// The images have 28 × 28 pixels and 10 classes. As in MNIST, the digits are white on black, scaled to a 20 × 20
    /// box, and their centre of mass is the centre of the image.
    ///
    /// Each image starts from one of a few skeletons of its digit. The points of the skeleton are moved at random, and
    /// a smooth random displacement field bends the lines. The lines are stretched, slanted and rotated by at most 12°.
    /// A round pen of random width draws the lines with a soft edge and noise. The numbers of images of two classes
    /// differ by at most 1, and the order is random. The same state of the generator gives the same bytes for any
    /// number of threads and on every platform.
    ///
    /// The images can show that a training program works. The accuracy on drawn digits does not estimate the accuracy
    /// on MNIST.
    ///
    /// - Parameters:
    ///   - count: The number of images; a negative number traps.
    ///   - generator: The source of all random choices.
    public init(drawnDigits count: Int, using generator: inout PhiloxGenerator) {
        require(count >= 0, "LabeledImages(drawnDigits:): the count \(count) is negative")
        let labels: [Int] = generator.permutation(count).map { $0 % 10 }
        let seed: UInt64 = generator.next()
        let pixels = [UInt8](unsafeUninitializedCapacity: count * side * side) { target, initialized in
            target.initialize(repeating: 0)
            let images: UnsafeMutableBufferPointer<UInt8> = target
            Parallelism.forEachRange(of: count, length: 256) { range in
                Self.drawDigits(labels, range, seed: seed, to: images)
            }
            initialized = count * side * side
        }
        self.init(pixels: pixels, labels: labels, height: side, width: side)
    }

    private static func drawDigits(
        _ labels: [Int], _ range: Range<Int>, seed: UInt64, to target: UnsafeMutableBufferPointer<UInt8>
    ) {
        var raster = StrokeRaster(side: side)
        for index in range {
            // Each image has its own part of the random stream, so that threads can draw images in any order.
            var generator = PhiloxGenerator(seed: seed, block: UInt64(index) << 16)
            var drawing = DigitDrawing(labels[index], using: &generator)
            let softness: Float = generator.uniform(1, 1.7)
            // The centre of mass depends on the overlaps of lines, so it is known only after drawing: draw the digit,
            // centre it, and draw it again.
            raster.draw(drawing, softness: softness)
            drawing.move(by: -raster.offCenter)
            raster.draw(drawing, softness: softness)
            let image: Range<Int> = index * side * side ..< (index + 1) * side * side
            raster.write(to: UnsafeMutableBufferPointer(rebasing: target[image]), using: &generator)
        }
    }
}
