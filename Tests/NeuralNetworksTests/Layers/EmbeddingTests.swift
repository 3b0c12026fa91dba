import Differentiation
import NeuralNetworks
import Tensors
import TestSupport
import Testing

@Suite struct EmbeddingTests {
    private func embedding(_ count: Int, _ width: Int, paddingIndex: Int? = nil) -> Embedding<Double> {
        var generator = PhiloxGenerator(seed: 1)
        return Embedding(count, width, paddingIndex: paddingIndex, using: &generator)
    }

    @Test func agreesWithPyTorch() {
        for reference in referenceCases(in: "embedding", as: ReferenceCase.self) {
            let padding: Int = reference.integer("padding_index")
            let shape: Shape = reference.tensor("weight", as: Double.self).shape
            let start: Embedding<Double> = embedding(
                shape[0], shape[1], paddingIndex: padding < 0 ? nil : padding)
            let found: [String] = problems(against: reference, inputs: ["weight"]) { inputs in
                var embedding: Embedding<Double> = start
                embedding.weight = inputs[0]
                return embedding(reference.integers("ids"))
            }
            #expect(found == [])
        }
    }

    @Test func hasItsDerivativesInEveryLayout() {
        let ids: [Tensor<Int>] = [
            Tensor([2, 0, 2]), Tensor([[1, 1], [3, 0]]), Tensor([], shape: [0, 3]), Tensor(3),
        ]
        for paddingIndex: Int? in [nil, 0, 3] {
            for ids in ids {
                let start: Embedding<Double> = embedding(4, 3, paddingIndex: paddingIndex)
                let isLearned: Tensor<Double> = Tensor((0 ..< 4).map { $0 == paddingIndex ? 0 : 1 }, shape: [4, 1])
                let found: [String] = problems(
                    of: { inputs in
                        var embedding: Embedding<Double> = start
                        // Multiplies the padding row by 0: the layer has no gradient for this row, so the row must not
                        // affect the central differences.
                        embedding.weight = inputs[0] * isLearned
                        return embedding(ids)
                    }, at: [sample([4, 3])])
                #expect(found == [], "\(ids.shape), padding \(String(describing: paddingIndex))")
            }
        }
    }

    @Test func paddingStartsAsZeroAndIsNotLearned() {
        let embedding: Embedding<Double> = embedding(5, 2, paddingIndex: 3)
        #expect(embedding.weight[3] == Tensor(zeros: [2]) && embedding.weight[2] != Tensor(zeros: [2]))
        let derivative: Embedding<Double> = gradient(at: embedding) { $0(Tensor([[3, 2], [3, 3]])).sum() }
        #expect(derivative.weight.scalars == [0, 0, 0, 0, 1, 1, 0, 0, 0, 0])
    }

    @Test func equalIdsAddUp() {
        let derivative: Embedding<Double> = gradient(at: embedding(3, 1)) { $0(Tensor([[1, 1], [2, 1]])).sum() }
        #expect(derivative.weight.scalars == [0, 3, 1])
        #expect(embedding(3, 1).parameterNames == ["weight"])
    }

    @Test(arguments: [4, -1])
    func anIdThatIsNoRowTraps(id: Int) async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [id] in
            var generator = PhiloxGenerator(seed: 1)
            _ = Embedding<Float>(4, 2, using: &generator)(Tensor([[0, id]]))
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("Embedding: the id \(id) of ids [1, 2] is not a row of the weight [4, 2]"))
    }

    @Test func aPaddingIndexThatIsNoRowTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var generator = PhiloxGenerator(seed: 1)
            _ = Embedding<Float>(4, 2, paddingIndex: 4, using: &generator)
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("padding index 4 is not within 0 ..< 4"))
    }
}
