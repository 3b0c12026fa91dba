internal import CKernels

extension NumericScalar {
    public static func _converting<Source: HalfScalar>(halves source: Tensor<Source>) -> Tensor<Self> {
        // `Float` represents every number of 16 bits exactly. So truncating the `Float` to an integer gives the same
        // result as truncating the number.
        if isInteger { return Tensor<Self>(Tensor<Float>(source)) }
        return traced(widened(source.contiguous()), TensorOperation("convert", source))
    }

    private static func widened<Source: HalfScalar>(_ source: Tensor<Source>) -> Tensor<Self> {
        Tensor<Self>(uninitialized: source.shape) { result in
            guard let target = result.baseAddress else { return }
            Parallelism.forEachRange(of: result.count, length: Parallelism.elementsPerChunk) { range in
                synann_widen(
                    Source.halfType, kernelType, range.count, source.address + range.lowerBound,
                    target + range.lowerBound)
            }
        }
    }
}

extension HalfScalar {
    public static func _converted<Target: ConvertibleScalar>(
        _ source: Tensor<Self>, to type: Target.Type
    ) -> Tensor<Target> {
        Target._converting(halves: source)
    }

    public static func _converting<Source: HalfScalar>(halves source: Tensor<Source>) -> Tensor<Self> {
        Tensor<Self>(Tensor<Float>(source))
    }

    public static func _converting<Source: NumericScalar>(numbers source: Tensor<Source>) -> Tensor<Self> {
        if Source.isInteger { return Tensor<Self>(Tensor<Double>(source)) }
        return traced(narrowed(source.contiguous()), TensorOperation("convert", source))
    }

    private static func narrowed<Source: NumericScalar>(_ source: Tensor<Source>) -> Tensor<Self> {
        Tensor<Self>(uninitialized: source.shape) { result in
            guard let target = result.baseAddress else { return }
            Parallelism.forEachRange(of: result.count, length: Parallelism.elementsPerChunk) { range in
                synann_narrow(
                    Source.kernelType, halfType, range.count, source.address + range.lowerBound,
                    target + range.lowerBound)
            }
        }
    }
}
