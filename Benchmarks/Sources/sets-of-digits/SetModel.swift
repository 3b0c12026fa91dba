import SynaNN

/// A network that reads sets of images and predicts which digits occur.
protocol SetModel: Parameterized, Sendable {
    /// Returns the prediction for sets of images, `[sets, instances, 784]`. `mask` is true for the images of a set.
    func predict(_ images: Tensor<Float>, _ mask: Tensor<Bool>) -> Prediction
}

/// The predictions of a network for each set and digit, `[sets, 10]`, in the form in which the loss has most digits.
enum Prediction {
    case logits(Tensor<Float>)
    case probabilities(Tensor<Float>)
    /// The surprisals −log(1 − p) that the digits do not occur.
    case surprisals(Tensor<Float>)

    /// Returns the mean binary cross-entropy.
    func loss(_ labels: Tensor<Float>) -> Tensor<Float> {
        switch self {
        case .logits(let z): return binaryCrossEntropy(logits: z, labels)
        case .probabilities(let p): return binaryCrossEntropy(p, labels)
        case .surprisals(let s): return binaryCrossEntropy(surprisalOfComplement: s, labels)
        }
    }

    /// Numbers that increase with the probabilities, and are positive where the probability is above ½.
    var scores: Tensor<Float> {
        switch self {
        case .logits(let z): return z
        case .probabilities(let p): return p - 0.5
        case .surprisals(let s): return s - 0.693147180559945309417
        }
    }
}

/// The layers that every network has: two hidden layers with ReLU, which read a single image.
struct Encoder: Parameterized {
    var first, second: Linear<Float>

    init(_ width: Int, using generator: inout PhiloxGenerator) {
        first = Linear(784, width, using: &generator)
        second = Linear(width, width, using: &generator)
    }

    /// Returns the features of each image: `[sets, instances, 784] → [sets, instances, width]`.
    func callAsFunction(_ images: Tensor<Float>) -> Tensor<Float> { second(first(images).relu()) }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&first, "first")
        visitor.visit(&second, "second")
    }
}

extension Tensor<Float> {
    /// Returns the instances of the sets, `[sets, instances, …]`, with `value` in place of those outside of the mask.
    func kept(_ mask: Tensor<Bool>, else value: Float) -> Tensor<Float> {
        select(mask.expandingShape(at: 2), self, Tensor(value))
    }
}
