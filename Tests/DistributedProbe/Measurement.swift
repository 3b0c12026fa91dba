import Distributed
import Tensors

/// Prints the time of a blocking reduction and of a sum in order for arrays of 8 bytes to 64 MB.
func measure(_ world: Communicator) throws {
    if world.rank == 0 { print("bytes, allReduce µs, startAllReduce µs, sumInOrder µs") }
    let tree = ShardTree(shardCount: world.size)
    for power in [3, 6, 9, 12, 15, 18, 21, 24, 26] {
        let (count, rounds): (Int, Int) = ((1 << power) / 4, power < 18 ? 300 : power < 24 ? 30 : 10)
        let own = Tensor<Float>(repeating: 1, shape: [count])
        let checked = try seconds(world, rounds) { _ = try world.allReduce(own, .sum) }
        let unchecked = try seconds(world, rounds) { _ = try world.startAllReduce(own, .sum).wait() }
        let sum: ShardSum<Float> = shardSum(tree, world) { _ in own }
        let ordered = try seconds(world, rounds) { _ = try world.startSumInOrder(sum, shape: [count]).wait() }
        let texts: [String] = [checked, unchecked, ordered].map { "\(($0 * 1e7).rounded() / 10)" }
        if world.rank == 0 { print("\(1 << power), \(texts.joined(separator: ", "))") }
    }
}

/// Returns the median time of a call in seconds.
private func seconds(_ world: Communicator, _ rounds: Int, _ body: () throws -> Void) throws -> Double {
    try world.barrier()
    var times: [Double] = []
    for _ in 0 ..< rounds {
        let start = ContinuousClock.now
        try body()
        times.append((ContinuousClock.now - start) / .seconds(1))
    }
    return times.sorted()[rounds / 2]
}
