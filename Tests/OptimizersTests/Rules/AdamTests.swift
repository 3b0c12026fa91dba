import Optimizers
import Tensors
import Testing

@Suite struct AdamTests {
    private func moved(_ rule: Adam, _ start: Tensor<Double>, _ gradients: [Tensor<Double>]) -> Tensor<Double> {
        var (point, rule) = (start, rule)
        for gradient in gradients { rule.update(&point, along: gradient) }
        return point
    }

    /// After a large gradient, Adam's divisor becomes smaller again. The divisor of AMSGrad never becomes smaller, so
    /// the later steps of AMSGrad are shorter.
    @Test func amsgradNeverDividesByLess() {
        let gradients: [Tensor<Double>] = [Tensor([100])] + [Tensor<Double>](repeating: Tensor([0.1]), count: 60)
        let plain: Tensor<Double> = moved(Adam(learningRate: 0.1, beta2: 0.5), Tensor([0]), gradients)
        let greatest: Tensor<Double> = moved(Adam(learningRate: 0.1, beta2: 0.5, amsgrad: true), Tensor([0]), gradients)
        #expect(plain.scalar < -3 && greatest.scalar > -1.5)
    }
}
