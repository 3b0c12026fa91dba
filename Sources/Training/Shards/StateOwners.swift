import Differentiation
import Optimizers
import Tensors

/// The processes that keep the optimizer's state of the parameters, if each process keeps only a part. The process that
/// keeps the state of a parameter makes its steps, and sends the parameter to the others.
struct StateOwners: StateExchange {
    private let exchange: any ShardExchange
    /// The process of each parameter.
    let owners: [Int]

    /// Divides the parameters of a model among the processes of an exchange. Returns `nil` if every process keeps all
    /// of the state.
    init?(of model: some Parameterized, _ exchange: any ShardExchange) {
        guard exchange.processCount > 1 else { return nil }
        var (copy, counter) = (model, ParameterBytes())
        copy.visitParameters(&counter)
        guard exchange.sharesState(ofByteCount: counter.sizes.reduce(0, +)) else { return nil }
        self.exchange = exchange
        owners = Self.divide(counter.sizes, among: exchange.processCount)
    }

    /// Returns a process for each size, so that the processes have similar sums: the largest remaining size goes to the
    /// process with the least sum.
    static func divide(_ sizes: [Int], among processes: Int) -> [Int] {
        var sums = [Int](repeating: 0, count: processes)
        var owners = [Int](repeating: 0, count: sizes.count)
        for index in sizes.indices.sorted(by: { (sizes[$0], $1) > (sizes[$1], $0) }) {
            let least: Int = sums.indices.min { (sums[$0], $0) < (sums[$1], $1) } ?? 0
            owners[index] = least
            sums[least] += sizes[index]
        }
        return owners
    }

    /// The positions of the parameters of this process.
    var owned: Set<Int> { Set(owners.indices.filter { owners[$0] == exchange.processNumber }) }

    func fromOwner<Scalar: RealScalar>(_ tensor: Tensor<Scalar>, ofParameter index: Int) -> Tensor<Scalar> {
        exchange.broadcast(tensor, from: owners[index])
    }
}

/// A visitor that lists the number of bytes of each parameter.
private struct ParameterBytes: ParameterVisitor {
    var path: [String] = []
    private(set) var sizes: [Int] = []

    mutating func visitParameter<Scalar: RealScalar>(_ parameter: inout Tensor<Scalar>) {
        sizes.append(parameter.count * MemoryLayout<Scalar>.size)
    }
}

/// A visitor that replaces each parameter that is not frozen by that of its owner.
struct ParameterReceiver: ParameterVisitor {
    let owners: StateOwners
    let frozen: Set<String>
    var path: [String] = []
    private var position = 0

    init(_ owners: StateOwners, frozen: Set<String>) { (self.owners, self.frozen) = (owners, frozen) }

    mutating func visitParameter<Scalar: RealScalar>(_ parameter: inout Tensor<Scalar>) {
        defer { position += 1 }
        if parameter.count > 0 && !frozen.contains(name) {
            parameter = owners.fromOwner(parameter, ofParameter: position)
        }
    }
}
