internal import CKernels

extension Tensor where Scalar: NumericScalar {
    /// The elements of another tensor as this type: rounded to nearest from `Double` to `Float`, towards zero from real
    /// to integer, wrapped around between integers. A real value that does not fit into the integer, NaN included, is
    /// undefined. A constant to the tape; see `converted(to:)`.
    public init<Source: NumericScalar>(_ source: Tensor<Source>) {
        let source: Tensor<Source> = source.contiguous()
        self.init(uninitialized: source.shape) { result in
            guard let target = result.baseAddress else { return }
            Parallelism.forEachRange(of: result.count, length: Parallelism.elementsPerChunk) { range in
                synann_convert(
                    Source.kernelType, Scalar.kernelType, range.count, source.address + range.lowerBound,
                    target + range.lowerBound)
            }
        }
    }

    /// 1 where the element is true, 0 elsewhere.
    public init(_ mask: Tensor<Bool>) { self.init(mask.asBytes()) }
}

extension Tensor where Scalar: RealScalar {
    /// The elements as another real type; differentiable.
    public func converted<Target: RealScalar>(to type: Target.Type) -> Tensor<Target> {
        let source: Variable = variable
        let value = Tensor<Target>(self)
        guard source.node >= 0, let tape = Tape.recording, tape.tracks(source) else { return value }
        return tape.record(value) { [unowned tape] cotangent in
            tape.accumulate(cotangent.converted(to: Scalar.self), to: source)
        }
    }
}
