import Datasets
import Tensors
import Testing

@Suite struct BatchQueueTests {
    private func all(_ source: Numbers, batchSize: Int) throws(Numbers.Damage) -> [[Int]] {
        let queue = BatchQueue(source, order: Array(0 ..< source.count)[...], batchSize: batchSize)
        var batches: [[Int]] = []
        while let (batch, count) = try queue.nextBatch() {
            #expect(batch.count == count)
            batches.append(batch)
        }
        #expect(queue.isEmpty)
        return batches
    }

    @Test(arguments: [0, 1, 2, 7, 100])
    func theBatchesAreTheSameHoweverManyArePreparedAhead(ahead: Int) throws {
        for count in [0, 1, 5, 64, 65, 66] {
            let expected: [[Int]] = try all(Numbers(count: count), batchSize: 8)
            #expect(try all(Numbers(count: count, batchesAhead: ahead), batchSize: 8) == expected)
            #expect(expected.joined().elementsEqual(0 ..< count))
        }
    }

    @Test(arguments: [0, 3])
    func anErrorAppearsAtItsBatch(ahead: Int) throws {
        let source = Numbers(count: 40, batchesAhead: ahead, damaged: 17)
        let queue = BatchQueue(source, order: Array(0 ..< 40)[...], batchSize: 8)
        #expect(try queue.nextBatch()?.batch == Array(0 ..< 8))
        #expect(try queue.nextBatch()?.batch == Array(8 ..< 16))
        #expect(throws: Numbers.Damage(index: 17)) { try queue.nextBatch() }
    }

    @Test func aQueueThatIsNotReadToItsEndEndsItsThreads() throws {
        for _ in 0 ..< 50 {
            let queue = BatchQueue(Numbers(count: 1000, batchesAhead: 4), order: Array(0 ..< 1000)[...], batchSize: 2)
            _ = try queue.nextBatch()
        }
    }
}
