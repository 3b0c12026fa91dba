import Foundation
import TestSupport
import Testing

@Suite struct BlockedSignalsTests {
    /// Tests run on threads of Dispatch, which block SIGTERM.
    @Test func aChildReceivesSIGTERM() throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sleep")
        process.arguments = ["20"]
        let start: ContinuousClock.Instant = .now
        try withoutBlockedSignals { try process.run() }
        kill(process.processIdentifier, SIGTERM)
        process.waitUntilExit()
        #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGTERM)
        #expect(ContinuousClock.now - start < .seconds(15))
    }
}
