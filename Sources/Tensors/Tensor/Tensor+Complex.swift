public import ComplexModule

extension Tensor where Scalar: FieldScalar {
    /// The same memory as real numbers: a last axis of length 2 holds real and imaginary parts. Unknown to the tape.
    package var partsView: Tensor<Scalar.Magnitude> {
        Tensor<Scalar.Magnitude>(
            storage: storage, offset: 2 * offset, shape: Shape(shape.dimensions + [2]),
            strides: strides.map { 2 * $0 } + [1])
    }

    /// The complex numbers whose real and imaginary parts lie along the last axis, which is dense and of length 2.
    init(partsView parts: Tensor<Scalar.Magnitude>) {
        require(
            parts.strides.last == 1 && parts.offset % 2 == 0, "complex: the parts of shape \(parts.shape) are not dense"
        )
        self.init(
            storage: parts.storage, offset: parts.offset / 2, shape: Shape(parts.shape.dimensions.dropLast()),
            strides: parts.strides.dropLast().map { $0 / 2 })
    }

    /// The real part of every element; the tensor itself where the scalar is real.
    ///
    /// Cotangents of complex tensors are ∂loss/∂Re + i·∂loss/∂Im, as PyTorch has them.
    public func realPart() -> Tensor<Scalar.Magnitude> {
        if let real = self as? Tensor<Scalar.Magnitude> { return real }
        return part(0) { Tensor(real: $0, imaginary: Tensor<Scalar.Magnitude>(zeros: $0.shape)) }
    }

    /// The imaginary part of every element, 0 where the scalar is real.
    public func imaginaryPart() -> Tensor<Scalar.Magnitude> {
        guard Scalar._isComplex else { return Tensor<Scalar.Magnitude>(zeros: shape) }
        return part(1) { Tensor(real: Tensor<Scalar.Magnitude>(zeros: $0.shape), imaginary: $0) }
    }

    private func part(
        _ index: Int, cotangent: @escaping (Tensor<Scalar.Magnitude>) -> Tensor
    ) -> Tensor<Scalar.Magnitude> {
        let value: Tensor<Scalar.Magnitude> = partsView.indexedView([TensorIndex.ellipsis, index.tensorIndex])
        guard let tape = Tape.recording, tape.tracks(variable) else { return value }
        let source: Variable = variable
        return tape.record(value) { [unowned tape] slope in tape.accumulate(cotangent(slope), to: source) }
    }

    /// The numbers with the given real and imaginary parts, of one shape. Traps where the scalar is real.
    init(real: Tensor<Scalar.Magnitude>, imaginary: Tensor<Scalar.Magnitude>) {
        require(Scalar._isComplex, "Tensor(real:imaginary:): \(Scalar.self) has no imaginary part")
        require(
            real.shape == imaginary.shape,
            "Tensor(real:imaginary:): shapes differ: \(real.shape) and \(imaginary.shape)")
        var parts = Tensor<Scalar.Magnitude>(uninitialized: Shape(real.shape.dimensions + [2]))
        parts[.ellipsis, 0] = real.asConstant()
        parts[.ellipsis, 1] = imaginary.asConstant()
        var value = Tensor(partsView: parts)
        if let tape = Tape.recording, tape.tracks(real.variable) || tape.tracks(imaginary.variable) {
            let sources: (Variable, Variable) = (real.variable, imaginary.variable)
            value = tape.record(value) { [unowned tape] slope in
                tape.accumulate(slope.realPart(), to: sources.0)
                tape.accumulate(slope.imaginaryPart(), to: sources.1)
            }
        }
        self = value
    }
}

extension Tensor {
    /// The complex numbers with the given real and imaginary parts, of one shape.
    public init<Part: ComplexPart>(
        _ real: Tensor<Part>, _ imaginary: Tensor<Part>
    ) where Scalar == Complex<Part> {
        self.init(real: real, imaginary: imaginary)
    }

    /// Real numbers as complex ones.
    public init<Part: ComplexPart>(_ real: Tensor<Part>) where Scalar == Complex<Part> {
        self.init(real: real, imaginary: Tensor<Part>(zeros: real.shape))
    }
}
