import Foundation
import NeuralNetworks
import Optimizers
import TestSupport
import Testing
import Training

@Suite struct ProgressBarTests {
    @Test func nothingIsDrawnWithoutATerminal() async {
        let result = await #expect(processExitsWith: .success, observing: [\.standardErrorContent]) {
            drawWholeBar(isQuiet: false)
        }
        #expect(text(result?.standardErrorContent) == "")
    }

    #if os(Linux)
    @Test func barIsDrawnOnATerminalAndErased() async {
        let result = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
            print(onTerminal(columns: 140) { drawWholeBar(isQuiet: false) })
        }
        let drawn: String = text(result?.standardOutputContent)
        #expect(drawn.contains("epoch 1/3") && drawn.contains("50 %") && drawn.contains("100 %"))
        #expect(drawn.contains("████████████░░░░░░░░░░░░") && drawn.contains("loss 0.2500  accuracy 62.5 %"))
        #expect(drawn.contains(" 5/10 images"))
        #expect(drawn.hasSuffix("\r\u{1B}[K\n"))
    }

    /// The bar reads the width of the terminal at every drawing, because a window can shrink during a training. If the
    /// system reports a width of 0, the width is unknown, and the bar assumes 80 columns.
    @Test func everyDrawingFitsTheTerminal() async {
        let result = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
            for columns in [140, 80, 40, 12, 3, 1, 0] as [UInt16] {
                print(onTerminal(columns: columns) { drawWholeBar(isQuiet: false) })
            }
        }
        let outputs: [Substring] = text(result?.standardOutputContent).split(separator: "\n")
        #expect(outputs.count == 7)
        for (output, columns) in zip(outputs, [140, 80, 40, 12, 3, 1, 80]) {
            let drawings: [Int] = output.components(separatedBy: "\r").dropFirst().map {
                $0.replacingOccurrences(of: "\u{1B}[K", with: "").count
            }
            #expect(drawings.count == 3 && drawings.allSatisfy { $0 < columns }, "\(columns): \(drawings)")
            #expect(columns < 5 || drawings[0] > 3)
        }
    }

    @Test func aTrainingShowsItsStepsAndItsTest() async {
        let result = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
            let trainer = Trainer(
                Perceptron<Float>(), optimizer: Adam(), objective: .classification(),
                options: TrainerOptions(batchSize: 10, seed: 1))
            var run = TrainingRun(trainer, epochs: 2)
            let data = CornerPoints<Float>(count: 40)
            print(onTerminal(columns: 140) { _ = try? run.run(train: data, test: data) })
        }
        let drawn: String = text(result?.standardOutputContent)
        #expect(drawn.contains("\repoch 2/2  ") && drawn.contains("40/40 samples  loss "))
        #expect(drawn.contains("\repoch 2/2, test  ") && drawn.contains("samples/s"))
    }

    @Test func quietBarDrawsNothingOnATerminal() async {
        let result = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
            print(onTerminal(columns: 80) { drawWholeBar(isQuiet: true) })
        }
        #expect(text(result?.standardOutputContent) == "\n")
    }
    #endif
}

private func drawWholeBar(isQuiet: Bool) {
    var bar = ProgressBar("epoch 1/3", total: 10, of: "images", isQuiet: isQuiet)
    bar.update(samples: 5, loss: 0.25, accuracy: 0.625)
    bar.update(samples: 10, loss: 0.125, accuracy: 0.75)
    bar.finish()
}

#if os(Linux)
/// Runs `body` while standard error is a terminal with the given number of columns. Returns the text that `body` writes
/// to the terminal.
private func onTerminal(columns: UInt16, _ body: () -> Void) -> String {
    // Swift does not import the C library's functions for pseudo-terminals. These two `ioctl` requests of Linux replace
    // the functions: TIOCSPTLCK unlocks the terminal, and TIOCGPTN reads its number.
    let (requestUnlock, requestNumber): (UInt, UInt) = (0x4004_5431, 0x8004_5430)
    let master: Int32 = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    var (lock, number): (Int32, Int32) = (0, 0)
    guard ioctl(master, requestUnlock, &lock) == 0, ioctl(master, requestNumber, &number) == 0 else {
        return "no terminal"
    }
    let terminal: Int32 = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
    var size = winsize(ws_row: 25, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    guard ioctl(master, UInt(TIOCSWINSZ), &size) == 0 else { return "no size" }
    let standardError: Int32 = dup(STDERR_FILENO)
    dup2(terminal, STDERR_FILENO)
    body()
    dup2(standardError, STDERR_FILENO)
    // The terminal delivers its text with a delay. A zero byte after the text marks the end of the text.
    var (byte, bytes): (UInt8, [UInt8]) = (0, [])
    write(terminal, &byte, 1)
    while read(master, &byte, 1) == 1, byte != 0 { bytes.append(byte) }
    close(terminal)
    close(master)
    close(standardError)
    return String(decoding: bytes, as: UTF8.self)
}
#endif
