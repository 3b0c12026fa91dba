internal import CKernels

extension Tensor where Scalar: ConvertibleScalar {
    /// Creates a tensor of the same shape with the elements of `source`, converted to this type.
    ///
    /// A conversion to a real type with fewer digits rounds once to the nearest number, and a tie to the even number. A
    /// number that exceeds the greatest finite number by half a unit in the last place or more becomes infinite. A
    /// conversion from a real to an integer type rounds towards zero. A conversion between integer types wraps around.
    /// The conversion of an integer to a type of 16 bits first converts the integer to `Double`.
    ///
    /// A conversion between `Float` and `Double` is differentiable; the result of every other conversion is a constant.
    /// Traps if a real element, rounded towards zero, does not fit into the integer type; NaN and infinity never fit.
    /// Use `init(exactly:)` for values that come from a user's data.
    public init<Source: ConvertibleScalar>(_ source: Tensor<Source>) {
        self = Source._converted(source, to: Scalar.self)
    }
}

extension NumericScalar {
    public static func _converted<Target: ConvertibleScalar>(
        _ source: Tensor<Self>, to type: Target.Type
    ) -> Tensor<Target> {
        Target._converting(numbers: source)
    }

    public static func _converting<Source: NumericScalar>(numbers source: Tensor<Source>) -> Tensor<Self> {
        if source.variable.node >= 0, let recorded: Tensor<Self> = source.recordedConversion() { return recorded }
        let original: Tensor<Source> = source
        let source: Tensor<Source> = source.contiguous()
        if let index = source.firstInconvertible(to: Self.self) {
            fatalError(
                "conversion: element \(index) of shape \(source.shape) is \(source.address[index]), which does not fit into \(Self.self)"
            )
        }
        return traced(Tensor(converting: source), TensorOperation("convert", original))
    }
}

extension Tensor where Scalar: NumericScalar {
    /// Creates an integer tensor of the same shape from the real tensor `source`, as a constant for differentiation.
    /// Returns `nil` unless every element is a whole number in the range of the integer type.
    public init?<Source: RealScalar>(exactly source: Tensor<Source>) where Scalar: IntegerScalar {
        let source: Tensor<Source> = source.asConstant().contiguous()
        guard source.firstInconvertible(to: Scalar.self) == nil, (source .== source.truncated()).all() else {
            return nil
        }
        self.init(converting: source)
    }

    /// Creates a tensor of the same shape that is 1 where `mask` is true and 0 elsewhere.
    public init(_ mask: Tensor<Bool>) {
        self = traced(Tensor(converting: mask.asBytes().contiguous()), TensorOperation("convert", mask))
    }

    /// Creates a tensor of the same shape from the converted elements of `source`, which must be contiguous. The tape
    /// does not record the conversion. If `Scalar` is an integer type, every real element must fit into this type after
    /// rounding towards zero.
    fileprivate init<Source: NumericScalar>(converting source: Tensor<Source>) {
        self.init(uninitialized: source.shape) { result in
            guard let target = result.baseAddress else { return }
            Parallelism.forEachRange(of: result.count, length: Parallelism.elementsPerChunk) { range in
                synann_convert(
                    Source.kernelType, Scalar.kernelType, range.count, source.address + range.lowerBound,
                    target + range.lowerBound)
            }
        }
    }

    /// Returns the position of the first element that the integer type `Target` cannot represent after rounding towards
    /// zero. Returns `nil` if there is no such element. The tensor must be contiguous.
    fileprivate func firstInconvertible<Target: NumericScalar>(to type: Target.Type) -> Int? {
        let index: Int = synann_find_inconvertible(Scalar.kernelType, Target.kernelType, count, address)
        return index < 0 ? nil : index
    }

    /// Returns the differentiable conversion to `Target` if this tensor's type and `Target` are real, otherwise `nil`.
    fileprivate func recordedConversion<Target: NumericScalar>() -> Tensor<Target>? {
        func convert<Real: RealScalar>(_ type: Real.Type) -> Any? {
            (self as? any ConvertibleReals)?.convertedReals(to: type)
        }
        guard let real = Target.self as? any RealScalar.Type else { return nil }
        return convert(real) as? Tensor<Target>
    }
}

/// A tensor of real numbers. Code for every numeric scalar casts a tensor to this protocol: the cast succeeds only if
/// the scalar is real.
private protocol ConvertibleReals {
    func convertedReals<Target: RealScalar>(to type: Target.Type) -> Tensor<Target>
}

extension Tensor: ConvertibleReals where Scalar: RealScalar {
    fileprivate func convertedReals<Target: RealScalar>(to type: Target.Type) -> Tensor<Target> { converted(to: type) }
}

extension Tensor where Scalar: RealScalar {
    /// Returns the elements converted to the real type `Target` and rounded to nearest, in the same shape.
    /// Differentiable.
    public func converted<Target: RealScalar>(to type: Target.Type) -> Tensor<Target> {
        let source: Variable = variable
        let value = Tensor<Target>(converting: contiguous())
        guard source.node >= 0, let tape = Tape.recording, tape.tracks(source) else { return value }
        let result: Tensor<Target> = tape.record(value) { [unowned tape] cotangent in
            tape.accumulate(cotangent.converted(to: Scalar.self), to: source)
        }
        if tape.isObserved { tape.note(TensorOperation("convert", self), result) }
        return result
    }
}
