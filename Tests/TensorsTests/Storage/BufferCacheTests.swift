import Foundation
import Tensors
import TestSupport
import Testing

/// The memory of tensors. The tests run in processes of their own, where no other test allocates.
@Suite struct BufferCacheTests {
    /// The bytes in use are those of the living tensors, for blocks that a thread keeps and for shared blocks.
    @Test func usedBytesAreThoseOfLivingTensors() async {
        await #expect(processExitsWith: .success) {
            for count in [1, 100, 1000, 16_384, 16_385, 100_000] {
                let before: Int = MemoryStatistics.current.usedBytes
                do {
                    let tensors: [Tensor<Float>] = (0 ..< 10).map { Tensor(repeating: Float($0), shape: [count]) }
                    let used: Int = MemoryStatistics.current.usedBytes - before
                    try #require(used >= 10 * 4 * count && used <= 10 * (4 * count + 64 + count / 2), "\(count)")
                    try #require(tensors.map { $0.sum().scalar } == (0 ..< 10).map { Float($0 * count) })
                }
                try #require(MemoryStatistics.current.usedBytes == before, "\(count)")
            }
        }
    }

    /// After a first round, a computation gets its memory from the cache, also if another thread frees the tensors.
    @Test func blocksAreReused() async {
        await #expect(processExitsWith: .success) {
            func round() async {
                for count in [1, 16, 17, 128, 1000, 5000, 20_000] {
                    let tensors: [Tensor<Double>] = (0 ..< 20).map { _ in Tensor(zeros: [count]) }
                    await Task.detached { withExtendedLifetime(tensors) {} }.value
                }
            }
            for _ in 0 ..< 30 { await round() }
            let before: Int = MemoryStatistics.current.systemAllocations
            for _ in 0 ..< 10 { await round() }
            // A thread of the pool that runs for the first time may take a few new blocks.
            try #require(MemoryStatistics.current.systemAllocations - before < 200)
        }
    }

    /// A thread returns its blocks when it ends, and its tensors remain valid and are counted.
    @Test func tensorsOutliveTheirThread() async {
        await #expect(processExitsWith: .success) {
            let before: MemoryStatistics = .current
            nonisolated(unsafe) var kept: [Tensor<Float>] = []
            for number in 0 ..< 20 {
                let done = DispatchSemaphore(value: 0)
                let thread = Thread {
                    for _ in 0 ..< 100 { _ = Tensor<Float>(zeros: [50]) + 1 }
                    kept.append(Tensor(repeating: Float(number), shape: [100]))
                    done.signal()
                }
                thread.start()
                done.wait()
                while !thread.isFinished { usleep(100) }
            }
            try #require(kept.map { $0.max().scalar } == (0 ..< 20).map(Float.init))
            try #require(MemoryStatistics.current.usedBytes - before.usedBytes == 20 * 448)
            kept = []
            try #require(MemoryStatistics.current.usedBytes == before.usedBytes)
        }
    }

    /// No block is in the cache after `releaseCachedBlocks`.
    @Test func releasedBlocksLeaveTheCache() async {
        await #expect(processExitsWith: .success) {
            for count in [10, 3000, 200_000] { _ = Tensor<Float>(zeros: [count]) + 1 }
            try #require(MemoryStatistics.current.cachedBytes > 0)
            MemoryStatistics.releaseCachedBlocks()
            try #require(MemoryStatistics.current.cachedBytes == 0)
            try #require((Tensor<Float>(ones: [10]) + 1).scalars == [Float](repeating: 2, count: 10))
        }
    }
}
