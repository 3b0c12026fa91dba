import Foundation
import SynaNN

extension TrainingFlags {
    /// Loads the MNIST digits from the directory that `--data` names, or draws digits: see
    /// `loadDigits(directory:isQuiet:)`.
    ///
    /// - Throws: `UnusableInput` if the images are not 28 × 28, if there are no test images, or if there are fewer than
    ///   2 training images; `DatasetError` if a file of the data set cannot be read or is damaged.
    public func loadDigits() throws -> MNIST {
        let digits: MNIST = try TrainingCommand.loadDigits(directory: data, isQuiet: quiet)
        try requireImagesOfNetworks(digits)
        guard digits.train.count > 1 else {
            throw UnusableInput(
                "\(digits.source): training needs at least 2 images; there are \(digits.train.count).")
        }
        return digits
    }
}

/// Throws `UnusableInput` if the test images are not 28 × 28, the size that the networks read, or if there are no test
/// images.
func requireImagesOfNetworks(_ digits: MNIST) throws {
    let (height, width): (Int, Int) = (digits.test.height, digits.test.width)
    guard height == 28, width == 28 else {
        throw UnusableInput(
            "\(digits.source): the images are \(height) × \(width). The networks read images of 28 × 28, the size of MNIST."
        )
    }
    guard digits.test.count > 0 else {
        throw UnusableInput("\(digits.source): there are no test images. Name a directory with at least one.")
    }
}

/// Loads the MNIST digits. If the MNIST files are missing and cannot be downloaded, draws digits instead, and says so
/// on standard error.
///
/// - Parameters:
///   - directory: The directory of the four MNIST files. With `nil`, the function searches the default places: see
///     `MNIST.load`.
///   - isQuiet: Whether the function prints neither the progress of a download nor the numbers of images. The message
///     about drawn digits always appears.
/// - Throws: `DatasetError` if a file is damaged or cannot be read.
public func loadDigits(directory: String?, isQuiet: Bool) throws -> MNIST {
    do {
        let digits: MNIST = try MNIST.load(directory: directory, progress: downloadProgress(isQuiet))
        if !isQuiet {
            print("\(digits.train.count) training images and \(digits.test.count) test images from \(digits.source)")
        }
        return digits
    } catch {
        guard case .unavailable = error.fault else { throw error }
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
