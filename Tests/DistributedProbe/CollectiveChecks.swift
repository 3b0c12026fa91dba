import ComplexModule
import Distributed
import Tensors

/// A check that is made for every scalar. `make` returns the scalar of a small whole number.
protocol ScalarCheck {
    func check<Scalar: CommunicableScalar>(_ make: (Int) -> Scalar) throws
}

func forEveryScalar(_ check: some ScalarCheck) throws {
    try check.check { $0 % 2 == 1 }
    try check.check { Int8($0) }
    try check.check { Int16($0) }
    try check.check { Int32($0) }
    try check.check { Int64($0) }
    try check.check { $0 }
    try check.check { UInt8($0) }
    try check.check { UInt16($0) }
    try check.check { UInt32($0) }
    try check.check { UInt64($0) }
    try check.check { UInt($0) }
    try check.check { Float($0) }
    try check.check { Double($0) }
    try check.check { Complex<Float>(Float($0), 1) }
    try check.check { Complex<Double>(Double($0), 1) }
    try check.check { Float16($0) }
    try check.check { BFloat16(Float($0)) }
}

/// Checks the operations that move elements. Rank r has numbers from 20·r on.
struct MovementCheck: ScalarCheck {
    let world: Communicator

    private func numbers<Scalar>(_ rank: Int, _ rows: Int, _ make: (Int) -> Scalar) -> Tensor<Scalar> {
        Tensor<Scalar>((0 ..< rows * 2).map { make(20 * rank + $0) }).reshaped(to: [rows, 2])
    }

    func check<Scalar: CommunicableScalar>(_ make: (Int) -> Scalar) throws {
        let (rank, size): (Int, Int) = (world.rank, world.size)
        let last: Int = size - 1
        // Rank r has r rows, so rank 0 has none. The memory is not contiguous.
        let own: Tensor<Scalar> = numbers(rank, rank, make).transposed().contiguous().transposed()
        let all: [Scalar] = (0 ..< size).flatMap { numbers($0, $0, make).scalars }
        let gathered = try world.allGather(own)
        expect(gathered.scalars == all && gathered.shape.dimensions[1] == 2, "allGather of \(Scalar.self)")
        let atRoot = try world.gather(own, to: last)
        expect(rank == last ? atRoot?.scalars == all : atRoot == nil, "gather of \(Scalar.self)")
        let sent: Tensor<Scalar> = numbers(last, 3, make)
        let received = try world.broadcast(rank == last ? sent : nil, from: last)
        expect(received == sent, "broadcast of \(Scalar.self)")
        let part = try world.scatter(rank == last ? numbers(0, 5, make) : nil, from: last)
        expect(part == numbers(0, 5, make)[world.share(of: 5)], "scatter of \(Scalar.self)")
        let next = try world.startSend(numbers(rank, 4, make), to: (rank + 1) % size, tag: 7)
        let previous: Tensor<Scalar> = try world.receive(from: (rank + last) % size, tag: 7)
        expect(previous == numbers((rank + last) % size, 4, make), "send and receive of \(Scalar.self)")
        try next.wait()
        let scalar = try world.broadcast(Tensor<Scalar>(make(rank + 1)), from: 0)
        expect(scalar.shape == [] && scalar.scalar == make(1), "broadcast of a scalar of \(Scalar.self)")
    }
}

func checkCollectives(_ world: Communicator) throws {
    try forEveryScalar(MovementCheck(world: world))
    try checkReductions(world) { Int8($0) }
    try checkReductions(world) { Int16($0) }
    try checkReductions(world) { Int32($0) }
    try checkReductions(world) { Int64($0) }
    try checkReductions(world) { $0 }
    try checkReductions(world) { UInt8($0) }
    try checkReductions(world) { UInt16($0) }
    try checkReductions(world) { UInt32($0) }
    try checkReductions(world) { UInt64($0) }
    try checkReductions(world) { UInt($0) }
    try checkReductions(world) { Float($0) }
    try checkReductions(world) { Double($0) }
    try checkSums(world) { Complex<Float>(Float($0), 0) }
    try checkSums(world) { Complex<Double>(Double($0), 0) }
    try checkNaN(world, Float.self)
    try checkNaN(world, Double.self)
    try checkLogic(world)
    try world.barrier()
}

/// Checks sum and product of the matrix i + rank on all ranks.
private func checkSums<Scalar: CommunicableScalar & Numeric>(
    _ world: Communicator, _ make: (Int) -> Scalar
) throws {
    let own = Tensor<Scalar>((0 ..< 6).map { make($0 + world.rank) }).reshaped(to: [3, 2])
    let ranks: Range<Int> = 0 ..< world.size
    let sums: [Scalar] = (0 ..< 6).map { i in ranks.reduce(make(0)) { $0 + make(i + $1) } }
    let products: [Scalar] = (0 ..< 6).map { i in ranks.reduce(make(1)) { $0 * make(i % 2 + $1 % 2) } }
    let factors = Tensor<Scalar>((0 ..< 6).map { make($0 % 2 + world.rank % 2) })
    let sum = try world.allReduce(own, .sum)
    expect(sum.shape == [3, 2] && sum.scalars == sums, "sum of \(Scalar.self)")
    expect(try world.allReduce(factors, .product).scalars == products, "product of \(Scalar.self)")
    let share = try world.reduceScatter(own, .sum)
    expect(share == sum[world.share(of: 3)], "reduceScatter of \(Scalar.self)")
    expect(try world.allReduce(own[0 ..< 0], .sum).count == 0, "sum of no elements of \(Scalar.self)")
}

private func checkReductions<Scalar: CommunicableScalar & Numeric & Comparable>(
    _ world: Communicator, _ make: (Int) -> Scalar
) throws {
    try checkSums(world, make)
    let own = Tensor<Scalar>([make(world.rank), make(world.size - world.rank)])
    expect(try world.allReduce(own, .minimum).scalars == [make(0), make(1)], "minimum of \(Scalar.self)")
    expect(
        try world.allReduce(own, .maximum).scalars == [make(world.size - 1), make(world.size)],
        "maximum of \(Scalar.self)")
}

private func checkNaN<Scalar: CommunicableScalar & RealScalar>(_ world: Communicator, _: Scalar.Type) throws {
    for special in 0 ..< world.size {
        let own = Tensor<Scalar>([world.rank == special ? Scalar.nan : 1, Scalar(world.rank)])
        for reduction: Reduction<Scalar> in [.minimum, .maximum, .sum] {
            let result: [Scalar] = try world.allReduce(own, reduction).scalars
            expect(result[0].isNaN && !result[1].isNaN, "NaN on rank \(special)")
        }
    }
}

private func checkLogic(_ world: Communicator) throws {
    let own = Tensor<Bool>([true, false, world.rank == 0, world.rank != 0])
    let isAlone: Bool = world.size == 1
    expect(try world.allReduce(own, .logicalAnd).scalars == [true, false, isAlone, false], "and")
    expect(try world.allReduce(own, .logicalOr).scalars == [true, false, true, !isAlone], "or")
}
