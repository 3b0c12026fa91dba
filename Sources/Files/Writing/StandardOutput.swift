@preconcurrency import Foundation

/// What a program prints, checked: a full disk must not pass for success.
///
///     static func main() {
///         StandardOutput.verifyAtExit()
///         main(nil)
///     }
public enum StandardOutput {
    /// Makes this process end with status 1 and a sentence on standard error if what it prints cannot be written.
    ///
    /// `print` reports no error. The C library keeps one until the process ends, and nobody asks for it there: a program whose
    /// output goes to a full disk would end with status 0. Call this first in `main`, so that help texts are checked too.
    /// A reader that closes a pipe early (`| head`) ends the process by SIGPIPE, as it ends other programs.
    public static func verifyAtExit() { _ = isVerified }

    // Once, however often it is asked for.
    private static let isVerified: Bool = atexit(endIfUnwritten) == 0
}

/// Runs within `exit`: what was printed so far is in the C library's buffer.
private func endIfUnwritten() {
    let hadFailed: Bool = ferror(stdout) != 0
    let fails: Bool = fflush(stdout) != 0
    guard hadFailed || fails else { return }
    let reason: String = fails ? ": " + String(cString: strerror(errno)) : ""
    let sentence = "Error: standard output cannot be written\(reason). What was printed is lost or incomplete.\n"
    FileHandle.standardError.write(Data(sentence.utf8))
    _exit(EXIT_FAILURE)
}
