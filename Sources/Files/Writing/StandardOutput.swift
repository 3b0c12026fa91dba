@preconcurrency import Foundation

/// Reports a failure to write to standard output. A program whose output is lost must not end with status 0.
///
///     static func main() {
///         StandardOutput.verifyAtExit()
///         main(nil)
///     }
public enum StandardOutput {
    /// Ends this process with status 1 and a message on standard error if its standard output cannot be written.
    ///
    /// `print` reports no error, and the C library records an error without reporting it. Without this call, a program
    /// that writes to a full disk ends with status 0. Call this method first in `main`, so that the check also covers
    /// help texts. If a reader closes a pipe early (`| head`), SIGPIPE ends the process, as it ends other programs.
    public static func verifyAtExit() { _ = isVerified }

    // Registers the handler once, however often `verifyAtExit` is called.
    private static let isVerified: Bool = atexit(endIfUnwritten) == 0
}

/// Ends the process with status 1 and a message if standard output cannot be written. `exit` calls this function when
/// printed text may still be in the C library's buffer, so the function flushes the buffer first.
private func endIfUnwritten() {
    let hadFailed: Bool = ferror(stdout) != 0
    let fails: Bool = fflush(stdout) != 0
    guard hadFailed || fails else { return }
    let reason: String = fails ? ": " + String(cString: strerror(errno)) : ""
    let sentence = "Error: standard output cannot be written\(reason). The output is lost or incomplete.\n"
    FileHandle.standardError.write(Data(sentence.utf8))
    _exit(EXIT_FAILURE)
}
