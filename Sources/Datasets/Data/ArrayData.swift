import Tensors

/// Samples in two tensors, inputs and targets. The first axis of each tensor is the sample axis.
///
///     let data = ArrayData(x, y)  // [N, 3] and [N, 1]
///     for (x, y) in data.batches(of: 32, shuffledBy: &generator) { print(x.shape, y.shape) }
public struct ArrayData<Input: TensorScalar, Target: TensorScalar>: DataSource {
    /// All inputs.
    public let inputs: Tensor<Input>
    /// All targets.
    public let targets: Tensor<Target>

    /// Creates data of N samples. Traps if the tensors differ in the length of the first axis, or if one of them has no
    /// axis.
    ///
    /// - Parameters:
    ///   - inputs: The inputs, `[N, …]`.
    ///   - targets: The targets, `[N, …]`.
    public init(_ inputs: Tensor<Input>, _ targets: Tensor<Target>) {
        require(
            inputs.rank > 0 && targets.rank > 0 && inputs.shape[0] == targets.shape[0],
            "ArrayData: inputs \(inputs.shape) and targets \(targets.shape) must have one first axis, the samples")
        (self.inputs, self.targets) = (inputs.contiguous(), targets.contiguous())
    }

    public var count: Int { inputs.shape[0] }

    public func batch(_ indices: ArraySlice<Int>) -> (inputs: Tensor<Input>, targets: Tensor<Target>) {
        (inputs.rows(indices), targets.rows(indices))
    }
}

extension Tensor {
    /// Returns the slices of the first axis at `indices`, in the order of `indices`. Traps if an index is outside of
    /// the axis.
    func rows(_ indices: ArraySlice<Int>) -> Tensor {
        let (count, width): (Int, Int) = (shape[0], shape.dropFirst().reduce(1, *))
        for index in indices { require((0 ..< count).contains(index), "ArrayData: no sample \(index) of \(count)") }
        return withUnsafeBuffer { source in
            Tensor(uninitialized: Shape([indices.count] + shape.dropFirst())) { result in
                guard width > 0, let from = source.baseAddress, let to = result.baseAddress else { return }
                for (place, index) in indices.enumerated() {
                    (to + place * width).update(from: from + index * width, count: width)
                }
            }
        }
    }
}
