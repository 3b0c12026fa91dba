import Differentiation
import Tensors

/// An exchange between processes, each of which keeps the optimizer's state of some parameters.
package protocol StateExchange {
    /// Returns the tensor of the process that keeps the state of a parameter. All processes call this method together.
    /// `tensor` has the same shape in all of them.
    func fromOwner<Scalar: RealScalar>(_ tensor: Tensor<Scalar>, ofParameter index: Int) -> Tensor<Scalar>
}

extension OptimizerState {
    /// Receives the tensors that other processes keep. All processes call this method together, after the same number of
    /// steps. The state of a process that keeps no tensors is unchanged, and contains a received tensor for a moment only.
    ///
    /// - Parameters:
    ///   - model: The model whose parameters the state belongs to.
    ///   - exchange: The exchange with the other processes.
    ///   - keeps: Whether this process keeps the received tensors.
    package mutating func gather(for model: some Parameterized, by exchange: any StateExchange, keeps: Bool) {
        guard !entries.isEmpty else { return }
        var (copy, gatherer) = (model, EntryGatherer(exchange: exchange, keeps: keeps, entries: entries))
        copy.visitParameters(&gatherer)
        if keeps { (entries, ownedParameters) = (gatherer.entries, nil) }
    }
}

private struct EntryGatherer: ParameterVisitor {
    let exchange: any StateExchange
    let keeps: Bool
    var entries: [any StateEntry]
    var path: [String] = []
    private var position = 0

    init(exchange: any StateExchange, keeps: Bool, entries: [any StateEntry]) {
        (self.exchange, self.keeps, self.entries) = (exchange, keeps, entries)
    }

    mutating func visitParameter<Scalar: RealScalar>(_ parameter: inout Tensor<Scalar>) {
        defer { position += 1 }
        guard position < entries.count, let entry = entries[position] as? TypedStateEntry<Scalar> else {
            fatalError("optimizer: its state belongs to another model: nothing for parameter \(name)")
        }
        let count: Tensor<Double> = exchange.fromOwner(
            Tensor<Double>(Double(entry.tensors.count)), ofParameter: position)
        var tensors: [Tensor<Scalar>] = []
        for index in 0 ..< Int(count.scalar) {
            let own: Tensor<Scalar> = index < entry.tensors.count ? entry.tensors[index] : Tensor(zeros: entry.shape)
            let received: Tensor<Scalar> = exchange.fromOwner(own, ofParameter: position)
            if keeps { tensors.append(received) }
        }
        if keeps {
            entries[position] = TypedStateEntry(shape: entry.shape, stepCount: entry.stepCount, tensors: tensors)
        }
    }
}
