import Distributed
import Foundation
import Tensors

struct BrokenData: Error, CustomStringConvertible {
    var description: String { "images.idx: the file is damaged. Fetch it again." }
}

func makeDifferentShapes(_ world: Communicator) throws {
    _ = try world.allReduce(Tensor<Float>(zeros: world.rank == 1 ? [2, 3] : [3, 2]), .sum)
}

func makeDifferentCalls(_ world: Communicator) throws {
    if world.rank == 1 { try world.barrier() } else { _ = try world.allGather(Tensor<Double>([1])) }
}

func receiveWrongType(_ world: Communicator) throws {
    if world.rank == 1 {
        try world.send(Tensor<Float>([1]), to: 0)
        try world.barrier()
    } else {
        _ = try world.receive(Int8.self, from: 1)
    }
}

/// Rank 1 ends with an error that it announces, while the others wait for it.
func failOnOneRank(_ world: Communicator) throws {
    if world.rank == 1 { throw BrokenData() }
    try world.barrier()
}

/// Rank 1 ends without an error, while the others wait for it.
func endOneRank(_ world: Communicator) throws {
    if world.rank == 1 { exit(0) }
    try world.barrier()
}

/// Rank 1 ends as a Swift program does whose `main` throws.
func throwOnOneRank(_ world: Communicator) throws {
    if world.rank == 1 { fatalError("Error raised at top level: \(BrokenData())") }
    try world.barrier()
}

func abortOnOneRank(_ world: Communicator) throws {
    if world.rank == 1 { Communicator.abort("the disk is full.", code: 3) }
    try world.barrier()
}

/// Makes all kinds of operations until a rank fails. Each rank first writes its process to a file in the working
/// directory.
func loop(_ world: Communicator, timeout: Double) throws {
    let heartbeat = try Heartbeat(interval: .seconds(timeout / 10), timeout: .seconds(timeout))
    try "\(getpid())".write(toFile: "rank\(world.rank)", atomically: true, encoding: .utf8)
    let tree = ShardTree(shardCount: 8)
    while true {
        let sum = try world.startSumInOrder(
            shardSum(tree, world) { Tensor<Float>(repeating: Float($0), shape: [10_000]) }, shape: [10_000])
        _ = try world.allReduce(Tensor<Float>(zeros: [1000]), .sum)
        _ = try world.broadcast(Tensor<Int>([3]))
        _ = try world.allGather(Tensor<Int>(zeros: [world.rank]))
        _ = try sum.wait()
        _ = heartbeat.interval
    }
}
