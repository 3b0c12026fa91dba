import Foundation

/// The program that draws plots. Tests that draw are skipped where it is missing, and a warning says so.
public enum Gnuplot {
    /// Whether a folder of PATH contains gnuplot.
    public static let isInstalled: Bool = {
        let folders: [Substring] = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        let isFound: Bool = folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/gnuplot") }
        if !isFound {
            FileHandle.standardError.write(
                Data("WARNING: SKIPPED THE TESTS THAT DRAW PLOTS: gnuplot is not in PATH.\n".utf8))
        }
        return isFound
    }()
}
