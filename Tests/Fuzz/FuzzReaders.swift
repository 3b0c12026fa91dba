import ArgumentParser
import Foundation
import SynaNN

@main
struct FuzzReaders: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fuzz-readers",
        abstract: "Reads damaged IDX, npy, npz, safetensors, checkpoint, PNG, JPEG, CSV, text and synapse graph files.",
        discussion: """
            Makes one to eight random changes in a copy of an undamaged file and reads the copy. A reader must not \
            trap, must take at most one second for a file, and must not use more than --memory MiB. If a reader \
            traps, the process ends. The progress file then contains the number of the file, and --only reads this \
            file again. The same seed makes the same files.

                swift run -c release fuzz-readers --inputs 1000000
            """)

    @Option(help: "The number of files, divided among the readers.")
    var inputs = 1_000_000

    @Option(help: "The seed of the random changes.")
    var seed: UInt64 = 1

    @Option(help: "Run only this reader: idx, npy, npz, safetensors, checkpoint, png, jpeg, csv, text, graph.")
    var reader: String?

    @Option(help: "Read only the file with this number.")
    var only: Int?

    @Option(help: "The memory in MiB that the readers may map.")
    var memory = 1024

    @Option(help: "The path of the file that contains the number of the current file.")
    var progress: String = NSTemporaryDirectory() + "fuzz-readers.progress"

    func run() throws {
        let scratch: String = NSTemporaryDirectory() + "fuzz-\(ProcessInfo.processInfo.processIdentifier)"
        try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: scratch) }
        let readers: [Reader] = try Reader.all(scratch: scratch).filter { $0.name == reader ?? $0.name }
        if readers.isEmpty { throw ValidationError("there is no reader '\(reader ?? "")'") }
        for reader in readers {
            for file in reader.files { try check(reader, wholeFile: file) }
        }
        #if os(Linux)
        // Limits the address space of the process to the memory that is already mapped plus the value of `--memory`.
        let mapped: Int =
            Int((try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ").first ?? "0")
            ?? 0
        var limit = rlimit()
        limit.rlim_cur = rlim_t(mapped * 4096 + memory << 20)
        limit.rlim_max = limit.rlim_cur
        setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
        #endif
        let counter: Counter = try Counter(path: progress)
        for reader in readers { try fuzz(reader, counter) }
    }

    /// Throws if the reader refuses `file`, an undamaged file of its format. A run with such a reader would test
    /// nothing.
    private func check(_ reader: Reader, wholeFile file: [UInt8]) throws {
        do { try reader.read(file) } catch { throw ValidationError("\(reader.name) refuses an intact file: \(error)") }
    }

    private func fuzz(_ reader: Reader, _ counter: Counter) throws {
        let share: Int = self.reader == nil ? (inputs + Reader.count - 1) / Reader.count : inputs
        let range: Range<Int> = only.map { $0 ..< $0 + 1 } ?? 0 ..< share
        let clock = ContinuousClock()
        var (accepted, slowest): (Int, Duration) = (0, .zero)
        let began = clock.now
        for index in range {
            counter.note(reader.name, index)
            var mutator = Mutator(seed: seed &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(index))
            let file: [UInt8] = mutator.mutated(reader.files[index % reader.files.count], splicingFrom: reader.files)
            let start = clock.now
            if (try? reader.read(file)) != nil { accepted += 1 }
            let time: Duration = clock.now - start
            slowest = max(slowest, time)
            if time > .seconds(1) {
                throw ValidationError(
                    "\(reader.name) takes \(time) for file \(index): --reader \(reader.name) --only \(index)")
            }
        }
        let seconds: Double = (clock.now - began) / .seconds(1)
        print(
            String(
                format: "%@: %d files in %.1f s, %d of them accepted, the slowest in %.1f ms", reader.name, range.count,
                seconds, accepted, slowest / .milliseconds(1)))
        fflush(nil)
    }
}

/// A record of the current file's number, in a memory-mapped file. The file keeps the number if the process crashes.
final class Counter {
    private let address: UnsafeMutableRawPointer
    private static let size = 64

    init(path: String) throws {
        let descriptor: Int32 = open(path, O_RDWR | O_CREAT | O_TRUNC, 0o644)
        guard descriptor >= 0, ftruncate(descriptor, off_t(Self.size)) == 0,
            let mapped = mmap(nil, Self.size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0), mapped != MAP_FAILED
        else { throw ValidationError("\(path) cannot be written") }
        close(descriptor)
        address = mapped
    }

    func note(_ reader: String, _ index: Int) {
        let text: [UInt8] = Array("\(reader) \(index)\n".utf8.prefix(Self.size - 1))
        address.copyMemory(from: text, byteCount: text.count)
    }
}
