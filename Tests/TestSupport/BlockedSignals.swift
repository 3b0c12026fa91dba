import Foundation

/// Runs `body`, which starts a process, with no signals blocked. The threads of Dispatch, on which tests run, block
/// signals, and a child process inherits the blocked signals. It would never receive a SIGTERM or the signal of Ctrl-C.
public func withoutBlockedSignals(_ body: () throws -> Void) rethrows {
    var (none, before): (sigset_t, sigset_t) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    try body()
}
