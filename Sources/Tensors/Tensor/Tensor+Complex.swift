public import ComplexModule

extension Tensor where Scalar: FieldScalar {
    /// A view of the same memory as real numbers. The view has an additional last axis of length 2, which contains the
    /// real part and the imaginary part. The tape does not record the view.
    package var partsView: Tensor<Scalar.Magnitude> {
        Tensor<Scalar.Magnitude>(
            storage: storage, offset: 2 * offset, shape: Shape(shape.dimensions + [2]),
            strides: strides.map { 2 * $0 } + [1])
    }

    /// Creates a view of `parts` as complex numbers. The last axis of `parts` contains the real part and the imaginary
    /// part, so the length of this axis must be 2; the result does not have this axis. Traps if the parts of a number
    /// are not neighbours in memory.
    init(partsView parts: Tensor<Scalar.Magnitude>) {
        require(
            parts.strides.last == 1 && parts.offset % 2 == 0, "complex: the parts of shape \(parts.shape) are not dense"
        )
        self.init(
            storage: parts.storage, offset: parts.offset / 2, shape: Shape(parts.shape.dimensions.dropLast()),
            strides: parts.strides.dropLast().map { $0 / 2 })
    }

    /// Returns the real part of every element, in the same shape: a view, or the tensor itself if the scalar is real.
    ///
    /// Differentiable. The cotangent of a complex tensor is ∂loss/∂Re + i·∂loss/∂Im, as in PyTorch, where Re and Im are
    /// the real and the imaginary part.
    public func realPart() -> Tensor<Scalar.Magnitude> {
        if let real = self as? Tensor<Scalar.Magnitude> { return real }
        return part(0) { Tensor(real: $0, imaginary: Tensor<Scalar.Magnitude>(zeros: $0.shape)) }
    }

    /// Returns the imaginary part of every element, in the same shape: a view, or zeros if the scalar is real.
    /// Differentiable.
    public func imaginaryPart() -> Tensor<Scalar.Magnitude> {
        guard Scalar._isComplex else { return Tensor<Scalar.Magnitude>(zeros: shape) }
        return part(1) { Tensor(real: Tensor<Scalar.Magnitude>(zeros: $0.shape), imaginary: $0) }
    }

    private func part(
        _ index: Int, cotangent: @escaping (Tensor<Scalar.Magnitude>) -> Tensor
    ) -> Tensor<Scalar.Magnitude> {
        let value: Tensor<Scalar.Magnitude> = partsView.indexedView([TensorIndex.ellipsis, index.tensorIndex])
        guard TapesUnderWay.exist, let tape = Tape.recording, tape.tracks(variable) else { return value }
        let source: Variable = variable
        return tape.record(value) { [unowned tape] byPart in tape.accumulate(cotangent(byPart), to: source) }
    }

    /// Creates the complex numbers with the given real and imaginary parts, in their shape. Differentiable. Traps if
    /// the scalar is real or the shapes of `real` and `imaginary` differ.
    init(real: Tensor<Scalar.Magnitude>, imaginary: Tensor<Scalar.Magnitude>) {
        require(Scalar._isComplex, "Tensor(real:imaginary:): \(Scalar.self) has no imaginary part")
        require(
            real.shape == imaginary.shape,
            "Tensor(real:imaginary:): shapes differ: \(real.shape) and \(imaginary.shape)")
        var parts = Tensor<Scalar.Magnitude>(uninitialized: Shape(real.shape.dimensions + [2]))
        parts[.ellipsis, 0] = real.asConstant()
        parts[.ellipsis, 1] = imaginary.asConstant()
        var value = Tensor(partsView: parts)
        if TapesUnderWay.exist, let tape = Tape.recording, tape.tracks(real.variable) || tape.tracks(imaginary.variable)
        {
            let sources: (Variable, Variable) = (real.variable, imaginary.variable)
            value = tape.record(value) { [unowned tape] cotangent in
                tape.accumulate(cotangent.realPart(), to: sources.0)
                tape.accumulate(cotangent.imaginaryPart(), to: sources.1)
            }
        }
        self = value
    }
}

extension Tensor {
    /// Creates the complex numbers with the given real and imaginary parts, in their shape. Differentiable. Traps if
    /// the shapes of `real` and `imaginary` differ.
    public init<Part: ComplexPart>(
        _ real: Tensor<Part>, _ imaginary: Tensor<Part>
    ) where Scalar == Complex<Part> {
        self.init(real: real, imaginary: imaginary)
    }

    /// Creates complex numbers from their real parts, in the same shape. Every imaginary part is 0. Differentiable.
    public init<Part: ComplexPart>(_ real: Tensor<Part>) where Scalar == Complex<Part> {
        self.init(real: real, imaginary: Tensor<Part>(zeros: real.shape))
    }
}
