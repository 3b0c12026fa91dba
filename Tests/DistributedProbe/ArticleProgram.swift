import Differentiation
import Distributed
import Foundation
import Tensors

/// The program of docs/distributed.md: fits a line to points by gradient descent. Each rank knows only its shards.
func fitLine(_ world: Communicator) throws {
    let heartbeat = try Heartbeat()
    let tree = ShardTree(shardCount: 8)
    let x = Tensor<Double>(from: -40, to: 40) / 40
    let y: Tensor<Double> = 3 * x + 1
    try world.verifyAgreement("\(y.sum().scalar)", of: "data")

    var line = Tensor<Double>([0, 0])  // slope and intercept
    for _ in 0 ..< 60 {
        let own: Range<Int> = world.share(of: tree.shardCount)
        var sum = ShardSum<Double>(of: tree, from: own.lowerBound)
        for shard in own {
            let points: Range<Int> = shard * 10 ..< (shard + 1) * 10
            sum.append(
                gradient(at: line) { line in (line[0] * x[points] + line[1] - y[points]).squared().sum() })
        }
        line -= 0.01 * (try world.sumInOrder(sum, shape: line.shape))
    }
    if world.rank == 0 { print("ok: \(world.size) ranks, slope and intercept \(line)") }
    heartbeat.stop()
}

func runOnAllRanks() {
    do {
        try fitLine(Communicator.world)
    } catch {
        print("error: \(error)")
        Communicator.announceFailure(error)
        exit(1)
    }
}
