import ComplexModule
import Tensors

/// Returns the products of real and complex numbers by name.
func fieldProducts<Scalar: FieldScalar & StoredScalar>(_: Scalar.Type) -> [String: ArrayFunction] {
    var table: [String: ArrayFunction] = [:]
    func own(_ name: String, _ body: @escaping (Tensor<Scalar>, Arguments) -> Tensor<Scalar>) {
        table[name] = { [AnyResult(body($0.tensor(0), $0))] }
    }
    own("matmul") { matmul($0, $1.tensor(1)) }
    own("tensorDot") { tensorDot($0, $1.tensor(1), axes: ($1.integers("a"), $1.integers("b"))) }
    own("tensorDotCount") { tensorDot($0, $1.tensor(1), axisCount: $1.integer("count")) }
    own("vectorDot") { vectorDot($0, $1.tensor(1)) }
    own("outer") { outer($0, $1.tensor(1)) }
    own("cross") { cross($0, $1.tensor(1)) }
    own("trace") { $0.trace(offset: $1.integer("offset")) }
    own("upperTriangle") { upperTriangle($0, diagonal: $1.integer("offset")) }
    own("lowerTriangle") { lowerTriangle($0, diagonal: $1.integer("offset")) }
    return table
}

/// Returns the products of integers by name.
func integerProducts<Scalar: IntegerScalar & StoredScalar>(_: Scalar.Type) -> [String: ArrayFunction]
where Scalar.Total: StoredScalar {
    var table: [String: ArrayFunction] = [:]
    func own(_ name: String, _ body: @escaping (Tensor<Scalar>, Arguments) -> Tensor<Scalar>) {
        table[name] = { [AnyResult(body($0.tensor(0), $0))] }
    }
    own("matmul") { matmul($0, $1.tensor(1)) }
    own("tensorDot") { tensorDot($0, $1.tensor(1), axes: ($1.integers("a"), $1.integers("b"))) }
    own("tensorDotCount") { tensorDot($0, $1.tensor(1), axisCount: $1.integer("count")) }
    own("vectorDot") { vectorDot($0, $1.tensor(1)) }
    own("outer") { outer($0, $1.tensor(1)) }
    own("cross") { cross($0, $1.tensor(1)) }
    table["trace"] = { [AnyResult($0.tensor(0, Scalar.self).trace(offset: $0.integer("offset")))] }
    return table
}

/// Returns the functions of one or two complex numbers by name.
func complexElementwise<Part: ComplexPart & StoredScalar>(_: Part.Type) -> [String: ArrayFunction] {
    var table: [String: ArrayFunction] = [:]
    func one(_ name: String, _ body: @escaping (Tensor<Complex<Part>>) -> Tensor<Complex<Part>>) {
        table[name] = { [AnyResult(body($0.tensor(0)))] }
    }
    func part(_ name: String, _ body: @escaping (Tensor<Complex<Part>>) -> Tensor<Part>) {
        table[name] = { [AnyResult(body($0.tensor(0)))] }
    }
    func property(_ name: String, _ body: @escaping (Tensor<Complex<Part>>, Arguments) -> Tensor<Bool>) {
        table[name] = { [AnyResult(body($0.tensor(0), $0))] }
    }
    one("exp") { $0.exp() }
    one("expm1") { $0.expm1() }
    one("log") { $0.log() }
    one("log1p") { $0.log1p() }
    one("log2") { $0.log2() }
    one("log10") { $0.log10() }
    one("squareRoot") { $0.squareRoot() }
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
    one("conjugated") { $0.conjugated() }
    one("sign") { $0.sign() }
    one("squared") { $0.squared() }
    one("rounded") { $0.rounded() }
    one("reciprocal") { $0.reciprocal() }
    part("abs") { $0.abs() }
    part("angle") { $0.angle() }
    part("realPart") { $0.realPart() }
    part("imaginaryPart") { $0.imaginaryPart() }
    property("isNaN") { x, _ in x.isNaN() }
    property("isInfinite") { x, _ in x.isInfinite() }
    property("isFinite") { x, _ in x.isFinite() }
    property("equal") { $0 .== $1.tensor(1) }
    property("notEqual") { $0 .!= $1.tensor(1) }
    table["power"] = { [AnyResult(pow($0.tensor(0, Complex<Part>.self), $0.tensor(1)))] }
    return table
}
