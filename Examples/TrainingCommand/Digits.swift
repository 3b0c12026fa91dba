import Foundation
import SynaNN

extension TrainingFlags {
    /// The digits, from where `--data` says.
    public func loadDigits() throws -> MNIST {
        let digits: MNIST = try TrainingCommand.loadDigits(directory: data, isQuiet: quiet)
        try requireImagesOfNetworks(digits)
        guard digits.train.count > 1 else {
            throw UnusableInput(
                "\(digits.source): to train takes at least 2 images, and there are \(digits.train.count).")
        }
        return digits
    }
}

/// The networks of the programs read images of MNIST's size, and their answers are measured on at least one.
func requireImagesOfNetworks(_ digits: MNIST) throws {
    let (height, width): (Int, Int) = (digits.test.height, digits.test.width)
    guard height == 28, width == 28 else {
        throw UnusableInput(
            "\(digits.source): the images are \(height) × \(width). The networks here read 28 × 28, as MNIST has.")
    }
    guard digits.test.count > 0 else {
        throw UnusableInput("\(digits.source): there are no images to test with. Name a directory with at least one.")
    }
}

/// The MNIST digits, or drawn ones where MNIST is not to be had, which is then said plainly.
public func loadDigits(directory: String?, isQuiet: Bool) throws -> MNIST {
    do {
        let digits: MNIST = try MNIST.load(directory: directory, progress: downloadProgress(isQuiet))
        if !isQuiet {
            print("\(digits.train.count) images to train on, \(digits.test.count) to test with, from \(digits.source)")
        }
        return digits
    } catch {
        guard case .unavailable = error.fault else { throw error }
        StandardError.print(
            """
            \(error)
            MNIST IS NOT HERE. Digits DRAWN BY THIS PROGRAM are used instead: their accuracy says nothing about MNIST's.
            To use MNIST, put its four files into a directory and name it with --data or MNIST_DIR.
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

/// Sentences that are no part of what a program answers.
enum StandardError {
    static func print(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
}
