import Measurement
import SynaNN

/// Returns operations that create, move or select elements.
func shapeCases() -> [OperationCase] {
    creationCases() + copyCases() + joiningCases() + permutationCases() + gatherCases() + assignmentCases()
}

private func creationCases() -> [OperationCase] {
    var generator = PhiloxGenerator(seed: 1)
    let array: [Float] = (0 ..< 1_000_000).map(Float.init)
    let tensor = Tensor<Float>(array)
    let classes = Tensor<Int>(randomIntegers: [1024], in: 0 ..< 1000, using: &generator)
    let digits = Tensor<Int>(randomIntegers: [10_000], in: 0 ..< 10, using: &generator)
    var cases: [OperationCase] = []
    cases.add("zeros [1000000]") { Tensor<Float>(zeros: [1_000_000]) }
    cases.add("full [1000000]") { Tensor<Float>(repeating: 3, shape: [1_000_000]) }
    cases.add("arange [1000000]") { Tensor<Int>(from: 0, to: 1_000_000) }
    cases.add("linear space [1000000]") { Tensor<Float>(linearSpace: 0, 1, count: 1_000_000) }
    cases.add("identity [1000, 1000]") { Tensor<Float>(identity: 1000) }
    cases.add("from an array of the language [1000000]") { Tensor<Float>(array) }
    cases.add("to an array of the language [1000000]") { tensor.scalars }
    cases.add("one-hot [1024, 1000]") { Tensor<Float>(oneHot: classes, classCount: 1000) }
    cases.add("one-hot [10000, 10]") { Tensor<Float>(oneHot: digits, classCount: 10) }
    return cases
}

private func copyCases() -> [OperationCase] {
    var generator = PhiloxGenerator(seed: 2)
    let x = Tensor<Float>(randomUniform: [1000, 1000], using: &generator)
    let images = Tensor<Float>(randomUniform: [32, 64, 28, 28], using: &generator)
    let row: Tensor<Float> = x[0]
    var cases: [OperationCase] = []
    // Adding zero is the copy of this library: a view becomes contiguous.
    cases.add("copy [1000, 1000]") { x + 0 }
    cases.add("copy of a transposed array [1000, 1000]") { x.transposed() + 0 }
    cases.add("copy of a part [800, 800]") { x[100 ..< 900, 100 ..< 900] + 0 }
    cases.add("copy of a repeated row [1000, 1000]") { row.broadcast(to: [1000, 1000]) + 0 }
    cases.add("view of a part [1000, 1000]") { x[100 ..< 900, 100 ..< 900] }
    cases.add("view of a row [1000, 1000]") { x[500] }
    cases.add("view with another shape [1000, 1000]") { x.reshaped(to: [100, 10_000]) }
    cases.add("element [1000, 1000]") { x[500, 500].scalar }
    cases.add("flip [1000, 1000]") { x.flipped(axes: [0, 1]) + 0 }
    cases.add("roll [1000, 1000]") { x.rolled(by: 7, axis: 1) }
    cases.add("lower triangle [1000, 1000]") { lowerTriangle(x) }
    cases.add("diagonal [1000, 1000]") { x.diagonal() + 0 }
    cases.add("pad height and width by 1 [32, 64, 28, 28]") { images.padded(by: [(0, 0), (0, 0), (1, 1), (1, 1)]) }
    cases.add("pad [100, 100]") { x[0 ..< 100, 0 ..< 100].padded(by: [(1, 1), (2, 2)]) }
    cases.add("repeat elements [1000, 1000]") { x.repeated(2, axis: 1) }
    cases.add("tile [1000, 1000]") { x.tiled([2, 2]) }
    return cases
}

private func joiningCases() -> [OperationCase] {
    var generator = PhiloxGenerator(seed: 3)
    let x = Tensor<Float>(randomUniform: [1000, 1000], using: &generator)
    let rows: [Tensor<Float>] = (0 ..< 1000).map { _ in Tensor(randomUniform: [100], using: &generator) }
    let eight: [Tensor<Float>] = (0 ..< 8).map { _ in Tensor(randomUniform: [128, 128], using: &generator) }
    var cases: [OperationCase] = []
    cases.add("concatenate, axis 0 [1000, 1000]") { Tensor(concatenating: [x, x], axis: 0) }
    cases.add("concatenate, axis 1 [1000, 1000]") { Tensor(concatenating: [x, x], axis: 1) }
    cases.add("concatenate 1000 rows [100]") { Tensor(concatenating: rows) }
    cases.add("stack 1000 rows [100]") { Tensor(stacking: rows) }
    cases.add("stack 8 matrices, axis 0 [128, 128]") { Tensor(stacking: eight) }
    cases.add("stack 8 matrices, last axis [128, 128]") { Tensor(stacking: eight, axis: -1) }
    cases.add("split into 10 [1000, 1000]") { x.split(into: 10, axis: 1) }
    return cases
}

private func permutationCases() -> [OperationCase] {
    var generator = PhiloxGenerator(seed: 4)
    let images = Tensor<Float>(randomUniform: [32, 64, 28, 28], using: &generator)
    let channelsLast = Tensor<Float>(randomUniform: [32, 28, 28, 64], using: &generator)
    let heads = Tensor<Float>(randomUniform: [16, 64, 8, 32], using: &generator)
    var cases: [OperationCase] = []
    cases.add("channels to the last axis [32, 64, 28, 28]") { images.permuted([0, 2, 3, 1]) + 0 }
    cases.add("channels to the second axis [32, 28, 28, 64]") { channelsLast.permuted([0, 3, 1, 2]) + 0 }
    cases.add("heads before positions [16, 64, 8, 32]") { heads.permuted([0, 2, 1, 3]) + 0 }
    cases.add("heads before positions, transposed [16, 64, 8, 32]") { heads.permuted([0, 2, 3, 1]) + 0 }
    return cases
}

private func gatherCases() -> [OperationCase] {
    var generator = PhiloxGenerator(seed: 5)
    let x = Tensor<Float>(randomUniform: [1000, 1000], using: &generator)
    let table = Tensor<Float>(randomUniform: [10_000, 64], using: &generator)
    let images = Tensor<Float>(randomUniform: [10_000, 784], using: &generator)
    let every = Tensor<Float>(randomUniform: [1_000_000], using: &generator)
    let (few, many) = (
        Tensor<Int>(randomIntegers: [128], in: 0 ..< 10_000, using: &generator),
        Tensor<Int>(randomIntegers: [10_000], in: 0 ..< 10_000, using: &generator)
    )
    let columns = Tensor<Int>(randomIntegers: [1000], in: 0 ..< 1000, using: &generator)
    let positions = Tensor<Int>(randomIntegers: [100_000], in: 0 ..< 1_000_000, using: &generator)
    let order: Tensor<Int> = x.argsort(axis: 1)
    let isLarge: Tensor<Bool> = x .> 0.5
    var cases: [OperationCase] = []
    cases.add("gather 128 rows [10000, 64]") { table.gathered(at: few) }
    cases.add("gather 128 rows [10000, 784]") { images.gathered(at: few) }
    cases.add("gather 10000 rows [10000, 64]") { table.gathered(at: many) }
    cases.add("gather 1000 columns [1000, 1000]") { x.gathered(at: columns, axis: 1) }
    cases.add("gather 100000 elements [1000000]") { every.gathered(at: positions) }
    cases.add("take along axis 1 [1000, 1000]") { x.takenAlong(order, axis: 1) }
    cases.add("mask [1000, 1000]") { x[isLarge] }
    cases.add("nonzero [1000, 1000]") { isLarge.nonzero() }
    cases.add("sort, axis 1 [1000, 1000]") { x.sorted(axis: 1) }
    cases.add("argsort, axis 1 [1000, 1000]") { x.argsort(axis: 1) }
    cases.add("the 10 greatest, axis 1 [1000, 1000]") { x.top(10, axis: 1).values }
    cases.add("cumulative sum, axis 1 [1000, 1000]") { x.cumulativeSum(axis: 1) }
    return cases
}

private func assignmentCases() -> [OperationCase] {
    var generator = PhiloxGenerator(seed: 6)
    var x = Tensor<Float>(randomUniform: [1000, 1000], using: &generator)
    let row = Tensor<Float>(randomUniform: [1000], using: &generator)
    let block = Tensor<Float>(randomUniform: [800, 800], using: &generator)
    let stepped = Tensor<Float>(randomUniform: [500, 1000], using: &generator)
    var cases: [OperationCase] = []
    cases.add("assign an element [1000, 1000]") { x[500, 500] = Tensor(1) }
    cases.add("assign a row [1000, 1000]") { x[500] = row }
    cases.add("assign a part [800, 800]") { x[100 ..< 900, 100 ..< 900] = block }
    cases.add("assign every second row [500, 1000]") { x[.stride(by: 2)] = stepped }
    return cases
}
