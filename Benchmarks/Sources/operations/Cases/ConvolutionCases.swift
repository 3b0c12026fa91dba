import Measurement
import SynaNN

/// Returns convolutions, forward and with the gradients of input, weights and bias.
func convolutionCases() -> [OperationCase] {
    var cases: [OperationCase] = []
    for shape in ConvolutionShape.measured { cases += shape.cases() }
    return cases
}

/// The shape of a convolution of square images.
private struct ConvolutionShape {
    let batch, inputs, outputs, side, kernel: Int
    var stride = 1
    var dilation = 1
    var padding: Int

    static let measured = [
        ConvolutionShape(batch: 1, inputs: 1, outputs: 10, side: 28, kernel: 5, padding: 0),
        ConvolutionShape(batch: 100, inputs: 1, outputs: 10, side: 28, kernel: 5, padding: 0),
        ConvolutionShape(batch: 32, inputs: 3, outputs: 32, side: 32, kernel: 3, padding: 1),
        ConvolutionShape(batch: 1, inputs: 64, outputs: 64, side: 32, kernel: 3, padding: 1),
        ConvolutionShape(batch: 16, inputs: 64, outputs: 64, side: 32, kernel: 3, padding: 1),
        ConvolutionShape(batch: 16, inputs: 128, outputs: 128, side: 16, kernel: 3, padding: 1),
        ConvolutionShape(batch: 16, inputs: 256, outputs: 64, side: 16, kernel: 1, padding: 0),
        ConvolutionShape(batch: 16, inputs: 64, outputs: 128, side: 32, kernel: 3, stride: 2, padding: 1),
        ConvolutionShape(batch: 16, inputs: 64, outputs: 64, side: 32, kernel: 3, dilation: 2, padding: 2),
        ConvolutionShape(batch: 16, inputs: 32, outputs: 32, side: 28, kernel: 5, padding: 2),
        ConvolutionShape(batch: 4, inputs: 3, outputs: 64, side: 112, kernel: 7, stride: 2, padding: 3),
    ]

    private var name: String {
        var text = "\(kernel) × \(kernel)"
        if stride > 1 { text += " stride \(stride)" }
        if dilation > 1 { text += " dilation \(dilation)" }
        return text + ", \(outputs) filters [\(batch), \(inputs), \(side), \(side)]"
    }

    func cases() -> [OperationCase] {
        var generator = PhiloxGenerator(seed: 1)
        let layer = Conv2D<Float>(
            inputs, outputs, kernel: kernel, stride: stride, padding: padding, dilation: dilation, using: &generator)
        let images = Tensor<Float>(randomNormal: [batch, inputs, side, side], using: &generator)
        let weights = Tensor<Float>(randomNormal: layer(images).shape, using: &generator)
        var cases: [OperationCase] = []
        cases.add("convolution \(name)") { layer(images) }
        cases.add("convolution with gradients \(name)") {
            gradient(at: images, layer) { images, layer in (layer(images) * weights).sum() }
        }
        return cases
    }
}
