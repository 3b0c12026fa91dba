import Testing
import Training

@Suite struct ProgressLineTests {
    private func line(
        _ label: String = "epoch 3/20", samples: Int = 27_000, total: Int = 60_000, loss: Double? = 0.1234,
        accuracy: Double? = 0.971, rate: Double = 9123
    ) -> ProgressLine {
        ProgressLine(
            label: label, samples: samples, total: total, unit: "images", loss: loss, accuracy: accuracy, rate: rate)
    }

    /// Drawings with typical values, and drawings with values that no training should reach.
    private var moments: [ProgressLine] {
        var result: [ProgressLine] = [
            line(), line(loss: nil, accuracy: nil), line("", samples: 0, total: 0, rate: 0),
            line("epoch 9223372036854775807/9223372036854775807, test"),
            line(samples: .max, total: .max, rate: .infinity), line(samples: 70_000), line(samples: 0, rate: 1e-9),
        ]
        for number in [Double.nan, -.nan, .infinity, -.infinity, 1e300, -1e300, 0, -0.0, 1e-300, 123_456.789] {
            result.append(line(loss: number, accuracy: number, rate: abs(number)))
        }
        return result
    }

    @Test func everyWidthIsKept() {
        for (index, line) in moments.enumerated() {
            for width in 0 ... 200 {
                let text: String = line.text(width: width)
                #expect(text.count <= max(0, width - 1), "\(index), \(width): \(text)")
                #expect(!text.contains("\n") && !text.contains("\r"))
                #expect(width < 5 || text.contains("%"), "\(index), \(width): \(text)")
            }
        }
    }

    /// A wider terminal shows at least as many fields as a narrower terminal.
    @Test func widerTerminalsNeverShowLess() {
        let markers: [String] = ["%", "epoch", "left", "loss", "█", "27000/60000 images", "accuracy", "images/s"]
        var shown = 0
        for width in 1 ... 200 {
            let text: String = line().text(width: width)
            let count: Int = markers.count { text.contains($0) }
            // A wider terminal can show a long field instead of a short field that the narrower terminal shows. So the
            // test compares only the numbers of fields.
            #expect(count >= shown, "\(width): \(text)")
            shown = max(shown, count)
        }
        #expect(shown == markers.count)
    }

    @Test func fieldsAtUsualWidths() {
        #expect(
            line().text(width: 200)
                == "epoch 3/20  ██████████░░░░░░░░░░░░░░   45 %  27000/60000 images  loss 0.1234  accuracy 97.1 %  9123 images/s   4 s left"
        )
        let usual: String = line().text(width: 80)
        #expect(usual == "epoch 3/20  ███████░░░░░░░░░   45 %  27000/60000 images  loss 0.1234   4 s left")
        #expect(line().text(width: 40) == "epoch 3/20  ████░░░░░   45 %   4 s left")
        #expect(line().text(width: 6) == " 45 %" && line().text(width: 5) == "45%" && line().text(width: 3) == "")
        #expect(line().text(width: 1) == "" && line(samples: 60_000).text(width: 5) == "100%")
    }

    @Test func timeLeftIsInUnitsOfItsSize() {
        #expect(line(rate: 1000).text(width: 200).hasSuffix("33 s left"))
        #expect(line(rate: 100).text(width: 200).hasSuffix("6 min left"))
        #expect(line(rate: 1).text(width: 200).hasSuffix("9 h left"))
    }
}
