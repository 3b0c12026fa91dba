import Differentiation
import Foundation
import NeuralNetworks
import Tensors
import TestSupport
import Testing

@Suite struct CTCTests {
    /// Returns the loss, computed as a sum over all paths: sequences of classes that give the labels when equal
    /// neighbours are merged and blanks are removed.
    private func lossByEnumeration(_ logProbabilities: Tensor<Double>, _ labels: [Int], blank: Int) -> Double {
        let (steps, classes): (Int, Int) = (logProbabilities.shape[0], logProbabilities.shape[1])
        let numbers: [Double] = logProbabilities.scalars
        var total = 0.0
        for code in 0 ..< Int(pow(Double(classes), Double(steps))) {
            let path: [Int] = (0 ..< steps).map { code / Int(pow(Double(classes), Double($0))) % classes }
            let kept: [Int] = path.indices.filter { $0 == 0 || path[$0] != path[$0 - 1] }.map { path[$0] }
            if kept.filter({ $0 != blank }) == labels {
                total += exp(path.enumerated().reduce(0) { $0 + numbers[$1.offset * classes + $1.element] })
            }
        }
        return -log(total)
    }

    @Test func sumsOverAllAlignments() {
        for labels in [[Int](), [1], [1, 1], [2, 1], [1, 2, 1]] {
            let scores: Tensor<Double> = sample([1, 5, 3], in: -2 ... 2, seed: labels.count).logSoftmax()
            let loss: Tensor<Double> = ctcLoss(scores, Tensor(labels, shape: [1, labels.count]), reduction: .sum)
            let expected: Double = lossByEnumeration(scores[0], labels, blank: 0)
            #expect(abs(loss.scalar - expected) < 1e-12, "\(labels)")
        }
    }

    /// A sample without a path has an infinite loss, or 0 with `zeroInfinity`. Two equal labels need a blank between
    /// them, so these labels need three steps, and the sample has two steps.
    @Test func sampleWithoutAlignmentIsInfiniteOrZero() {
        let scores: Tensor<Double> = sample([2, 2, 3]).logSoftmax()
        let labels = Tensor<Int>([[1, 1], [1, 2]])
        let losses: Tensor<Double> = ctcLoss(scores, labels, reduction: .none)
        #expect(losses.scalars[0] == .infinity && losses.scalars[1].isFinite)
        let derivative: Tensor<Double> = gradient(at: scores) { ctcLoss($0, labels, reduction: .sum) }
        #expect(derivative[0].scalars.allSatisfy { $0.isNaN } && derivative[1].scalars.allSatisfy { $0.isFinite })
        let (zeroed, gradients) = valueWithGradient(at: scores) {
            ctcLoss($0, labels, zeroInfinity: true, reduction: .sum)
        }
        #expect(zeroed.scalar == losses.scalars[1])
        #expect(gradients[0] == Tensor(zeros: [2, 3]) && gradients[1] == derivative[1])
    }

    @Test func noTimeAllowsNoLabels() {
        let none = Tensor<Double>(zeros: [2, 0, 3])
        let losses: Tensor<Double> = ctcLoss(none, Tensor([[1], [1]]), labelLengths: [0, 1], reduction: .none)
        #expect(losses.scalars == [0, .infinity])
        #expect(ctcLoss(Tensor<Double>(zeros: [0, 4, 3]), Tensor(zeros: [0, 2])).scalar.isNaN)
    }

    @Test func paddingHasNoEffect() {
        var scores: Tensor<Double> = sample([1, 5, 3]).logSoftmax()
        let short: Tensor<Double> = ctcLoss(scores[.all, ..<3], Tensor([[1, 2]]))
        scores[0, 3...] = Tensor(repeating: .nan, shape: [2, 3])
        let (loss, derivative) = valueWithGradient(at: scores) {
            ctcLoss($0, Tensor([[1, 2, -7]]), inputLengths: [3], labelLengths: [2])
        }
        #expect(loss == short && derivative[0, 3...] == Tensor(zeros: [2, 3]))
        #expect(derivative[0, ..<3].scalars.allSatisfy { $0 <= 0 })
    }

    @Test func notANumberStaysNotANumber() {
        for (time, label) in [(0, 0), (1, 1), (2, 2)] {
            var scores: Tensor<Double> = sample([1, 4, 3]).logSoftmax()
            scores[0, time, label] = Tensor(.nan)
            let (loss, derivative) = valueWithGradient(at: scores) { ctcLoss($0, Tensor([[1, 2]])) }
            #expect(loss.scalar.isNaN && derivative.sum().scalar.isNaN, "NaN at \(time), \(label)")
        }
    }

    /// The probability of a path, about e⁻⁵⁰⁰⁰⁰, underflows in `Float`. The loss is the negative logarithm of a
    /// probability, and does not underflow.
    @Test func longSequencesDoNotUnderflow() {
        let scores = Tensor<Float>(repeating: -100, shape: [1, 500, 4])
        let loss: Float = ctcLoss(scores, Tensor(repeating: 1, shape: [1, 3]), reduction: .sum).scalar
        #expect(loss > 49_900 && loss < 50_000)
    }

    @Test func sameBitsAtEveryThreadCount() {
        let threads: Int = Parallelism.threadCount
        defer { Parallelism.threadCount = threads }
        let scores: Tensor<Float> = sample([9, 12, 5], in: -2 ... 2).logSoftmax()
        let labels = Tensor<Int>((0 ..< 27).map { 1 + $0 % 4 }, shape: [9, 3])
        let answers = [1, 3].map { count in
            Parallelism.threadCount = count
            return valueWithGradient(at: scores) { ctcLoss($0, labels) }
        }
        #expect(answers[0].0 == answers[1].0 && answers[0].1 == answers[1].1)
    }

    @Test func labelThatIsTheBlankTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = ctcLoss(Tensor<Float>(zeros: [1, 4, 3]), Tensor([[1, 0]]))
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("ctcLoss: label 0 is not one of 3 classes, or is the blank 0"))
    }

    @Test func lengthsBeyondTheShapesTrap() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = ctcLoss(Tensor<Float>(zeros: [1, 4, 3]), Tensor([[1, 2]]), inputLengths: [5])
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("ctcLoss: sample 0 has input length 5 of 4 and label length 2 of 2"))
    }
}
