import Tensors
import Testing

@testable import Distributed

@Suite struct CallTests {
    @Test func differentCallsHaveDifferentDigests() {
        let calls: [Call] = [
            Call(.barrier), Call(.split), Call(.allReduce, Float.self, dimensions: [2, 3]),
            Call(.allReduce, Float.self, dimensions: [3, 2]), Call(.allReduce, Double.self, dimensions: [2, 3]),
            Call(.allReduce, Float.self, parameter: 1, dimensions: [2, 3]),
            Call(.allReduce, Float.self, dimensions: [2, 3, 0]),
            Call(.allReduce, Float.self, dimensions: [2 + 1 << 32, 3]),
        ]
        #expect(Set(calls.map(\.digest)).count == calls.count)
        #expect(calls[2].digest == Call(.allReduce, Float.self, dimensions: [2, 3]).digest)
    }

    @Test func aRecordHasAFixedLength() {
        for rank in [0, 3, Call.greatestRank, 40] {
            let record: [Int] = Call(.broadcast, Bool.self, dimensions: Array(repeating: 1, count: rank)).record
            #expect(record.count == Call.recordLength && record[3] == rank)
        }
    }

    @Test func theTextOfARecord() {
        #expect(Call.text(Call(.barrier).record) == "barrier")
        #expect(Call.text(Call(.allReduce, UInt8.self, dimensions: [2, 3]).record) == "allReduce of UInt8 [2, 3]")
        #expect(Call.text(Call(.gather, BFloat16.self, parameter: 3).record) == "gather with root 3 of BFloat16 []")
        #expect(
            Call.text(Call(.sumInOrder, Double.self, parameter: 8, dimensions: [4]).record)
                == "sumInOrder over 8 shards of Double [4]")
    }
}
