import COpenBLAS
import Measurement
import SynaNN

/// An operation that the benchmark measures.
struct ScalingWorkload {
    let name: String
    /// Whether OpenBLAS's own threads do the work.
    let isOpenBLAS: Bool
    let work: () -> Void

    func use(threads: Int) {
        Parallelism.threadCount = threads
        openblas_set_num_threads(isOpenBLAS ? Int32(threads) : 1)
    }
}

/// The operations that the benchmark measures. The names of the rows are those of `Benchmarks/peers/scaling.py`; the
/// names of products by OpenBLAS's own threads begin with "OpenBLAS".
struct ScalingWorkloads {
    private(set) var all: [ScalingWorkload] = []
    private var generator = PhiloxGenerator(seed: 1)

    init() {
        addProducts()
        addLayers()
        addArrays()
        addLinearAlgebra()
    }

    private mutating func add(_ name: String, isOpenBLAS: Bool = false, _ work: @escaping () -> Void) {
        all.append(ScalingWorkload(name: name, isOpenBLAS: isOpenBLAS, work: work))
    }

    private mutating func random(_ shape: Shape) -> Tensor<Float> {
        Tensor(randomNormal: shape, using: &generator)
    }

    private mutating func addProducts() {
        let shapes: [(rows: Int, inner: Int, columns: Int)] =
            [64, 128, 256, 512, 1024, 2048, 4096].map { ($0, $0, $0) } + [
                (512, 784, 784), (4096, 64, 64), (64, 64, 4096), (64, 4096, 64), (60_000, 64, 64), (128, 128, 4096),
            ]
        for (rows, inner, columns) in shapes {
            let (a, b): (Tensor<Float>, Tensor<Float>) = (random([rows, inner]), random([inner, columns]))
            let shape: String = "\(rows)×\(inner) × \(inner)×\(columns)"
            add("matmul \(shape)") { keep(matmul(a, b)) }
            addOpenBLAS("OpenBLAS \(shape)", a, b)
        }
        let (a, b): (Tensor<Float>, Tensor<Float>) = (random([784, 512]), random([784, 784]))
        add("matmul 784×512 transposed × 784×784") { keep(matmul(a.transposed(), b)) }
        let (left, right): (Tensor<Float>, Tensor<Float>) = (random([64, 128, 128]), random([64, 128, 128]))
        add("matmul of 64 matrices 128×128") { keep(matmul(left, right)) }
    }

    private mutating func addOpenBLAS(_ name: String, _ a: Tensor<Float>, _ b: Tensor<Float>) {
        let (rows, inner, columns): (Int, Int, Int) = (a.shape[0], a.shape[1], b.shape[1])
        var c = [Float](repeating: 0, count: rows * columns)
        add(name, isOpenBLAS: true) {
            a.withUnsafeBuffer { a in
                b.withUnsafeBuffer { b in
                    cblas_sgemm(
                        CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(rows), Int32(columns), Int32(inner), 1,
                        a.baseAddress, Int32(inner), b.baseAddress, Int32(columns), 0, &c, Int32(columns))
                }
            }
        }
    }

    private mutating func addLayers() {
        addLayer("Dense 784 to 784, [512, 784]", Linear<Float>(784, 784, using: &generator), [512, 784])
        addLayer("Synapse 784, [512, 784]", Synapse<Float>(784, using: &generator), [512, 784])
        addLayer(
            "conv 3×3, [100, 32, 28, 28]", Conv2D<Float>(32, 32, kernel: 3, padding: 1, using: &generator),
            [100, 32, 28, 28])
        addLayer(
            "conv 5×5, [100, 32, 28, 28]", Conv2D<Float>(32, 32, kernel: 5, padding: 2, using: &generator),
            [100, 32, 28, 28])
        addLayer("LayerNorm 768, [4096, 768]", LayerNorm<Float>([768]), [4096, 768])
        let images: Tensor<Float> = random([100, 64, 28, 28])
        let (scale, shift): (Tensor<Float>, Tensor<Float>) = (Tensor(ones: [64]), Tensor(zeros: [64]))
        add("batch normalization, [100, 64, 28, 28]") {
            keep(batchNormalized(images, scale: scale, shift: shift, epsilon: 1e-5))
        }
        add("global average pool, [100, 64, 28, 28]") { keep(globalAveragePool2D(images)) }
        let lstm = LSTM<Float>(128, 128, using: &generator)
        let steps: Tensor<Float> = random([100, 28, 128])
        add("LSTM 128, [100, 28, 128], forward") { keep(lstm(steps)) }
    }

    private mutating func addLayer<Layer: TensorModule<Float>>(_ name: String, _ layer: Layer, _ shape: Shape) {
        let x = Tensor<Float>(randomUniform: shape, using: &generator)
        let weights: Tensor<Float> = random(layer(x).shape)
        add(name + ", forward") { keep(layer(x)) }
        add(name + ", step") { keep(gradient(at: x, layer) { x, layer in (layer(x) * weights).sum() }) }
    }

    private mutating func addArrays() {
        let (million, other): (Tensor<Float>, Tensor<Float>) = (random([1000, 1000]), random([1000, 1000]))
        let (rows, ten): (Tensor<Float>, Tensor<Float>) = (random([100_000, 10]), random([3000, 3000]))
        let small: Tensor<Float> = random([100, 100])
        add("exp, 10⁴") { keep(small.exp()) }
        add("exp, 10⁶") { keep(million.exp()) }
        add("exp, 9·10⁶") { keep(ten.exp()) }
        add("a + b, 10⁶") { keep(million + other) }
        add("tanh, 10⁶") { keep(million.tanh()) }
        add("transposed copy, 10⁶") { keep(million.transposed().reshaped(to: [million.count])) }
        add("sum of all, 10⁶") { keep(million.sum()) }
        add("sum of all, 9·10⁶") { keep(ten.sum()) }
        add("sum over rows, 10⁶") { keep(million.sum(axis: 0)) }
        add("sum over columns, 10⁶") { keep(million.sum(axis: 1)) }
        add("sum over columns, [10⁵, 10]") { keep(rows.sum(axis: 1)) }
        add("max over columns, [10⁵, 10]") { keep(rows.max(axis: 1)) }
        add("softmax, [1000, 1000]") { keep(million.softmax(axis: 1)) }
        add("softmax, [10⁵, 10]") { keep(rows.softmax(axis: 1)) }
    }

    private mutating func addLinearAlgebra() {
        let (left, right): (Tensor<Float>, Tensor<Float>) = (random([32, 32]), random([32, 32]))
        add("kron 32×32 and 32×32") { keep(kronecker(left, right)) }
        for size in [64, 128, 256, 512, 1024] {
            let matrix: Tensor<Float> = random([size, size])
            let positive: Tensor<Float> = matmul(matrix, matrix.transposed()) + Tensor(identity: size) * Float(size)
            add("inverse \(size)") { keep(try? inverse(positive)) }
            add("cholesky \(size)") { keep(try? cholesky(positive)) }
            add("solve \(size), \(size) columns") { keep(try? solve(positive, matrix)) }
        }
        for size in [128, 256] {
            let matrix: Tensor<Float> = random([size, size])
            let symmetric: Tensor<Float> = matrix + matrix.transposed()
            add("svd \(size)") { keep(try? svd(matrix)) }
            add("symmetric eigenvalues \(size)") { keep(try? symmetricEigen(symmetric)) }
        }
    }
}
