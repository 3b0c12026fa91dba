import Foundation
import TestSupport
import Testing

/// A job of `distributed-probe` under mpirun.
struct Job {
    /// The program is in the folder of the test executable.
    private static let probe: String = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        .deletingLastPathComponent().appendingPathComponent("distributed-probe").path

    /// The path of mpirun, or `nil`, with a warning, if this machine has none.
    static let mpirun: String? = programInPath("mpirun", skipped: "ON SEVERAL RANKS")

    let process = Process()
    /// The working directory.
    let folder: URL
    private let output: URL

    /// Starts a job in a new folder. Runs the program without mpirun if there are no ranks. The variables come on top of
    /// this process's.
    init(ranks: Int?, variables: [String: String] = [:], _ arguments: [String]) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("job-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        output = folder.appendingPathComponent("output")
        try Data().write(to: output)
        let launcher: [String] =
            try ranks.map { ranks in
                let mpirun: String = try #require(Self.mpirun)
                return [mpirun, "--oversubscribe", "--allow-run-as-root", "-n", "\(ranks)"]
            } ?? []
        let command: [String] = launcher + [Self.probe] + arguments
        process.executableURL = URL(fileURLWithPath: command[0])
        process.arguments = Array(command.dropFirst())
        process.currentDirectoryURL = folder
        var environment: [String: String] = ProcessInfo.processInfo.environment
        environment["SWIFT_BACKTRACE"] = "enable=no"
        // Each rank would otherwise use all cores.
        environment["SYNANN_NUM_THREADS"] = "1"
        // The MPI library leaves memory behind, and unloads its plug-ins before the address sanitizer looks for leaks. So a
        // suppression by the plug-ins' names has no effect.
        environment["ASAN_OPTIONS"] = [environment["ASAN_OPTIONS"], "detect_leaks=0"].compactMap(\.self)
            .joined(separator: ":")
        environment.merge(variables) { $1 }
        process.environment = environment
        let handle: FileHandle = try FileHandle(forWritingTo: output)
        process.standardOutput = handle
        process.standardError = handle
        process.standardInput = FileHandle.nullDevice
        try withoutBlockedSignals { try process.run() }
    }

    /// Starts a job: see `init(ranks:variables:_:)`.
    init(ranks: Int?, variables: [String: String] = [:], _ arguments: String...) throws {
        try self.init(ranks: ranks, variables: variables, arguments)
    }

    /// Waits for the end of the job, deletes its folder, and returns its output. After `limit`, ends all its processes and
    /// records an issue.
    func finish(within limit: Duration = .seconds(240)) throws -> (status: Int32, lines: [String]) {
        let end: ContinuousClock.Instant = .now + limit
        while process.isRunning, ContinuousClock.now < end { Thread.sleep(forTimeInterval: 0.01) }
        if process.isRunning {
            let output = String(decoding: try Data(contentsOf: output), as: UTF8.self)
            Issue.record("the job \(process.arguments ?? []) still runs after \(limit): \(output.suffix(2000))")
            for number in runningProcesses() { kill(number, SIGKILL) }
        }
        process.waitUntilExit()
        defer { try? FileManager.default.removeItem(at: folder) }
        let text = String(decoding: try Data(contentsOf: output), as: UTF8.self)
        return (process.terminationStatus, text.split(separator: "\n").map { String($0) })
    }

    /// The numbers of mpirun and its ranks: the processes whose working directory is the folder of this job.
    private func runningProcesses() -> [pid_t] {
        let numbers: [pid_t] = ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap {
            pid_t($0)
        }
        let path: String = folder.resolvingSymlinksInPath().path
        return numbers.filter { number in
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(number)/cwd")) == path
        }
    }

    /// Waits until the ranks have written their process numbers, and returns these numbers.
    func processes(ranks: Int) throws -> [pid_t] {
        let end: ContinuousClock.Instant = .now + .seconds(60)
        while ContinuousClock.now < end {
            let numbers: [pid_t] = (0 ..< ranks).compactMap { rank in
                (try? String(contentsOf: folder.appendingPathComponent("rank\(rank)"), encoding: .utf8))
                    .flatMap { pid_t($0) }
            }
            if numbers.count == ranks { return numbers }
            Thread.sleep(forTimeInterval: 0.01)
        }
        return try #require(nil, "the ranks did not start")
    }
}
