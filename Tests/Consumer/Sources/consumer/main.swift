import Foundation
import SynaNN

// Trains a Synapse with two inputs and two outputs on 256 examples of y = x₀ · (1 − 0.2 x₀) · (1 − 0.4 x₁) for the
// first output. Then prints the loss and the β of this output.
var generator = PhiloxGenerator(seed: 1)
let x = Tensor<Float>(randomUniform: [256, 2], using: &generator)
let target: Tensor<Float> = synapse(x, beta: Tensor([[0.2, 0.4], [0, 0]]))[.all, 0]
var layer = Synapse<Float>(2, using: &generator)
var optimizer = Adam(learningRate: 0.02)

var loss: Float = .infinity
for _ in 0 ..< 500 {
    let (value, gradient) = valueWithGradient(at: layer) { layer in
        (layer(x)[.all, 0] - target).squared().mean()
    }
    optimizer.update(&layer, along: gradient)
    loss = value.scalar
}
print("loss \(loss), beta\n\(layer.beta[0])")
if !(loss < 1e-6) || abs(layer.beta[0, 1].scalar - 0.4) > 0.02 {
    FileHandle.standardError.write(Data("the synapse was not learned\n".utf8))
    exit(1)
}
