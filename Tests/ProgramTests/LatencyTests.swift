import Foundation
import Testing

extension ProgramTests {
    /// `latency` measures a saved model, and refuses values that measure nothing.
    @Suite struct LatencyTests {
        private struct Times: Decodable {
            let batch, threads: Int
            let min_us, median_us: Double
        }

        @Test func theTimesOfABatchArePrinted() throws {
            let place = try Workplace()
            let model: String = try place.trained("synamlp", ["--features=4", "--epochs=1", "--batch-size=8"], "mlp")
                .path
            let text: ProgramRun = try place.run("synamlp", ["latency", model, "--seconds=0.01", "--threads=1"])
            #expect(text.status == 0 && text.output.hasPrefix("1 image  median "), "\(text.output)\(text.errors)")
            #expect(text.output.contains("runs, 1 thread\n"), "\(text.output)")
            let flags: [String] = ["--seconds=0.01", "--batch-size=3", "--threads=2", "--json"]
            let json: ProgramRun = try place.run("synamlp", ["latency", model] + flags)
            let times: Times = try JSONDecoder().decode(Times.self, from: Data(json.output.utf8))
            #expect(times.batch == 3 && times.threads == 2)
            #expect(times.min_us > 0 && times.median_us >= times.min_us)
            for flag in ["--batch-size=0", "--batch-size=10001", "--seconds=0", "--seconds=nan", "--seconds=1e9"] {
                let refused: ProgramRun = try place.run("synamlp", ["latency", model, flag])
                #expect(refused.status == 64 && refused.errors.contains("must be"), "\(flag): \(refused.errors)")
            }
        }
    }
}
