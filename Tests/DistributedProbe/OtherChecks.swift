import Distributed
import Foundation
import Tensors

/// Arrays of several MB, and arrays that are cut into pieces because MPI could not count their elements.
func checkPieces(_ world: Communicator) throws {
    try checkLargeArrays(world, count: 1 << 18)
    try checkLargeArrays(world.duplicate(greatestCount: 1000), count: 12_345)
    try checkLargeArrays(world.duplicate(greatestCount: 7), count: 100)
}

private func checkLargeArrays(_ group: Communicator, count: Int) throws {
    let (rank, size): (Int, Int) = (group.rank, group.size)
    func numbers(_ rank: Int) -> Tensor<Int> { Tensor<Int>(from: rank, to: rank + count) }
    let sum: Tensor<Int> = (1 ..< size).reduce(numbers(0)) { $0 + numbers($1) }
    expect(try group.allReduce(numbers(rank), .sum) == sum, "allReduce of \(count)")
    expect(try group.reduceScatter(numbers(rank), .sum) == sum[group.share(of: count)], "reduceScatter of \(count)")
    let parts: [Int] = (0 ..< size).flatMap { numbers($0)[0 ..< count / 2 + $0].scalars }
    let part: Tensor<Int> = numbers(rank)[0 ..< count / 2 + rank]
    expect(try group.allGather(part).scalars == parts, "allGather of \(count)")
    let gathered = try group.gather(part)
    expect(rank == 0 ? gathered?.scalars == parts : gathered == nil, "gather of \(count)")
    expect(try group.broadcast(rank == 0 ? numbers(5) : nil) == numbers(5), "broadcast of \(count)")
    let share = try group.scatter(rank == 0 ? numbers(0) : nil)
    expect(share == numbers(0)[group.share(of: count)], "scatter of \(count)")
    expect(try group.allGatherShares(share, shape: [count]) == numbers(0), "allGatherShares of \(count)")
    let send = try group.startSend(numbers(rank), to: (rank + 1) % size)
    let previous: Int = (rank + size - 1) % size
    expect(try group.receive(from: previous) == numbers(previous), "receive of \(count)")
    try send.wait()
}

/// Operations that overlap, and whose results the ranks await in different orders.
func checkNonblocking(_ world: Communicator) throws {
    let count = 10_000
    let shapes: [Int] = (1 ... 8).map { $0 * count }
    let sums = try shapes.map { try world.startAllReduce(Tensor<Int>(repeating: world.rank, shape: [$0]), .sum) }
    let tree = ShardTree(shardCount: 5)
    let ordered = try shapes.map { count in
        try world.startSumInOrder(
            shardSum(tree, world) { Tensor<Float>(repeating: Float($0), shape: [count]) }, shape: [count])
    }
    let receives = try (0 ..< 4).map { _ in
        try world.startReceive(Int.self, from: (world.rank + world.size - 1) % world.size)
    }
    let sends = try (0 ..< 4).map { number in
        try world.startSend(Tensor<Int>([number]), to: (world.rank + 1) % world.size)
    }
    let barrier = try world.startBarrier()
    // Even ranks wait from the first to the last, odd ranks from the last to the first.
    let order: [Int] = world.rank % 2 == 0 ? Array(shapes.indices) : shapes.indices.reversed()
    for index in order {
        expect(try ordered[index].wait() == Tensor(repeating: 10, shape: [shapes[index]]), "ordered sum \(index)")
    }
    for number in world.rank % 2 == 0 ? [0, 1, 2, 3] : [3, 1, 2, 0] {
        expect(try receives[number].wait().scalar == number, "message \(number)")
    }
    for index in order.reversed() {
        let expected: Int = world.size * (world.size - 1) / 2
        expect(try sums[index].wait() == Tensor(repeating: expected, shape: [shapes[index]]), "sum \(index)")
    }
    for send in sends { try send.wait() }
    while !barrier.isFinished { usleep(100) }
    try barrier.wait()
}

func checkGroups(_ world: Communicator) throws {
    let half = try world.split(color: world.rank % 2, key: -world.rank)
    let members: [Int] = (0 ..< world.size).filter { $0 % 2 == world.rank % 2 }.reversed()
    let gathered: [Int]? = try half?.allGather(Tensor<Int>([world.rank])).scalars
    expect(gathered == members && half?.rank == members.firstIndex(of: world.rank), "split")
    let none = try world.split(color: world.rank == 0 ? nil : 3)
    expect(world.rank == 0 ? none == nil : none?.size == world.size - 1, "split without a group")
    let copy = try world.duplicate()
    let first = try world.startAllReduce(Tensor<Int>([1]), .sum)
    let second = try copy.startAllReduce(Tensor<Int>([2]), .sum)
    expect(try second.wait().scalar == 2 * world.size, "duplicate")
    expect(try first.wait().scalar == world.size && copy.hostNames == world.hostNames, "duplicate")
}

func checkAgreement(_ world: Communicator) throws {
    try world.verifyAgreement("abc", of: "data")
    try world.verifyAgreement("", of: "seed")
    try world.verifyAgreement(world.rank == 1 ? "abd" : "abcde", of: "model")
}

/// Returns the sum of this rank's shards, which `make` returns. A shard may be absent.
func shardSum<Scalar>(
    _ tree: ShardTree, _ group: Communicator, _ make: (Int) -> Tensor<Scalar>?
) -> ShardSum<Scalar> {
    let own: Range<Int> = group.share(of: tree.shardCount)
    var sum = ShardSum<Scalar>(of: tree, from: own.lowerBound)
    for shard in own { sum.append(make(shard)) }
    return sum
}

/// Prints the bits of sums in order, which must not depend on the number of ranks.
func printOrderedSums(_ world: Communicator) throws {
    for shardCount in [1, 2, 3, 5, 8, 13] {
        for absent in [[], [0], [shardCount - 1], Array(0 ..< shardCount)] {
            for count in [0, 1, 2, 7, 1000] {
                try printOrderedSum(world, shardCount, absent: absent, count, Float.self)
            }
        }
        try printOrderedSum(world, shardCount, absent: [1], 50, Double.self)
        try printOrderedSum(world.duplicate(greatestCount: 6), shardCount, absent: [2, 3], 100, Float.self)
    }
}

private func printOrderedSum<Scalar: CommunicableScalar & RealScalar>(
    _ group: Communicator, _ shardCount: Int, absent: [Int], _ count: Int, _ type: Scalar.Type
) throws {
    let sum: ShardSum<Scalar> = shardSum(ShardTree(shardCount: shardCount), group) { shard in
        var generator = PhiloxGenerator(seed: UInt64(shard))
        return absent.contains(shard) ? nil : Tensor<Scalar>(randomNormal: [count, 1], using: &generator)
    }
    let total = try group.sumInOrder(sum, shape: [count, 1])
    let share = try group.reduceScatterInOrder(sum, shape: [count, 1])
    expect(share == total.reshaped(to: [count])[group.share(of: count)], "reduceScatterInOrder")
    expect(try group.allGatherShares(share, shape: [count, 1]) == total, "allGatherShares")
    // The other ranks have the same result.
    try group.verifyAgreement("\(total.scalars)", of: "ordered sum")
    guard group.rank == 0 else { return }
    let digest: UInt64 = total.scalars.reduce(UInt64(count)) { digest, scalar in
        (digest &* 31) ^ Double(scalar).bitPattern
    }
    print("\(type) \(shardCount) \(absent) \(count): \(String(digest, radix: 16))")
}
