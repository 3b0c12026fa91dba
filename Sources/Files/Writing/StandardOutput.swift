@preconcurrency import Foundation

/// Reports a failure to write standard output: a program whose output is lost must not end with success.
///
///     static func main() {
///         StandardOutput.verifyAtExit()
///         main(nil)
///     }
public enum StandardOutput {
    /// Makes this process end with status 1 and a message on standard error if its standard output cannot be written.
    ///
    /// `print` reports no error, and the C library does not report the error that it records: without this call a
    /// program whose output goes to a full disk ends with status 0. Call it first in `main`, so that it covers help
    /// texts too. A reader that closes a pipe early (`| head`) ends the process with SIGPIPE, as it ends other
    /// programs.
    public static func verifyAtExit() { _ = isVerified }

    // Registers the handler once, however often `verifyAtExit` is called.
    private static let isVerified: Bool = atexit(endIfUnwritten) == 0
}

/// Runs within `exit`, while printed text may still be in the C library's buffer.
private func endIfUnwritten() {
    let hadFailed: Bool = ferror(stdout) != 0
    let fails: Bool = fflush(stdout) != 0
    guard hadFailed || fails else { return }
    let reason: String = fails ? ": " + String(cString: strerror(errno)) : ""
    let sentence = "Error: standard output cannot be written\(reason). The output is lost or incomplete.\n"
    FileHandle.standardError.write(Data(sentence.utf8))
    _exit(EXIT_FAILURE)
}
