import Foundation
import SynaNN

extension TrainingFlags {
    /// The digits, from where `--data` says.
    public func loadDigits() throws -> MNIST { try TrainingCommand.loadDigits(directory: data, isQuiet: quiet) }
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
        warn(
            """
            \(error)
            MNIST IS NOT HERE. Training on digits DRAWN BY THIS PROGRAM instead: their accuracy says nothing about MNIST's.
            To train on MNIST, put its four files into a directory and name it with --data or MNIST_DIR.
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

private func warn(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
