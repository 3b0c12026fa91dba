import Tensors

extension MNIST {
    /// Draws digits that can replace MNIST if neither the files of MNIST nor a network is available.
    ///
    /// `LabeledImages(drawnDigits:using:)` describes how the digits are drawn. Drawn digits can show that a training
    /// program works. The accuracy on drawn digits does not estimate the accuracy on MNIST: no person wrote them, and
    /// networks classify them more easily. For example, `synacnn --preset fast --epochs 2` trained on drawn digits
    /// classifies 99.8 % of the drawn test images and 93.7 % of MNIST's test images correctly. Trained on MNIST, the
    /// same network classifies 98.3 % of the drawn test images correctly.
    ///
    /// An image takes about 20 µs of processor time; 70 000 images take 0.7 s on two threads.
    ///
    /// - Parameters:
    ///   - trainCount: The number of training images; a negative number traps.
    ///   - testCount: The number of test images; a negative number traps. The test images and the training images use
    ///     different random streams.
    ///   - seed: The seed of the random generator. The same seed gives the same images.
    public static func drawn(trainCount: Int = 60_000, testCount: Int = 10_000, seed: UInt64 = 1998) -> MNIST {
        var generator = PhiloxGenerator(seed: seed)
        var (trainStream, testStream): (PhiloxGenerator, PhiloxGenerator) = (generator.split(), generator.split())
        return MNIST(
            train: LabeledImages(drawnDigits: trainCount, using: &trainStream),
            test: LabeledImages(drawnDigits: testCount, using: &testStream),
            source: "digits drawn by the program, which are not MNIST")
    }
}
