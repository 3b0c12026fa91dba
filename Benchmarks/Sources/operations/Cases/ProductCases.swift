import ComplexModule
import Measurement
import SynaNN

/// Returns matrix products, contractions and scaled dot-product attention.
func productCases() -> [OperationCase] {
    squareCases() + layoutCases() + stackCases() + vectorCases() + contractionCases() + attentionCases()
}

private func squareCases() -> [OperationCase] {
    var generator = PhiloxGenerator(seed: 1)
    var cases: [OperationCase] = []
    for n in [2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048] {
        let a = Tensor<Float>(randomNormal: [n, n], using: &generator)
        let b = Tensor<Float>(randomNormal: [n, n], using: &generator)
        cases.add("matrix product [\(n), \(n)]") { matmul(a, b) }
    }
    let a = Tensor<Double>(randomNormal: [512, 512], using: &generator)
    cases.add("double matrix product [512, 512]") { matmul(a, a) }
    let c = Tensor<Complex<Float>>(
        Tensor<Float>(randomNormal: [256, 256], using: &generator),
        Tensor<Float>(randomNormal: [256, 256], using: &generator))
    cases.add("complex matrix product [256, 256]") { matmul(c, c) }
    let w = Tensor<Float>(randomNormal: [256, 256], using: &generator)
    let x = Tensor<Float>(randomNormal: [256, 256], using: &generator)
    cases.add("matrix product with gradients [256, 256]") { gradient(at: w, x) { matmul($0, $1).squared().sum() } }
    return cases
}

private func layoutCases() -> [OperationCase] {
    var generator = PhiloxGenerator(seed: 2)
    let a = Tensor<Float>(randomNormal: [512, 512], using: &generator)
    let b = Tensor<Float>(randomNormal: [512, 512], using: &generator)
    let large = Tensor<Float>(randomNormal: [1024, 1024], using: &generator)
    let tall = Tensor<Float>(randomNormal: [10_000, 128], using: &generator)
    let square = Tensor<Float>(randomNormal: [128, 128], using: &generator)
    let thin = Tensor<Float>(randomNormal: [1000, 10], using: &generator)
    let flat = Tensor<Float>(randomNormal: [10, 1000], using: &generator)
    let images = Tensor<Float>(randomNormal: [32, 784], using: &generator)
    let weights = Tensor<Float>(randomNormal: [784, 128], using: &generator)
    let stepped: Tensor<Float> = large[.stride(by: 2), .stride(by: 2)]
    var cases: [OperationCase] = []
    cases.add("matrix product, first transposed [512, 512]") { matmul(a.transposed(), b) }
    cases.add("matrix product, second transposed [512, 512]") { matmul(a, b.transposed()) }
    cases.add("matrix product, both transposed [512, 512]") { matmul(a.transposed(), b.transposed()) }
    cases.add("matrix product of stepped arrays [512, 512]") { matmul(stepped, stepped) }
    cases.add("matrix product, tall [10000, 128] [128, 128]") { matmul(tall, square) }
    cases.add("matrix product, tall transposed [128, 10000] [10000, 128]") { matmul(tall.transposed(), tall) }
    cases.add("matrix product, thin [1000, 10] [10, 1000]") { matmul(thin, flat) }
    cases.add("matrix product, layer [32, 784] [784, 128]") { matmul(images, weights) }
    return cases
}

private func stackCases() -> [OperationCase] {
    var generator = PhiloxGenerator(seed: 3)
    var cases: [OperationCase] = []
    for (count, n) in [(512, 16), (512, 32), (64, 64), (16, 256)] {
        let a = Tensor<Float>(randomNormal: [count, n, n], using: &generator)
        let b = Tensor<Float>(randomNormal: [count, n, n], using: &generator)
        cases.add("stack of matrix products [\(count), \(n), \(n)]") { matmul(a, b) }
        if n == 64 {
            let shared: Tensor<Float> = b[0]
            cases.add("stack of matrix products, one second matrix [64, 64, 64]") { matmul(a, shared) }
            cases.add("stack of matrix products, second transposed [64, 64, 64]") { matmul(a, b.transposed()) }
        }
    }
    return cases
}

private func vectorCases() -> [OperationCase] {
    var generator = PhiloxGenerator(seed: 4)
    let x = Tensor<Float>(randomNormal: [1_000_000], using: &generator)
    let y = Tensor<Float>(randomNormal: [1_000_000], using: &generator)
    let (short, matrix) = (x[0 ..< 1000], y.reshaped(to: [1000, 1000]))
    var cases: [OperationCase] = []
    cases.add("dot [1000000]") { matmul(x, y) }
    cases.add("dot [1000]") { matmul(short, short) }
    cases.add("matrix times vector [1000, 1000]") { matmul(matrix, short) }
    cases.add("vector times matrix [1000, 1000]") { matmul(short, matrix) }
    cases.add("vector times transposed matrix [1000, 1000]") { matmul(short, matrix.transposed()) }
    cases.add("outer product [1000] [1000]") { outer(short, short) }
    return cases
}

private func contractionCases() -> [OperationCase] {
    var generator = PhiloxGenerator(seed: 5)
    let small = Tensor<Float>(randomNormal: [4, 4], using: &generator)
    let a = Tensor<Float>(randomNormal: [512, 512], using: &generator)
    let b = Tensor<Float>(randomNormal: [512, 512], using: &generator)
    let stack = Tensor<Float>(randomNormal: [64, 64, 64], using: &generator)
    let heads = Tensor<Float>(randomNormal: [16, 8, 64, 64], using: &generator)
    let positions = Tensor<Float>(randomNormal: [16, 64, 8, 64], using: &generator)
    var cases: [OperationCase] = []
    cases.add("einsum ij,jk->ik [4, 4]") { einsum("ij,jk->ik", small, small) }
    cases.add("einsum ij,kj->ik [512, 512]") { einsum("ij,kj->ik", a, b) }
    cases.add("einsum ij->ji [512, 512]") { einsum("ij->ji", a) + 0 }
    cases.add("einsum ij,ij->i [512, 512]") { einsum("ij,ij->i", a, b) }
    cases.add("einsum ii [512, 512]") { einsum("ii", a) }
    cases.add("einsum bij,bjk->bik [64, 64, 64]") { einsum("bij,bjk->bik", stack, stack) }
    cases.add("einsum bhqd,bhkd->bhqk [16, 8, 64, 64]") { einsum("bhqd,bhkd->bhqk", heads, heads) }
    cases.add("einsum bqhd,bkhd->bhqk [16, 64, 8, 64]") { einsum("bqhd,bkhd->bhqk", positions, positions) }
    return cases
}

private func attentionCases() -> [OperationCase] {
    var generator = PhiloxGenerator(seed: 6)
    let x = Tensor<Float>(randomNormal: [8, 8, 128, 64], using: &generator)
    var cases: [OperationCase] = []
    cases.add("attention [8, 8, 128, 64]") { attention(x, x, x) }
    cases.add("attention with gradient [8, 8, 128, 64]") { gradient(at: x) { attention($0, $0, $0).squared().sum() } }
    return cases
}
