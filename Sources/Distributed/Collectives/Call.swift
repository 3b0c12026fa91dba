internal import CMPICalls
internal import Tensors

/// A call of a collective operation, as the ranks compare it.
struct Call {
    /// The collective operations.
    enum Kind: Int, CaseIterable {
        case barrier, split, duplicate, allReduce, reduceScatter, allGather, broadcast, gather, scatter
        case sumInOrder, reduceScatterInOrder, allGatherShares, verifyAgreement
    }

    /// The greatest number of axes that a record contains.
    static let greatestRank = 24
    static let recordLength = 4 + greatestRank

    let kind: Kind
    let type: Int
    /// A number that must be the same on all ranks: the root or the number of shards.
    let parameter: Int
    /// The lengths of the axes that must be the same on all ranks.
    let dimensions: [Int]

    init(_ kind: Kind, type: Int = -1, parameter: Int = -1, dimensions: [Int] = []) {
        (self.kind, self.type, self.parameter, self.dimensions) = (kind, type, parameter, dimensions)
    }

    init<Scalar: CommunicableScalar>(
        _ kind: Kind, _ type: Scalar.Type, parameter: Int = -1, dimensions: [Int] = []
    ) {
        self.init(kind, type: Int(Scalar._mpiType), parameter: parameter, dimensions: dimensions)
    }

    /// The call as numbers. Axes beyond the greatest rank appear as their product.
    var record: [Int] {
        let kept: [Int] = Array(dimensions.prefix(Self.greatestRank - 1))
        let rest: [Int] = dimensions.count > kept.count ? [dimensions.dropFirst(kept.count).reduce(1, &*)] : []
        let record: [Int] = [kind.rawValue, type, parameter, dimensions.count] + kept + rest
        return record + Array(repeating: 0, count: Self.recordLength - record.count)
    }

    /// A number that differs between different calls, except by chance: FNV-1a of the record.
    var digest: UInt64 {
        record.reduce(0xCBF2_9CE4_8422_2325) { digest, number in
            (0 ..< 8).reduce(digest) { ($0 ^ UInt64(truncatingIfNeeded: number >> ($1 * 8)) & 0xFF) &* 0x100_0000_01B3 }
        }
    }

    /// Returns the call of a record in words, such as "allReduce of Float [2, 3]".
    static func text(_ record: [Int]) -> String {
        let kind: String = Kind(rawValue: record[0]).map { "\($0)" } ?? "another operation"
        if record[1] < 0 { return kind }
        let dimensions: [Int] = Array(record[4 ..< 4 + min(max(record[3], 0), greatestRank)])
        let parameter: String =
            switch Kind(rawValue: record[0]) {
            case .broadcast, .gather, .scatter: " with root \(record[2])"
            case .sumInOrder, .reduceScatterInOrder: " over \(record[2]) shards"
            case .allGather: " with rows"
            default: ""
            }
        return "\(kind)\(parameter) of \(scalarName(record[1])) \(dimensions)"
    }

    /// Returns the name of the scalar with a number of `synann_mpi_type`.
    static func scalarName(_ type: Int) -> String {
        let names: [String] = [
            "Bool", "Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64", "Float", "Double",
            "Complex<Float>", "Complex<Double>", "Float16", "BFloat16",
        ]
        return names.indices.contains(type) ? names[type] : "an unknown type"
    }
}

extension Communicator {
    /// Throws `CommunicatorError.callsDiffer` unless all ranks make the same call. Waits for all ranks.
    func agree(on call: Call) throws(CommunicatorError) {
        if size == 1 { return }
        // The maximum of d and that of ~d are complements of each other only if all d are equal.
        let digests = Tensor<UInt64>([call.digest, ~call.digest])
        let greatest: [UInt64] = try startAllReduce(digests, .maximum).wait().scalars
        if greatest[0] == ~greatest[1] { return }
        let records: [[Int]] = try gatheredRecords(call.record)
        try Job.shared().markFailed()
        throw .callsDiffer(calls: records.map(Call.text))
    }

    /// Returns the numbers of all ranks, which have the same count of numbers.
    func gatheredRecords(_ record: [Int]) throws(CommunicatorError) -> [[Int]] {
        let all: [Int] = try startAllGather(Tensor<Int>(record)).wait().scalars
        return (0 ..< size).map { Array(all[$0 * record.count ..< ($0 + 1) * record.count]) }
    }
}
