import Tensors
import TestSupport
import Testing

#if canImport(Glibc)
import Glibc
#endif

@Suite struct ThreadCountTests {
    @Test(arguments: [nil, "", "1", "2", "1024"])
    func aNumberThatIsPossibleIsTaken(text: String?) {
        let (count, warning) = Parallelism.threadCount(named: text, cores: 7)
        let wanted: Int? = text.flatMap { Int($0) }
        #expect(count == wanted ?? 7)
        #expect(warning == nil)
    }

    @Test(arguments: [
        "0", "-1", "1025", "999999", "9223372036854775807", "9223372036854775808", "nan", "2.5", " 2", "two",
        "2 threads",
    ])
    func anotherIsIgnoredAndNamed(text: String) {
        let (count, warning) = Parallelism.threadCount(named: text, cores: 7)
        #expect(count == 7)
        let words: String = warning ?? ""
        #expect(words.contains("'\(text)'") && words.contains("between 1 and 1024"))
    }

    @Test(arguments: [0, -1, 1025, Int.max])
    func settingAnImpossibleOneTraps(count: Int) async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [count] in
            Parallelism.threadCount = count
        }
        let errors: [UInt8] = result?.standardErrorContent ?? []
        #expect(String(decoding: errors, as: UTF8.self).contains("between 1 and 1024"))
    }

    #if os(Linux)
    /// A system that gives no more threads, as one with a limit of processes does: the results are the same.
    @Test func refusedThreadsAreDoneWithout() async {
        await #expect(processExitsWith: .success) {
            let x = Tensor<Float>(randomNormal: [400, 400], using: &Self.generator)
            Parallelism.threadCount = 1
            // No matrix product: OpenBLAS waits for ever for memory that it does not get.
            let expected: Tensor<Float> = x.exp()
            // No room for the stack of a thread.
            var limit = rlimit(rlim_cur: 0, rlim_max: 0)
            getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
            var pages = [Int](repeating: 0, count: 7)
            let file: UnsafeMutablePointer<FILE>? = fopen("/proc/self/statm", "r")
            var line = [CChar](repeating: 0, count: 200)
            fgets(&line, 200, file)
            pages[0] = Int(strtol(line, nil, 10))
            limit.rlim_cur = rlim_t(pages[0] * Int(sysconf(Int32(_SC_PAGESIZE))) + (6 << 20))
            try #require(setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0)
            Parallelism.threadCount = 64
            for _ in 0 ..< 5 { try #require(x.exp() == expected) }
        }
    }

    nonisolated(unsafe) private static var generator = PhiloxGenerator(seed: 1)
    #endif
}
