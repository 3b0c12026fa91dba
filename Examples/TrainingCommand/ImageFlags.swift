import ArgumentParser
import Foundation
import SynaNN

/// The flags that choose the images.
public struct ImageFlags: ParsableArguments {
    @Option(
        help: """
            The images: a directory, or one of the names that docs/data.md lists, such as fashion-mnist. A directory contains \
            IDX files, CIFAR-10's binary files, or a folder of PNG and JPEG pictures for each class. By default, MNIST \
            from $MNIST_DIR, the user's cache, or a download.
            """,
        completion: .directory)
    public var data: String?

    @Option(help: "Resize all pictures to this size: HEIGHTxWIDTH, or one number for a square.")
    public var imageSize: String?

    @Option(help: "With --image-size: stretch the picture, or crop its centre in the proportions of the size.")
    public var imageFit: ImageReading.Fit?

    @Flag(help: "Leave out damaged pictures, and name them on standard error.")
    public var skipDamaged = false

    @Option(
        help: "The fraction of each class for testing, if a directory of pictures has no folder 'test'. By default 0.2."
    )
    public var testSplit: Double?

    public init() {}

    /// The greatest side of an image, in pixels.
    static let greatestSide = 4096

    public func validate() throws {
        if data?.isEmpty == true { throw ValidationError("--data must name a directory or a data set; it is empty") }
        if imageSize != nil, size == nil {
            throw ValidationError(
                "--image-size must be HEIGHTxWIDTH or one number, with sides from 1 to \(Self.greatestSide)")
        }
        if imageFit != nil, imageSize == nil {
            throw ValidationError("--image-fit would change nothing: no picture is resized. Give --image-size too.")
        }
        if let testSplit, !(testSplit > 0 && testSplit < 1) {
            throw ValidationError("--test-split must be greater than 0 and less than 1")
        }
    }

    /// The height and width that `--image-size` names; nil if it is not given or not valid.
    private var size: (height: Int, width: Int)? {
        guard let imageSize else { return nil }
        let sides: [Int?] = imageSize.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
        guard sides.count == 1 || sides.count == 2, let height = sides[0], let width = sides[sides.count - 1],
            (1 ... Self.greatestSide).contains(height), (1 ... Self.greatestSide).contains(width)
        else { return nil }
        return (height, width)
    }

    /// The options for pictures.
    var reading: ImageReading {
        ImageReading(
            size: size, fit: imageFit ?? .stretch, skipsDamaged: skipDamaged,
            testFraction: testSplit ?? 0.2)
    }

    /// The values of the given flags except `--data`, by name without dashes.
    var settings: [String: String] {
        var settings: [String: String] = skipDamaged ? ["skip-damaged": "true"] : [:]
        settings["image-size"] = imageSize
        settings["image-fit"] = imageFit?.rawValue
        settings["test-split"] = testSplit.map { "\($0)" }
        return settings
    }

    /// Returns the flags in which the values of a saved model complete the user's values.
    public func completed(by saved: [String: String]) -> ImageFlags {
        var flags: ImageFlags = self
        flags.data = data ?? saved["data"]
        flags.imageSize = imageSize ?? saved["image-size"]
        flags.imageFit = imageFit ?? saved["image-fit"].flatMap(ImageReading.Fit.init)
        flags.testSplit = testSplit ?? saved["test-split"].flatMap(Double.init)
        flags.skipDamaged = skipDamaged || saved["skip-damaged"] == "true"
        return flags
    }

    /// Loads the images. If no data are named, and the MNIST files are missing and cannot be downloaded, draws digits
    /// instead, and says so on standard error.
    ///
    /// - Parameters:
    ///   - isQuiet: Whether the method prints neither the progress of a download nor the numbers of images.
    ///   - warns: Whether the method names damaged pictures and drawn digits on standard error.
    /// - Throws: `DatasetError` if a file is damaged or cannot be read; `UnusableInput` if there are no test images.
    public func load(isQuiet: Bool, warns: Bool = true) throws -> ImageDataset {
        let dataset: ImageDataset =
            try data.map { place in
                try ImageDataset.load(place, reading, progress: downloadProgress(isQuiet))
            } ?? ImageDataset(loadDigits(isQuiet: isQuiet, warns: warns))
        for sentence in dataset.skipped where warns { StandardError.print("left out: \(sentence)") }
        if data != nil || imageSize != nil { try requireEffect(on: dataset) }
        if !isQuiet {
            print(
                "\(dataset.train.count) training images and \(dataset.test.count) test images from \(dataset.source)"
                    + (dataset.shape == .mnist && dataset.classNames.count == 10
                        ? "" : ": \(dataset.shape), \(dataset.classNames.count) classes"))
        }
        guard dataset.test.count > 0 else {
            throw UnusableInput("\(dataset.source): there are no test images. Name a directory with at least one.")
        }
        return dataset
    }

    /// Loads the images in each of the processes that train together. The first process loads them before the others, so
    /// that only one process downloads a data set.
    func load(isQuiet: Bool, for exchange: any ShardExchange) throws -> ImageDataset {
        guard !exchange.writesCheckpoints else {
            let dataset: ImageDataset = try load(isQuiet: isQuiet)
            _ = exchange.isTrueAnywhere(true)
            return dataset
        }
        _ = exchange.isTrueAnywhere(true)
        return try load(isQuiet: isQuiet, warns: false)
    }

    /// Throws `ValidationError` if `--image-size` is given and the images are not pictures in files.
    private func requireEffect(on dataset: ImageDataset) throws {
        guard let size, (dataset.shape.height, dataset.shape.width) != (size.height, size.width) else { return }
        throw ValidationError(
            "--image-size would change nothing: the images of \(dataset.source) are \(dataset.shape). Only PNG and JPEG "
                + "pictures are resized.")
    }
}

extension ImageReading.Fit: ExpressibleByArgument {}

/// Loads the MNIST digits. If the MNIST files are missing and cannot be downloaded, draws digits instead, and says so
/// on standard error.
///
/// - Parameters:
///   - directory: The directory of the files; nil for the usual places.
///   - isQuiet: Whether the function does not print the progress of a download.
///   - warns: Whether the function says on standard error that it draws digits.
/// - Throws: `DatasetError` if a file is damaged or cannot be read.
public func loadDigits(directory: String? = nil, isQuiet: Bool, warns: Bool = true) throws -> MNIST {
    do {
        return try MNIST.load(directory: directory, progress: downloadProgress(isQuiet))
    } catch {
        guard case .unavailable = error.fault else { throw error }
        guard warns else { return MNIST.drawn() }
        StandardError.print(
            """
            \(error)
            MNIST IS MISSING. The program uses digits that it DRAWS ITSELF, so the accuracy is not the accuracy on MNIST.
            To use MNIST, put its four files into a directory, and name the directory with --data or MNIST_DIR.
            """)
        return MNIST.drawn()
    }
}

private func downloadProgress(_ isQuiet: Bool) -> @Sendable (String, Int, Int) -> Void {
    let isShown: Bool = !isQuiet && isatty(STDERR_FILENO) == 1
    return { file, received, total in
        guard isShown else { return }
        let share: String = total > 0 ? " of \(total / 1024) kB" : ""
        let end: String = received == total ? "\n" : ""
        FileHandle.standardError.write(Data("\r\(file): \(received / 1024) kB\(share)\u{1B}[K\(end)".utf8))
    }
}

/// Standard error, for messages that are not part of a program's results.
enum StandardError {
    static func print(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
}
