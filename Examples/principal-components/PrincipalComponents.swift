import ArgumentParser
import SynaNN
import TrainingCommand

@main
struct PrincipalComponents: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "principal-components",
        abstract:
            "Finds and draws the directions in which the MNIST digits, or other images of the same size, vary most.",
        discussion: """
            The first row of the picture shows the mean digit, then the components in the order of decreasing variance. A \
            component adds ink at white pixels and removes ink at black pixels. The second row shows a digit, then \
            reconstructions of this digit from 1, 2, 3 and more components.
            """, version: synaNNVersion)

    @Option(help: "The directory of the MNIST files. By default $MNIST_DIR, the user's cache, or a download.")
    var data: String?

    @Option(help: "The number of components.")
    var components = 15

    @Option(help: "The position of the test image to reconstruct, from 0.")
    var image = 0

    @Option(help: "Write the picture to this .png file.")
    var output = "principal-components.png"

    static func main() {
        StandardOutput.verifyAtExit()
        main(nil)
    }

    func validate() throws {
        if !(1 ... 784).contains(components) { throw ValidationError("--components must be between 1 and 784") }
        if image < 0 { throw ValidationError("--image must be 0 or more") }
    }

    func run() throws {
        let digits: MNIST = try loadDigits(directory: data, isQuiet: false)
        try requireUsable(digits)
        let pixelCount: Int = digits.train.height * digits.train.width
        let train: Tensor<Float> = rows(digits.train, Array(0 ..< digits.train.count))
        let mean: Tensor<Float> = train.mean(axis: 0)
        let centered: Tensor<Float> = train - mean
        let covariance: Tensor<Double> =
            Tensor<Double>(matmul(centered.transposed(), centered)) / Double(train.shape[0] - 1)
        let total: Double = covariance.diagonal().sum().scalar
        guard total > 0 else {
            throw ValidationError("\(digits.source): all images are equal, so there is no direction of variance")
        }
        // `symmetricEigen` returns the eigenvalues in ascending order, so the last positions are the greatest
        // eigenvalues. Each row of `axes` is an eigenvector; the first row belongs to the greatest eigenvalue.
        let parts = try symmetricEigen(covariance, in: .positions(pixelCount - components ..< pixelCount))
        let axes: Tensor<Double> = parts.eigenvectors.transposed()[.stride(by: -1)]
        let variances: [Double] = parts.eigenvalues.scalars.reversed()

        var share = 0.0
        print("component   share of the variance   together")
        for (index, variance) in variances.enumerated() {
            share += variance / total
            print("\(pad(index + 1, 9))   \(pad(percent(variance / total), 21))   \(pad(percent(share), 8))")
        }

        let sample: Tensor<Double> = Tensor<Double>(rows(digits.test, [image])[0])
        let offset: Tensor<Double> = sample - Tensor<Double>(mean)
        let rebuilt: [Tensor<Double>] = (1 ... components).map { count in
            let kept: Tensor<Double> = axes[0 ..< count]
            return Tensor<Double>(mean) + matmul(kept.transposed(), matmul(kept, offset))
        }
        let first: [Tensor<Double>] = [scaled(Tensor<Double>(mean))] + (0 ..< components).map { scaled(axes[$0]) }
        let second: [Tensor<Double>] = ([sample] + rebuilt).map { maximum(minimum($0, Tensor(1)), Tensor(0)) }
        let picture: Tensor<Double> = Tensor(
            concatenating: [strip(first, digits.train), strip(second, digits.train)], axis: 0)
        let pixels: [UInt8] = picture.scalars.map { UInt8(($0 * 255).rounded()) }
        try PNGImage(width: picture.shape[1], height: picture.shape[0], color: .gray, pixels: pixels).write(to: output)
        print("\(output) shows the mean, the components, and the reconstructions of test image \(image)")
    }

    /// The greatest number of pixels of an image, 64 × 64. The covariance matrix of such images has 4096 rows and
    /// columns.
    private static let greatestPixelCount = 4096

    /// Throws a `ValidationError` if the program cannot use the images: if the images are empty or too large, if the
    /// images have fewer pixels than `--components`, if there are fewer than 2 training images, or if `--image` does
    /// not exist.
    private func requireUsable(_ digits: MNIST) throws {
        let (height, width): (Int, Int) = (digits.train.height, digits.train.width)
        let place: String = digits.source
        guard height > 0, width > 0 else {
            throw ValidationError("\(place): the images have no pixels: \(height) × \(width)")
        }
        guard height <= Self.greatestPixelCount / width else {
            throw ValidationError(
                "\(place): images of \(height) × \(width) are too large; the limit is \(Self.greatestPixelCount) pixels"
            )
        }
        guard components <= height * width else {
            throw ValidationError(
                "--components: images of \(height) × \(width) have at most \(height * width) components")
        }
        guard digits.train.count > 1 else {
            throw ValidationError("\(place): \(digits.train.count) training images are too few; at least 2 are needed")
        }
        guard image < digits.test.count else {
            throw ValidationError(
                digits.test.count == 0
                    ? "\(place): there is no test image to reconstruct"
                    : "--image: \(place) has \(digits.test.count) test images, 0 to \(digits.test.count - 1)")
        }
    }

    /// Returns the images at the given indices as rows of pixels from 0 to 1: `[images, pixels]`.
    private func rows(_ images: LabeledImages, _ indices: [Int]) -> Tensor<Float> {
        images.batch(indices[...], normalization: .unit).images.flattened(from: 1)
    }

    /// Returns the numbers of an image, scaled from [−a, a] to [0, 1], where a is the greatest absolute value. The
    /// number 0 becomes ½.
    private func scaled(_ image: Tensor<Double>) -> Tensor<Double> {
        // Avoids division by 0 for an image of zeros, such as the mean of black images.
        image / max(image.abs().max().scalar * 2, .leastNormalMagnitude) + 0.5
    }

    /// Returns the images side by side as one image. Each pixel becomes a square of 3 × 3 pixels.
    private func strip(_ images: [Tensor<Double>], _ size: LabeledImages) -> Tensor<Double> {
        let (height, width): (Int, Int) = (size.height, size.width)
        let enlarged: [Tensor<Double>] = images.map {
            $0.reshaped(to: [height, 1, width, 1]).broadcast(to: [height, 3, width, 3])
                .reshaped(to: [height * 3, width * 3])
        }
        return Tensor(concatenating: enlarged, axis: 1)
    }

    private func percent(_ value: Double) -> String { "\((value * 1000).rounded() / 10) %" }
    private func pad(_ value: Any, _ width: Int) -> String {
        let text = "\(value)"
        return String(repeating: " ", count: max(0, width - text.count)) + text
    }
}
