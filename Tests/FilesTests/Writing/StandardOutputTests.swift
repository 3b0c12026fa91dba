import Files
import Foundation
import TestSupport
import Testing

@Suite struct StandardOutputTests {
    #if os(Linux)
    /// A full output ends the process with an error. A single line stays in the buffer until the end; with 100 000
    /// lines, writes fail while the process runs.
    @Test(arguments: [1, 100_000])
    func aFullOutputEndsInAnError(count: Int) async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [count] in
            let full: Int32 = open("/dev/full", O_WRONLY)
            dup2(full, STDOUT_FILENO)
            StandardOutput.verifyAtExit()
            for _ in 0 ..< count { print("a line") }
            exit(0)
        }
        let words: String = text(result?.standardErrorContent)
        #expect(words.contains("Error: standard output cannot be written"))
    }

    @Test func aClosedOutputEndsInAnError() async {
        await #expect(processExitsWith: .failure) {
            StandardOutput.verifyAtExit()
            close(STDOUT_FILENO)
            print("a line")
            exit(0)
        }
    }
    #endif

    @Test func anOutputThatIsWrittenDoesNot() async {
        await #expect(processExitsWith: .success) {
            StandardOutput.verifyAtExit()
            StandardOutput.verifyAtExit()
            print("a line")
            exit(0)
        }
        await #expect(processExitsWith: .exitCode(3)) {
            StandardOutput.verifyAtExit()
            print("a line")
            exit(3)
        }
    }
}
