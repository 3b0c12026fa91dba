import Tensors

/// Returns the functions that every scalar type has, by their names. The functions move elements, and compute nothing.
func moving<Scalar: StoredScalar>(_: Scalar.Type) -> [String: ArrayFunction] {
    var table: [String: ArrayFunction] = indexing(Scalar.self)
    func own(_ name: String, _ body: @escaping (Tensor<Scalar>, Arguments) -> Tensor<Scalar>) {
        table[name] = { [AnyResult(body($0.tensor(0), $0))] }
    }
    own("flipped") { $0.flipped(axes: $1.integers("axes")) }
    own("rolled") { $0.rolled(by: $1.integer("places"), axis: $1.integer("axis")) }
    own("rolledFlat") { $0.rolled(by: $1.integer("places")) }
    own("repeated") { $0.repeated($1.integer("count"), axis: $1.integer("axis")) }
    own("repeatedByCounts") { $0.repeated($1.integers("counts"), axis: $1.integer("axis")) }
    own("tiled") { $0.tiled($1.integers("counts")) }
    own("movingAxis") { $0.movingAxis($1.integer("axis"), to: $1.integer("place")) }
    own("movingAxes") { $0.movingAxes($1.integers("axes"), to: $1.integers("places")) }
    own("concatenated") { Tensor(concatenating: [$0, $1.tensor(1)], axis: $1.integer("axis")) }
    own("stacked") { Tensor(stacking: [$0, $1.tensor(1)], axis: $1.integer("axis")) }
    own("reshaped") { $0.reshaped(to: $1.integers("shape")) }
    own("permuted") { $0.permuted($1.integers("order")) }
    own("broadcast") { $0.broadcast(to: Shape($1.integers("shape"))) }
    own("diagonal") { $0.diagonal(offset: $1.integer("offset")) }
    own("select") { select($1.mask(2), $0, $1.tensor(1)) }
    table["unstacked"] = { $0.tensor(0, Scalar.self).unstacked(axis: $0.integer("axis")).map { AnyResult($0) } }
    table["split"] = {
        $0.tensor(0, Scalar.self).split(into: $0.integer("count"), axis: $0.integer("axis")).map { AnyResult($0) }
    }
    table["meshGrid"] = { Tensor<Scalar>.meshGrid([$0.tensor(0), $0.tensor(1)]).map { AnyResult($0) } }
    return table
}

/// Returns the functions that index by tensors, by name.
private func indexing<Scalar: StoredScalar>(_: Scalar.Type) -> [String: ArrayFunction] {
    var table: [String: ArrayFunction] = [:]
    func own(_ name: String, _ body: @escaping (Tensor<Scalar>, Arguments) -> Tensor<Scalar>) {
        table[name] = { [AnyResult(body($0.tensor(0), $0))] }
    }
    own("maskedElements") { $0[$1.mask(1)] }
    own("maskedRows") { $0[$1.mask(1)] }
    own("pickedElements") { $0[$1.positions(1), $1.positions(2)] }
    own("pickedRows") { $0[$1.positions(1)] }
    own("pickedBetween") { $0[$1.positions(1), .all, $1.positions(2)] }
    own("pickedAfterSlice") { $0[1..., $1.positions(1), $1.positions(2)] }
    own("pickedWithPosition") { $0[1, .all, $1.positions(1)] }
    own("maskAndRange") { $0[$1.mask(1), 1 ..< 4] }
    own("takenAlong") { $0.takenAlong($1.positions(1), axis: $1.integer("axis")) }
    own("putAlong") {
        var x: Tensor<Scalar> = $0
        x.putAlong($1.tensor(2), at: $1.positions(1), axis: $1.integer("axis"))
        return x
    }
    own("assignedMask") {
        var x: Tensor<Scalar> = $0
        x[$1.mask(1)] = $1.tensor(2)
        return x
    }
    own("assignedElements") {
        var x: Tensor<Scalar> = $0
        x[$1.positions(1)] = $1.tensor(2)
        return x
    }
    return table
}

/// Returns the functions of arrays of truth values, by the names of the functions.
func boolean() -> [String: ArrayFunction] {
    var table: [String: ArrayFunction] = moving(Bool.self)
    table["and"] = { [AnyResult($0.mask(0) .&& $0.mask(1))] }
    table["or"] = { [AnyResult($0.mask(0) .|| $0.mask(1))] }
    table["not"] = { [AnyResult(!$0.mask(0))] }
    table["equal"] = { [AnyResult($0.mask(0) .== $0.mask(1))] }
    table["notEqual"] = { [AnyResult($0.mask(0) .!= $0.mask(1))] }
    table["all"] = { [AnyResult($0.mask(0).all(axes: $0.integers("axes"), keepDims: $0.flag("keepDims")))] }
    table["any"] = { [AnyResult($0.mask(0).any(axes: $0.integers("axes"), keepDims: $0.flag("keepDims")))] }
    return table
}
