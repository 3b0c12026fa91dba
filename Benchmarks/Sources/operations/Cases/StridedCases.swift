import Measurement
import SynaNN

/// Returns operations on arrays that are not contiguous: transposed, stepped, broadcast.
func stridedCases() -> [OperationCase] {
    var generator = PhiloxGenerator(seed: 1)
    let x = Tensor<Float>(randomUniform: [1000, 1000], in: 0.1 ..< 2, using: &generator)
    let y = Tensor<Float>(randomUniform: [1000, 1000], in: 0.1 ..< 2, using: &generator)
    let (xt, yt) = (x.transposed(), y.transposed())
    let (everySecondRow, everySecondColumn) = (x[.stride(by: 2)], x[.all, .stride(by: 2)])
    let row: Tensor<Float> = x[0]
    let column = Tensor<Float>(randomUniform: [1000, 1], using: &generator)
    let isLarge: Tensor<Bool> = x .> 1
    var sum: Tensor<Float> = x + y
    var cases: [OperationCase] = []
    cases.add("add a transposed array [1000, 1000]") { x + yt }
    cases.add("add two transposed arrays [1000, 1000]") { xt + yt }
    cases.add("exp of a transposed array [1000, 1000]") { xt.exp() }
    cases.add("less with a transposed array [1000, 1000]") { x .< yt }
    cases.add("where with transposed arrays [1000, 1000]") { select(isLarge, xt, y) }
    cases.add("where with a number [1000, 1000]") { select(isLarge, x, Tensor(Float(0))) }
    cases.add("add a transposed array in place [1000, 1000]") { sum += yt }
    cases.add("add in place to a part [1000, 1000]") { sum[100 ..< 900, 100 ..< 900] += x[100 ..< 900, 100 ..< 900] }
    cases.add("add every second row [500, 1000]") { everySecondRow + everySecondRow }
    cases.add("add every second column [1000, 500]") { everySecondColumn + everySecondColumn }
    cases.add("exp of every second row [500, 1000]") { everySecondRow.exp() }
    cases.add("exp of every second column [1000, 500]") { everySecondColumn.exp() }
    cases.add("sum of every second column [1000, 500]") { everySecondColumn.sum() }
    cases.add("sum of a transposed array [1000, 1000]") { xt.sum() }
    cases.add("sum of a transposed array, axis 0 [1000, 1000]") { xt.sum(axis: 0) }
    cases.add("softmax, axis 0 [1000, 1000]") { x.softmax(axis: 0) }
    cases.add("add a row [1000, 1000]") { x + row }
    cases.add("add a column [1000, 1000]") { x + column }
    cases.add("add a row and a column [1000, 1000]") { column + row }
    cases.add("exp of a repeated column [1000, 1000]") { column.broadcast(to: [1000, 1000]).exp() }
    return cases + broadcastCases()
}

private func broadcastCases() -> [OperationCase] {
    var generator = PhiloxGenerator(seed: 2)
    let images = Tensor<Float>(randomUniform: [32, 64, 28, 28], using: &generator)
    let channels = Tensor<Float>(randomUniform: [64, 1, 1], using: &generator)
    let stack = Tensor<Float>(randomUniform: [64, 100, 128], using: &generator)
    let middle = Tensor<Float>(randomUniform: [64, 1, 128], using: &generator)
    let small = Tensor<Float>(randomUniform: [10, 10], using: &generator)
    let (smallRow, smallColumn) = (small[0], small[.all, 0 ..< 1])
    var cases: [OperationCase] = []
    cases.add("multiply by a number for each channel [32, 64, 28, 28]") { images * channels }
    cases.add("multiply by an array with a middle axis of 1 [64, 100, 128]") { stack * middle }
    cases.add("add a row [10, 10]") { small + smallRow }
    cases.add("add a column [10, 10]") { small + smallColumn }
    return cases
}
