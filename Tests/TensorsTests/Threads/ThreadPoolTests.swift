import Tensors
import Testing

#if canImport(Glibc)
import Glibc
#endif

@Suite struct ThreadPoolTests {
    @Test func everyChunkRunsOnceFromEveryCaller() async {
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0 ..< 4 {
                group.addTask {
                    let marks = UnsafeMutableBufferPointer<Int32>.allocate(capacity: 1000)
                    marks.initialize(repeating: 0)
                    defer { marks.deallocate() }
                    Parallelism.forEachRange(of: 1000, length: 7) { range in
                        // Each chunk of the job starts a job of the thread pool.
                        let inner: Float = Tensor<Float>(ones: [50_000]).sum().scalar
                        for index in range { marks[index] += inner == 50_000 ? 1 : 100 }
                    }
                    return marks.allSatisfy { $0 == 1 }
                }
            }
            for await isRight in group { #expect(isRight) }
        }
    }

    #if os(Linux)
    /// If the system refuses to start more threads, the results stay the same.
    @Test func refusedThreadsDoNotChangeResults() async {
        await #expect(processExitsWith: .success) {
            let x = Tensor<Float>(randomNormal: [400, 400], using: &Self.generator)
            Parallelism.threadCount = 1
            // Computes no matrix product here: OpenBLAS would wait forever for memory that it cannot get.
            let expected: Tensor<Float> = x.exp()
            // Limits the address space, so that the stack of another thread does not fit.
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
