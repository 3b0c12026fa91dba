import Foundation
import TestSupport
import Testing
import Training

@Suite struct ProgressBarTests {
    @Test func nothingIsDrawnWhereThereIsNoTerminal() async {
        let result = await #expect(processExitsWith: .success, observing: [\.standardErrorContent]) {
            drawWholeBar(isQuiet: false)
        }
        #expect(text(result?.standardErrorContent) == "")
    }

    #if os(Linux)
    @Test func barIsDrawnOnATerminalAndTakenAway() async {
        let result = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
            print(onTerminal { drawWholeBar(isQuiet: false) })
        }
        let drawn: String = text(result?.standardOutputContent)
        #expect(drawn.contains("epoch 1/3") && drawn.contains("50 %") && drawn.contains("100 %"))
        #expect(drawn.contains("████████████░░░░░░░░░░░░") && drawn.contains("loss 0.2500  accuracy 62.5 %"))
        #expect(drawn.hasSuffix("\r\u{1B}[K\n"))
    }

    @Test func quietBarDrawsNothingOnATerminal() async {
        let result = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
            print(onTerminal { drawWholeBar(isQuiet: true) })
        }
        #expect(text(result?.standardOutputContent) == "\n")
    }
    #endif
}

private func drawWholeBar(isQuiet: Bool) {
    var bar = ProgressBar("epoch 1/3", total: 10, isQuiet: isQuiet)
    bar.update(samples: 5, loss: 0.25, accuracy: 0.625)
    bar.update(samples: 10, loss: 0.125, accuracy: 0.75)
    bar.finish()
}

#if os(Linux)
/// What `body` writes to standard error where that is a terminal.
private func onTerminal(_ body: () -> Void) -> String {
    // The C library's functions for this are hidden from Swift; these are the requests that they make.
    let (requestUnlock, requestNumber): (UInt, UInt) = (0x4004_5431, 0x8004_5430)
    let master: Int32 = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    var (lock, number): (Int32, Int32) = (0, 0)
    guard ioctl(master, requestUnlock, &lock) == 0, ioctl(master, requestNumber, &number) == 0 else {
        return "no terminal"
    }
    let terminal: Int32 = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
    let standardError: Int32 = dup(STDERR_FILENO)
    dup2(terminal, STDERR_FILENO)
    body()
    dup2(standardError, STDERR_FILENO)
    // The terminal hands its text over in its own time: a zero byte marks the end.
    var (byte, bytes): (UInt8, [UInt8]) = (0, [])
    write(terminal, &byte, 1)
    while read(master, &byte, 1) == 1, byte != 0 { bytes.append(byte) }
    return String(decoding: bytes, as: UTF8.self)
}
#endif
