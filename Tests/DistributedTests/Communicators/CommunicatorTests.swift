import Tensors
import TestSupport
import Testing

@testable import Distributed

/// Mistakes of a programmer, in a process without mpirun.
@Suite struct CommunicatorTests {
    @Test func aRankOutsideTheGroupTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = try Communicator.world.broadcast(Tensor<Float>([1]), from: -1)
        }
        let resultText: String = text(result?.standardErrorContent)
        #expect(resultText.contains("broadcast: the rank must be in 0 ..< 1, not -1"))
    }

    @Test func aTensorWithoutAxesTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = try Communicator.world.allGather(Tensor<Float>(1))
        }
        let resultText: String = text(result?.standardErrorContent)
        #expect(resultText.contains("allGather: the tensor needs at least one axis"))
    }

    @Test func aRootWithoutATensorTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = try Communicator.world.scatter(Tensor<Float>?.none)
        }
        let resultText: String = text(result?.standardErrorContent)
        #expect(resultText.contains("scatter: rank 0 is the root, but gives no tensor"))
    }

    @Test func shardsOfAnotherRankTrap() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = try Communicator.world.sumInOrder(ShardSum<Float>(of: ShardTree(shardCount: 2)), shape: [3])
        }
        let resultText: String = text(result?.standardErrorContent)
        #expect(resultText.contains("rank 0 of 1 has the shards 0..<2 of 2"))
    }

    @Test func aShortTimeoutTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = try Heartbeat(interval: .seconds(2), timeout: .seconds(3))
        }
        let resultText: String = text(result?.standardErrorContent)
        #expect(resultText.contains("must be at least twice the interval"))
    }
}
