import Tensors
import Testing

@Suite struct ParallelismTests {
    @Test(arguments: [nil, "", "1", "2", "1024"])
    func aValidNumberSetsTheThreadCount(text: String?) {
        let (count, warning) = Parallelism.threadCount(named: text, cores: 7)
        let wanted: Int? = text.flatMap { Int($0) }
        #expect(count == wanted ?? 7)
        #expect(warning == nil)
    }

    @Test(arguments: [
        "0", "-1", "1025", "999999", "9223372036854775807", "9223372036854775808", "nan", "2.5", " 2", "two",
        "2 threads",
    ])
    func anInvalidNumberIsIgnoredWithAWarning(text: String) {
        let (count, warning) = Parallelism.threadCount(named: text, cores: 7)
        #expect(count == 7)
        let words: String = warning ?? ""
        #expect(words.contains("'\(text)'") && words.contains("between 1 and 1024"))
    }

    @Test(arguments: [0, -1, 1025, Int.max])
    func settingAnInvalidCountTraps(count: Int) async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [count] in
            Parallelism.threadCount = count
        }
        let errors: [UInt8] = result?.standardErrorContent ?? []
        #expect(String(decoding: errors, as: UTF8.self).contains("between 1 and 1024"))
    }
}
