import Tensors

/// Returns the functions of every integer and real type by name.
func numeric<Scalar: NumericScalar & StoredScalar>(_: Scalar.Type) -> [String: ArrayFunction] {
    var table: [String: ArrayFunction] = moving(Scalar.self)
    table["upperTriangle"] = {
        [AnyResult(upperTriangle($0.tensor(0, Scalar.self), diagonal: $0.integer("offset")))]
    }
    table["lowerTriangle"] = {
        [AnyResult(lowerTriangle($0.tensor(0, Scalar.self), diagonal: $0.integer("offset")))]
    }
    func pair(_ name: String, _ body: @escaping (Tensor<Scalar>, Tensor<Scalar>) -> Tensor<Bool>) {
        table[name] = { [AnyResult(body($0.tensor(0), $0.tensor(1)))] }
    }
    pair("equal") { $0 .== $1 }
    pair("notEqual") { $0 .!= $1 }
    pair("less") { $0 .< $1 }
    pair("lessOrEqual") { $0 .<= $1 }
    pair("greater") { $0 .> $1 }
    pair("greaterOrEqual") { $0 .>= $1 }
    table["countNonzero"] = {
        [AnyResult($0.tensor(0, Scalar.self).countNonzero(axes: $0.integers("axes"), keepDims: $0.flag("keepDims")))]
    }
    table["argmax"] = { [AnyResult($0.tensor(0, Scalar.self).argmax(axis: $0.integer("axis")))] }
    table["argmin"] = { [AnyResult($0.tensor(0, Scalar.self).argmin(axis: $0.integer("axis")))] }
    table["argsort"] = {
        [AnyResult($0.tensor(0, Scalar.self).argsort(axis: $0.integer("axis"), descending: $0.flag("descending")))]
    }
    table["searchSorted"] = {
        [AnyResult($0.tensor(0, Scalar.self).searchSorted($0.tensor(1), right: $0.flag("right")))]
    }
    table["unique"] = {
        let unique: Tensor<Scalar>.Unique = $0.tensor(0, Scalar.self).unique()
        return [
            AnyResult(unique.values), AnyResult(unique.firstPositions), AnyResult(unique.inverse),
            AnyResult(unique.counts),
        ]
    }
    table["isIn"] = { [AnyResult($0.tensor(0, Scalar.self).isIn($0.tensor(1)))] }
    table["nonzero"] = { $0.tensor(0, Scalar.self).nonzero().map { AnyResult($0) } }
    return table
}

/// Returns the functions of every integer type by name.
func integer<Scalar: IntegerScalar & StoredScalar>(_: Scalar.Type) -> [String: ArrayFunction]
where Scalar.Total: StoredScalar {
    var table: [String: ArrayFunction] = numeric(Scalar.self)
    func one(_ name: String, _ body: @escaping (Tensor<Scalar>) -> Tensor<Scalar>) {
        table[name] = { [AnyResult(body($0.tensor(0)))] }
    }
    func two(_ name: String, _ body: @escaping (Tensor<Scalar>, Tensor<Scalar>) -> Tensor<Scalar>) {
        table[name] = { [AnyResult(body($0.tensor(0), $0.tensor(1)))] }
    }
    func total(_ name: String, _ body: @escaping (Tensor<Scalar>, Arguments) -> Tensor<Scalar.Total>) {
        table[name] = { [AnyResult(body($0.tensor(0), $0))] }
    }
    func own(_ name: String, _ body: @escaping (Tensor<Scalar>, Arguments) -> Tensor<Scalar>) {
        table[name] = { [AnyResult(body($0.tensor(0), $0))] }
    }
    table.merge(integerProducts(Scalar.self)) { $1 }
    two("maximum") { maximum($0, $1) }
    two("minimum") { minimum($0, $1) }
    two("power") { pow($0, $1) }
    own("clipped") { $0.clipped(lower: $1.tensor(1), upper: $1.tensor(2)) }
    one("abs") { $0.abs() }
    one("negative") { -$0 }
    one("sign") { $0.sign() }
    one("squared") { $0.squared() }
    one("bitwiseNot") { ~$0 }
    two("add") { $0 + $1 }
    two("subtract") { $0 - $1 }
    two("multiply") { $0 * $1 }
    two("floorDivide") { floorDivide($0, $1) }
    two("floorRemainder") { floorRemainder($0, $1) }
    two("truncatingRemainder") { $0 % $1 }
    two("bitwiseAnd") { $0 & $1 }
    two("bitwiseOr") { $0 | $1 }
    two("bitwiseXor") { $0 ^ $1 }
    two("shiftLeft") { $0 << $1 }
    two("shiftRight") { $0 >> $1 }
    total("sum") { $0.sum(axes: $1.integers("axes"), keepDims: $1.flag("keepDims")) }
    total("product") { $0.product(axes: $1.integers("axes"), keepDims: $1.flag("keepDims")) }
    own("max") { $0.max(axes: $1.integers("axes"), keepDims: $1.flag("keepDims")) }
    own("min") { $0.min(axes: $1.integers("axes"), keepDims: $1.flag("keepDims")) }
    total("cumulativeSum") { $0.cumulativeSum(axis: $1.integer("axis"), reversed: $1.flag("reversed")) }
    total("cumulativeProduct") { $0.cumulativeProduct(axis: $1.integer("axis"), reversed: $1.flag("reversed")) }
    total("cumulativeSumWithInitial") { $0.cumulativeSum(axis: $1.integer("axis"), includesInitial: true) }
    own("cumulativeMax") { $0.cumulativeMax(axis: $1.integer("axis"), reversed: $1.flag("reversed")) }
    own("cumulativeMin") { $0.cumulativeMin(axis: $1.integer("axis"), reversed: $1.flag("reversed")) }
    own("sorted") { $0.sorted(axis: $1.integer("axis"), descending: $1.flag("descending")) }
    own("diff") { $0.diff(order: $1.integer("order"), axis: $1.integer("axis")) }
    table["top"] = {
        let top = $0.tensor(0, Scalar.self).top($0.integer("count"), axis: $0.integer("axis"))
        return [AnyResult(top.values), AnyResult(top.positions)]
    }
    table["binCounts"] = {
        [AnyResult($0.tensor(0, Scalar.self).binCounts(minimumLength: $0.integer("minimumLength")))]
    }
    return table
}
