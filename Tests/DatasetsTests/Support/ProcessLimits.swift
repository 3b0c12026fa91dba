import Foundation

/// Returns the greatest amount of memory that the process has used so far, in bytes.
func peakMemory() -> Int {
    var usage = rusage()
    #if canImport(Darwin)
    getrusage(RUSAGE_SELF, &usage)
    return usage.ru_maxrss
    #else
    // 0 is RUSAGE_SELF. On Linux, this name is a case of an enumeration in Swift, which getrusage does not accept.
    // getrusage counts the memory in kilobytes on Linux.
    getrusage(0, &usage)
    return usage.ru_maxrss * 1024
    #endif
}

/// Limits the size of every file that the process writes to `size` bytes. Ends the process if the system refuses the
/// limit.
func limitFileSize(to size: UInt64) {
    var limit = rlimit(rlim_cur: rlim_t(size), rlim_max: rlim_t(size))
    #if canImport(Darwin)
    let status: Int32 = setrlimit(RLIMIT_FSIZE, &limit)
    #else
    let status: Int32 = setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
    #endif
    guard status == 0 else { fatalError("setrlimit: \(String(cString: strerror(errno)))") }
}
