import ComplexModule
import Tensors

/// Returns the functions of real numbers by name.
func real<Scalar: RealScalar & StoredScalar>(_: Scalar.Type) -> [String: ArrayFunction] {
    var table: [String: ArrayFunction] = numeric(Scalar.self)
    table.merge(elementwise(Scalar.self)) { $1 }
    table.merge(field(Scalar.self)) { $1 }
    table.merge(alongAxes(Scalar.self)) { $1 }
    table.merge(statistics(Scalar.self)) { $1 }
    return table
}

/// Returns the functions of complex numbers by name.
func complex<Part: ComplexPart & StoredScalar>(_: Part.Type) -> [String: ArrayFunction] {
    var table: [String: ArrayFunction] = moving(Complex<Part>.self).merging(field(Complex<Part>.self)) { $1 }
    table.merge(complexElementwise(Part.self)) { $1 }
    return table
}

/// Returns the functions of real and complex numbers by name.
private func field<Scalar: FieldScalar & StoredScalar>(_: Scalar.Type) -> [String: ArrayFunction] {
    var table: [String: ArrayFunction] = fieldProducts(Scalar.self)
    func own(_ name: String, _ body: @escaping (Tensor<Scalar>, Arguments) -> Tensor<Scalar>) {
        table[name] = { [AnyResult(body($0.tensor(0), $0))] }
    }
    own("add") { $0 + $1.tensor(1) }
    own("subtract") { $0 - $1.tensor(1) }
    own("multiply") { $0 * $1.tensor(1) }
    own("divide") { $0 / $1.tensor(1) }
    own("negative") { x, _ in -x }
    own("sum") { $0.sum(axes: $1.integers("axes"), keepDims: $1.flag("keepDims")) }
    own("product") { $0.product(axes: $1.integers("axes"), keepDims: $1.flag("keepDims")) }
    own("diff") { $0.diff(order: $1.integer("order"), axis: $1.integer("axis")) }
    return table
}

private func elementwise<Scalar: RealScalar & StoredScalar>(_: Scalar.Type) -> [String: ArrayFunction] {
    var table: [String: ArrayFunction] = [:]
    func one(_ name: String, _ body: @escaping (Tensor<Scalar>) -> Tensor<Scalar>) {
        table[name] = { [AnyResult(body($0.tensor(0)))] }
    }
    func two(_ name: String, _ body: @escaping (Tensor<Scalar>, Tensor<Scalar>) -> Tensor<Scalar>) {
        table[name] = { [AnyResult(body($0.tensor(0), $0.tensor(1)))] }
    }
    func property(_ name: String, _ body: @escaping (Tensor<Scalar>) -> Tensor<Bool>) {
        table[name] = { [AnyResult(body($0.tensor(0)))] }
    }
    one("abs") { $0.abs() }
    one("sign") { $0.sign() }
    one("squared") { $0.squared() }
    one("exp") { $0.exp() }
    one("expm1") { $0.expm1() }
    one("exp2") { $0.exp2() }
    one("log") { $0.log() }
    one("log2") { $0.log2() }
    one("log10") { $0.log10() }
    one("log1p") { $0.log1p() }
    one("squareRoot") { $0.squareRoot() }
    one("reciprocal") { $0.reciprocal() }
    one("sin") { $0.sin() }
    one("cos") { $0.cos() }
    one("tan") { $0.tan() }
    one("asin") { $0.asin() }
    one("acos") { $0.acos() }
    one("atan") { $0.atan() }
    one("sinh") { $0.sinh() }
    one("cosh") { $0.cosh() }
    one("tanh") { $0.tanh() }
    one("asinh") { $0.asinh() }
    one("acosh") { $0.acosh() }
    one("atanh") { $0.atanh() }
    one("floor") { $0.floor() }
    one("ceil") { $0.ceil() }
    one("truncated") { $0.truncated() }
    one("rounded") { $0.rounded() }
    property("isNaN") { $0.isNaN() }
    property("isInfinite") { $0.isInfinite() }
    property("isFinite") { $0.isFinite() }
    property("signBit") { $0.signBit() }
    two("atan2") { atan2($0, $1) }
    two("hypot") { hypot($0, $1) }
    two("copySign") { copySign($0, $1) }
    two("nextAfter") { nextAfter($0, $1) }
    two("logAddExp") { logAddExp($0, $1) }
    two("power") { pow($0, $1) }
    two("maximum") { maximum($0, $1) }
    two("minimum") { minimum($0, $1) }
    two("floorDivide") { floorDivide($0, $1) }
    two("floorRemainder") { floorRemainder($0, $1) }
    two("truncatingRemainder") { truncatingRemainder($0, $1) }
    return table
}

private func alongAxes<Scalar: RealScalar & StoredScalar>(_: Scalar.Type) -> [String: ArrayFunction] {
    var table: [String: ArrayFunction] = [:]
    func own(_ name: String, _ body: @escaping (Tensor<Scalar>, Arguments) -> Tensor<Scalar>) {
        table[name] = { [AnyResult(body($0.tensor(0), $0))] }
    }
    own("clipped") { $0.clipped(lower: $1.tensor(1), upper: $1.tensor(2)) }
    own("max") { $0.max(axes: $1.integers("axes"), keepDims: $1.flag("keepDims")) }
    own("min") { $0.min(axes: $1.integers("axes"), keepDims: $1.flag("keepDims")) }
    own("mean") { $0.mean(axes: $1.integers("axes"), keepDims: $1.flag("keepDims")) }
    own("variance") { $0.variance(axes: $1.integers("axes"), keepDims: $1.flag("keepDims")) }
    own("standardDeviation") { $0.standardDeviation(axes: $1.integers("axes"), keepDims: $1.flag("keepDims")) }
    own("cumulativeSum") { $0.cumulativeSum(axis: $1.integer("axis"), reversed: $1.flag("reversed")) }
    own("cumulativeProduct") { $0.cumulativeProduct(axis: $1.integer("axis"), reversed: $1.flag("reversed")) }
    own("cumulativeSumWithInitial") { $0.cumulativeSum(axis: $1.integer("axis"), includesInitial: true) }
    own("cumulativeMax") { $0.cumulativeMax(axis: $1.integer("axis"), reversed: $1.flag("reversed")) }
    own("cumulativeMin") { $0.cumulativeMin(axis: $1.integer("axis"), reversed: $1.flag("reversed")) }
    own("cumulativeLogSumExp") { $0.cumulativeLogSumExp(axis: $1.integer("axis"), reversed: $1.flag("reversed")) }
    own("sorted") { $0.sorted(axis: $1.integer("axis"), descending: $1.flag("descending")) }
    table["top"] = {
        let top = $0.tensor(0, Scalar.self).top($0.integer("count"), axis: $0.integer("axis"))
        return [AnyResult(top.values), AnyResult(top.positions)]
    }
    return table
}

private func statistics<Scalar: RealScalar & StoredScalar>(_: Scalar.Type) -> [String: ArrayFunction] {
    var table: [String: ArrayFunction] = [:]
    func own(_ name: String, _ body: @escaping (Tensor<Scalar>, Arguments) -> Tensor<Scalar>) {
        table[name] = { [AnyResult(body($0.tensor(0), $0))] }
    }
    own("quantile") {
        $0.quantile(
            $1.number("probability"), axis: $1.integer("axis"),
            method: QuantileMethod(rawValue: $1.text("method")) ?? .linear)
    }
    own("median") { $0.median(axis: $1.integer("axis")) }
    own("covariance") { x, _ in x.covariance() }
    own("correlation") { x, _ in x.correlation() }
    own("trapezoid") { $0.trapezoid(spacing: Scalar($1.number("spacing")), axis: $1.integer("axis")) }
    own("trapezoidAt") { $0.trapezoid(x: $1.tensor(1), axis: $1.integer("axis")) }
    table["histogram"] = {
        let result = $0.tensor(0, Scalar.self).histogram(bins: $0.integer("bins"))
        return [AnyResult(result.counts), AnyResult(result.edges)]
    }
    table["histogramOfEdges"] = { [AnyResult($0.tensor(0, Scalar.self).histogram(edges: $0.tensor(1)))] }
    return table
}
