import Tensors

/// The side of a drawn image: MNIST's.
private let side = 28

extension LabeledImages {
    /// Handwriting-like digits that the program draws: 28 × 28 pixels, 10 classes, white on black, fitted into a 20 × 20 box
    /// and centred by mass as MNIST's are.
    ///
    /// Each image is one of a few ways to write its digit, whose points stray, bent by a smooth random displacement field,
    /// then stretched, slanted and rotated within ±12°, and drawn by a round pen of random width with a soft edge and some
    /// grain. There are as many images of each class, up to one, in random order. The same state of the generator gives
    /// the same bytes at every number of threads and on every platform.
    ///
    /// They are not MNIST: they show that a training works, and an accuracy on them says nothing about MNIST's.
    ///
    /// - Parameter count: How many images to draw. Traps where it is negative.
    public init(drawnDigits count: Int, using generator: inout PhiloxGenerator) {
        require(count >= 0, "LabeledImages(drawnDigits:): the count \(count) is negative")
        let labels: [UInt8] = generator.permutation(count).map { UInt8($0 % 10) }
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
        _ labels: [UInt8], _ range: Range<Int>, seed: UInt64, to target: UnsafeMutableBufferPointer<UInt8>
    ) {
        var raster = StrokeRaster(side: side)
        for index in range {
            // A part of the stream for each image: no image depends on how much randomness another one took.
            var generator = PhiloxGenerator(seed: seed, block: UInt64(index) << 16)
            var drawing = DigitDrawing(Int(labels[index]), using: &generator)
            let softness: Float = generator.uniform(1, 1.7)
            // Drawn twice: where lines meet and how wide they are shows in the image alone.
            raster.draw(drawing, softness: softness)
            drawing.move(by: -raster.offCenter)
            raster.draw(drawing, softness: softness)
            let image: Range<Int> = index * side * side ..< (index + 1) * side * side
            raster.write(to: UnsafeMutableBufferPointer(rebasing: target[image]), using: &generator)
        }
    }
}
