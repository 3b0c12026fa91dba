import Foundation
import Tensors
import TestSupport
import Testing

@Suite struct ElementwiseKernelsTests {
    @Test func largeArraysAreCutWithoutASeam() {
        let count = 200_003
        let x: Tensor<Float> = sample([count], in: -3 ... 3)
        let y: Tensor<Float> = x.exp() + x
        for index in [0, 1, 32_767, 32_768, 65_536, 131_071, 200_002] {
            let value: Float = x.scalars[index]
            #expect(abs(y.scalars[index] - (exp(value) + value)) <= 1e-5 * (1 + exp(value)))
        }
    }
}
