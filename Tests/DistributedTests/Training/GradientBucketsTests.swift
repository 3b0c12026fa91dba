import Tensors
import Testing
import Training

@testable import Distributed

@Suite struct GradientBucketsTests {
    /// Every tensor with elements is in one bucket, in descending order, without gaps. A bucket has one type, and is
    /// below the limit without its last tensor.
    @Test func bucketsContainEveryTensorOnce() {
        var generator = PhiloxGenerator(seed: 2)
        for _ in 0 ..< 200 {
            let count = Int(generator.next() % 12)
            let gradients: [GradientSize] = (0 ..< count).map { _ in
                GradientSize(count: Int(generator.next() % 5) * 10, scalarSize: generator.next() % 4 == 0 ? 8 : 4)
            }
            let limit = Int(generator.next() % 300) + 1
            let buckets = GradientBuckets(gradients, bytes: limit)
            let sent: [Int] = gradients.indices.reversed().filter { gradients[$0].count > 0 }
            #expect(buckets.buckets.flatMap(\.indices) == sent)
            for (number, bucket) in buckets.buckets.enumerated() {
                var next = 0
                for (index, start) in zip(bucket.indices, bucket.starts) {
                    #expect(start == next && gradients[index].scalarSize == bucket.scalarSize)
                    #expect(start * bucket.scalarSize < limit)
                    #expect(buckets.bucketOfTensor[index] == number && buckets.startOfTensor[index] == start)
                    next += gradients[index].count
                }
                #expect(bucket.count == next)
            }
            for index in gradients.indices where gradients[index].count == 0 {
                #expect(buckets.bucketOfTensor[index] == nil)
            }
        }
    }
}
