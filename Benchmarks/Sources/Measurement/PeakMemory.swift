import Foundation
import SynaNN

/// Returns the most resident memory of the process during the first run of the work, less the memory before it, in
/// bytes; `nil` where the system does not say it. Linux says it in `/proc/self/status`.
///
/// Memory that an earlier work has left to the library for reuse is released before.
public func peakMemory(of work: () -> Void) -> Int? {
    MemoryStatistics.releaseCachedBlocks()
    // The value 5 sets the peak back to the present size.
    guard (try? Data("5".utf8).write(to: URL(fileURLWithPath: "/proc/self/clear_refs"))) != nil,
        let before: Int = statusBytes("VmRSS:")
    else { return nil }
    work()
    return statusBytes("VmHWM:").map { $0 - before }
}

/// Returns a size of the file `/proc/self/status`, whose lines have the form `VmRSS:  1234 kB`.
private func statusBytes(_ field: String) -> Int? {
    guard let text: String = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return nil }
    let line: Substring? = text.split(separator: "\n").first { $0.hasPrefix(field) }
    return line?.split(separator: " ").dropLast().last.flatMap { Int($0) }.map { 1024 * $0 }
}
