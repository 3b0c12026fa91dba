import ArgumentParser
import SynaNN
import TrainingCommand

@main
struct PrincipalComponents: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "principal-components",
        abstract:
            "Finds the directions in which the MNIST digits, or other images of one size, vary most, and draws them.",
        discussion: """
            The picture shows the mean digit, then the components in the order of their variance: white where a component \
            adds ink, black where it takes ink away. A second row shows a digit, and the same digit rebuilt from more and \
            more components.
            """, version: synaNNVersion)

    @Option(help: "The directory of the MNIST files. Else $MNIST_DIR, the user's cache, or a download.")
    var data: String?

    @Option(help: "How many components.")
    var components = 15

    @Option(help: "Which test image is rebuilt.")
    var image = 0

    @Option(help: "Where the picture is written.")
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
        let total: Double = covariance.matrixDiagonal().sum().scalar
        guard total > 0 else {
            throw ValidationError("\(digits.source): all images are the same, so that there is no direction to find")
        }
        // Ascending, so the greatest are the last; V's columns as rows, the greatest first.
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
        print("\(output) shows the mean and the components, and test image \(image) rebuilt from them")
    }

    /// The greatest size of an image whose covariance is taken: 64 × 64.
    private static let greatestPixelCount = 4096

    /// What the files may hold instead of MNIST.
    private func requireUsable(_ digits: MNIST) throws {
        let (height, width): (Int, Int) = (digits.train.height, digits.train.width)
        let place: String = digits.source
        guard height > 0, width > 0 else {
            throw ValidationError("\(place): the images have no pixels: \(height) × \(width)")
        }
        guard height <= Self.greatestPixelCount / width else {
            throw ValidationError(
                "\(place): images of \(height) × \(width) are too large; at most \(Self.greatestPixelCount) pixels are taken"
            )
        }
        guard components <= height * width else {
            throw ValidationError(
                "--components: images of \(height) × \(width) have at most \(height * width) components")
        }
        guard digits.train.count > 1 else {
            throw ValidationError("\(place): \(digits.train.count) training images do not vary; at least 2 are needed")
        }
        guard image < digits.test.count else {
            throw ValidationError(
                digits.test.count == 0
                    ? "\(place): there is no test image to rebuild"
                    : "--image: \(place) has \(digits.test.count) test images, 0 to \(digits.test.count - 1)")
        }
    }

    /// Images as rows of numbers, 0…1.
    private func rows(_ images: LabeledImages, _ indices: [Int]) -> Tensor<Float> {
        images.batch(indices[...], normalization: .unit).images.flattened(from: 1)
    }

    /// To 0…1, 0 becoming a half.
    private func scaled(_ image: Tensor<Double>) -> Tensor<Double> {
        // A component has an element that is not 0; the mean of black images has none.
        image / max(image.abs().max().scalar * 2, .leastNormalMagnitude) + 0.5
    }

    /// Images beside each other, each pixel three high and three wide.
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
