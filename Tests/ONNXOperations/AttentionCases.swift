import SynaNN
import TestSupport

extension OperationCase {
    static var attentionCases: [OperationCase] {
        let heads: Shape = [3, 5, 4]
        return [
            OperationCase("attention", x: heads, y: heads) { _, input in
                attention(input.x, input.y, input.x * input.y, scale: 0.7)
            },
            OperationCase("attention-causal", x: heads, y: [3, 6, 4]) { _, input in
                attention(input.x, input.y, input.y.squared(), isCausal: true)
            },
            OperationCase("attention-allowing", x: heads, ids: [5]) { _, input in
                // Queries of samples in which every number is at most 1 may attend to no key, and their result is NaN.
                let allowed: Tensor<Bool> = (input.ids .> 1).reshaped(to: [input.ids.shape[0], 1, 1, 5] as Shape)
                return attention(input.x, input.x, input.x, mask: .allowing(allowed))
            },
            OperationCase("attention-adding", x: heads) { _, input in
                attention(input.x, input.x, input.x, mask: .adding(sample([5, 5])), isCausal: true)
            },
        ]
    }
}
