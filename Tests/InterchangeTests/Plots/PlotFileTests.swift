import Foundation
import Interchange
import TestSupport
import Testing

@Suite struct PlotFileTests {
    private func path(_ ending: String) -> String { NSTemporaryDirectory() + "plot-\(UUID().uuidString).\(ending)" }

    @Test func textIsQuoted() {
        #expect(PlotFile.quoted("a 'b' \\n \"c\"") == "'a ''b'' \\n \"c\"'")
        #expect(PlotFile.quoted("one\ntwo\r\nthree\u{1}") == "'one two three '")
        #expect(PlotFile.quoted("") == "''")
    }

    @Test func unusablePathsAreReportedFirst() {
        let format = #expect(throws: PlotError.self) { try PlotFile(path: "plot.pdf") }
        #expect(format?.fault == .unknownFormat && format?.path == "plot.pdf")
        let directory = #expect(throws: PlotError.self) { try PlotFile(path: "/no/such/directory/plot.png") }
        #expect(directory?.fault == .failed("No such file or directory"))
    }

    @Test(.enabled(if: !Gnuplot.isInstalled))
    func aMissingGnuplotIsNamed() {
        let error = #expect(throws: PlotError.self) { try PlotFile(path: path("png")) }
        #expect(error?.fault == .missing)
    }

    @Test(.enabled(if: Gnuplot.isInstalled))
    func plotsAreDrawn() throws {
        for (ending, start) in [("png", [0x89, 0x50, 0x4E, 0x47] as [UInt8]), ("SVG", Array("<?xml".utf8))] {
            let file = try PlotFile(path: path(ending))
            defer { try? FileManager.default.removeItem(atPath: file.path) }
            // Makes the script longer than the buffer of a pipe.
            let comments = String(repeating: "# a comment that gnuplot skips\n", count: 10_000)
            try file.draw(comments + "plot sin(x) title \(PlotFile.quoted("it's"))\n", width: 300, height: 200)
            #expect(try Data(contentsOf: URL(fileURLWithPath: file.path)).starts(with: start))
        }
    }

    @Test(.enabled(if: Gnuplot.isInstalled))
    func gnuplotsErrorsAreReported() throws {
        let file = try PlotFile(path: path("png"))
        let error = #expect(throws: PlotError.self) { try file.draw("plot nonsense(x)\n", width: 9, height: 9) }
        guard case .failed(let reason)? = error?.fault else { return #expect(Bool(false)) }
        #expect(reason.contains("nonsense"))
        #expect(!FileManager.default.fileExists(atPath: file.path))
    }
}
