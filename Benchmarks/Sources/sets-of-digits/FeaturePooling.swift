import SynaNN

/// A network that takes the greatest value of each feature over the images of a set, and computes the logits of the
/// digits from these values.
struct MaxOfFeatures: SetModel {
    /// The function that computes features, as the last step before the maximum.
    enum Activation: Sendable { case relu, tanh, sigmoid }

    var encoder: Encoder
    var head: Linear<Float>
    let activation: Activation

    init(_ width: Int, _ activation: Activation, using generator: inout PhiloxGenerator) {
        encoder = Encoder(width, using: &generator)
        head = Linear(width, 10, using: &generator)
        self.activation = activation
    }

    func predict(_ images: Tensor<Float>, _ mask: Tensor<Bool>) -> Prediction {
        let raw: Tensor<Float> = encoder(images)
        let features: Tensor<Float>
        switch activation {
        case .relu: features = raw.relu()
        case .tanh: features = raw.tanh()
        case .sigmoid: features = raw.sigmoid()
        }
        return .logits(head(features.kept(mask, else: -.infinity).max(axis: 1)))
    }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&encoder, "encoder")
        visitor.visit(&head, "head")
    }
}

/// A network in which each digit attends to the images of a set, and computes its logit from the mean of the features.
/// The weights of the mean are the softmax over the images of `V·tanh(U·h)`, or `V·(tanh(U·h) ∘ σ(G·h))` with a gate.
///
/// Source: M. Ilse, J. Tomczak, M. Welling, "Attention-based deep multiple instance learning", ICML 2018.
struct LabelAttention: SetModel {
    var encoder: Encoder
    var hidden, scores: Linear<Float>
    var gate: Linear<Float>?
    /// The weights of the features for each digit, `[10, width]`, and the biases, `[10]`.
    var head: Linear<Float>

    init(_ width: Int, hidden count: Int, isGated: Bool, using generator: inout PhiloxGenerator) {
        encoder = Encoder(width, using: &generator)
        hidden = Linear(width, count, using: &generator)
        scores = Linear(count, 10, using: &generator)
        gate = isGated ? Linear(width, count, using: &generator) : nil
        head = Linear(width, 10, using: &generator)
    }

    func predict(_ images: Tensor<Float>, _ mask: Tensor<Bool>) -> Prediction {
        let features: Tensor<Float> = encoder(images).relu()
        var inner: Tensor<Float> = hidden(features).tanh()
        if let gate { inner = inner * gate(features).sigmoid() }
        let weights: Tensor<Float> = scores(inner).kept(mask, else: -.infinity).softmax(axis: 1)
        // The logit of digit c is Σ_i a_ic (w_c · h_i) + b_c, because the weights a_ic add up to 1.
        return .logits((weights * head(features)).sum(axis: 1))
    }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&encoder, "encoder")
        visitor.visit(&hidden, "hidden")
        visitor.visit(&scores, "scores")
        visitor.visit(&gate, "gate")
        visitor.visit(&head, "head")
    }
}
