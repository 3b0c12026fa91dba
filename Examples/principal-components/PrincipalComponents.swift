import ArgumentParser
import SynaNN
import TrainingCommand

@main
struct PrincipalComponents: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "principal-components",
        abstract: "Finds the directions in which the MNIST digits vary most, and draws them.",
        discussion: """
            The picture shows the mean digit, then the components in the order of their variance: white where a component \
            adds ink, black where it takes ink away. A second row shows a digit, and the same digit rebuilt from more and \
            more components.
            """)

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
        if !(0 ..< 10_000).contains(image) { throw ValidationError("--image must be between 0 and 9999") }
    }

    func run() throws {
        let digits: MNIST = try loadDigits(directory: data, isQuiet: false)
        let train: Tensor<Float> = rows(digits.train, Array(0 ..< digits.train.count))
        let mean: Tensor<Float> = train.mean(axis: 0)
        let centered: Tensor<Float> = train - mean
        let covariance: Tensor<Double> =
            Tensor<Double>(matmul(centered.transposed(), centered)) / Double(train.shape[0] - 1)
        // Ascending, so the greatest are the last; V's columns as rows, the greatest first.
        let parts = try symmetricEigen(covariance, in: .positions(784 - components ..< 784))
        let axes: Tensor<Double> = parts.eigenvectors.transposed()[.stride(by: -1)]
        let variances: [Double] = parts.eigenvalues.scalars.reversed()
        let total: Double = covariance.matrixDiagonal().sum().scalar

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
        let picture: Tensor<Double> = Tensor(concatenating: [strip(first), strip(second)], axis: 0)
        let pixels: [UInt8] = picture.scalars.map { UInt8(($0 * 255).rounded()) }
        try PNGImage(width: picture.shape[1], height: picture.shape[0], color: .gray, pixels: pixels).write(to: output)
        print("\(output) shows the mean and the components, and test image \(image) rebuilt from them")
    }

    /// Images as rows of 784 numbers, 0…1.
    private func rows(_ images: LabeledImages, _ indices: [Int]) -> Tensor<Float> {
        images.batch(indices[...], normalization: .unit).images.flattened(from: 1)
    }

    /// To 0…1, 0 becoming a half.
    private func scaled(_ image: Tensor<Double>) -> Tensor<Double> { image / (image.abs().max() * 2) + 0.5 }

    private func strip(_ images: [Tensor<Double>]) -> Tensor<Double> {
        let enlarged: [Tensor<Double>] = images.map {
            $0.reshaped(to: [28, 1, 28, 1]).broadcast(to: [28, 3, 28, 3]).reshaped(to: [84, 84])
        }
        return Tensor(concatenating: enlarged, axis: 1)
    }

    private func percent(_ value: Double) -> String { "\((value * 1000).rounded() / 10) %" }
    private func pad(_ value: Any, _ width: Int) -> String {
        let text = "\(value)"
        return String(repeating: " ", count: max(0, width - text.count)) + text
    }
}
