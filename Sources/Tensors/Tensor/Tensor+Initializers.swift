internal import CKernels

extension Tensor {
    /// Creates a tensor of the given shape from its elements in row-major order. Traps if the number of elements
    /// differs from the number that the shape requires.
    public init(_ scalars: [Scalar], shape: Shape) {
        require(
            scalars.count == shape.elementCount,
            "Tensor: \(scalars.count) elements do not fill shape \(shape), which has \(shape.elementCount)")
        self.init(uninitialized: shape) { buffer in
            scalars.withUnsafeBufferPointer { copyElements($0, to: buffer.baseAddress) }
        }
    }

    /// Creates a tensor of shape `[]` with a single element.
    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    public init(_ scalar: Scalar) {
        self.init(
            storage: Storage(byteCount: MemoryLayout<Scalar>.stride), offset: 0, shape: Shape(valid: []), strides: [])
        mutableAddress.initialize(to: scalar)
    }

    /// Creates a vector: a tensor of shape `[scalars.count]`.
    public init(_ scalars: [Scalar]) {
        self.init(scalars, shape: [scalars.count])
    }

    /// Creates a matrix of shape `[rows, columns]` from an array of rows. The shape is `[0, 0]` if the array is empty.
    /// Traps if any two rows differ in length.
    public init(_ rows: [[Scalar]]) {
        let width: Int = rows.first?.count ?? 0
        require(
            rows.allSatisfy { $0.count == width }, "Tensor: rows differ in length: \(rows.map(\.count))")
        self.init(rows.flatMap { $0 }, shape: [rows.count, width])
    }

    /// Creates a tensor of shape `[planes, rows, columns]` from nested arrays. The shape is `[0, 0, 0]` if the array is
    /// empty. Traps if the planes differ in their number of rows, or if any two rows differ in length.
    public init(_ planes: [[[Scalar]]]) {
        let height: Int = planes.first?.count ?? 0
        let width: Int = planes.first?.first?.count ?? 0
        require(
            planes.allSatisfy { $0.count == height && $0.allSatisfy { $0.count == width } },
            "Tensor: the planes differ in shape")
        self.init(planes.flatMap { $0.flatMap { $0 } }, shape: [planes.count, height, width])
    }

    /// Creates a tensor of the given shape in which every element is `value`.
    public init(repeating value: Scalar, shape: Shape) {
        self.init(uninitialized: shape) { buffer in
            guard let target = buffer.baseAddress else { return }
            Parallelism.forEachRange(of: buffer.count, length: Parallelism.elementsPerChunk) { range in
                fill(target + range.lowerBound, with: value, count: range.count)
            }
        }
    }
}

extension Tensor where Scalar: Numeric {
    /// Creates a tensor of the given shape in which every element is 0.
    public init(zeros shape: Shape) { self.init(repeating: 0, shape: shape) }

    /// Creates a tensor of the given shape in which every element is 1.
    public init(ones shape: Shape) { self.init(repeating: 1, shape: shape) }

    /// Creates the identity matrix of shape `[size, size]`. Traps if `size` is negative.
    public init(identity size: Int) {
        self.init(zeros: [size, size])
        for index in 0 ..< size { mutableAddress[index * size + index] = 1 }
    }

    /// Creates a matrix with ones on a single diagonal and zeros elsewhere: NumPy's `eye`. Traps if the number of rows
    /// or columns is negative.
    ///
    /// - Parameters:
    ///   - rows: The number of rows.
    ///   - columns: The number of columns.
    ///   - diagonal: The number of the diagonal with ones: 0 for the main diagonal, 1 for the next diagonal above the
    ///     main diagonal, −1 for the next diagonal below. If the matrix has no such diagonal, every element is 0.
    public init(identity rows: Int, columns: Int, diagonal: Int = 0) {
        self.init(zeros: [rows, columns])
        for row in 0 ..< rows where (0 ..< columns).contains(row + diagonal) {
            mutableAddress[row * columns + row + diagonal] = 1
        }
    }
}

extension Tensor where Scalar: NumericScalar {
    /// Creates the vector of the numbers from `start` up to, but not including, `end`: NumPy's `arange`. Element i is
    /// `start + i · step`.
    ///
    /// The number of elements is ⌈(end − start) / step⌉, or 0 if this number is negative. Integers are exact over the
    /// whole range of their type. For real numbers, rounding may make the last element equal to `end`. Traps if the
    /// step is 0, or if `Int` cannot represent the number of elements, as with an infinite or NaN argument.
    public init(from start: Scalar, to end: Scalar, by step: Scalar = 1) {
        require(step != 0, "Tensor(from:to:by:): the step is 0")
        guard let count = Scalar._stepCount(from: start, to: end, by: step) else {
            fatalError("Tensor(from:to:by:): from \(start) to \(end) by \(step) are not finitely many elements")
        }
        self.init(uninitialized: [count]) { buffer in
            guard let target = buffer.baseAddress else { return }
            Parallelism.forEachRange(of: count, length: Parallelism.elementsPerChunk) { range in
                withUnsafePointer(to: start) { start in
                    withUnsafePointer(to: step) { step in
                        synann_steps(
                            Scalar.kernelType, range.lowerBound, range.count, start, step, target + range.lowerBound)
                    }
                }
            }
        }
    }
}

extension Tensor where Scalar: RealScalar {
    /// Creates the vector of `count` numbers at equal distances from `start` to `end`: NumPy's `linspace`. The first
    /// element is `start` and the last element is `end`.
    ///
    /// If the count is 1, the only element is `start`. If the count is 0, the vector is empty. Traps if the count is
    /// negative.
    public init(linearSpace start: Scalar, _ end: Scalar, count: Int) {
        require(count >= 0, "Tensor(linearSpace:): count \(count) is negative")
        let operands = synann_linear_space_operands(start: Double(start), end: Double(end), count: count)
        self.init(uninitialized: [count]) { buffer in
            guard let target = buffer.baseAddress else { return }
            Parallelism.forEachRange(of: count, length: Parallelism.elementsPerChunk) { range in
                withUnsafePointer(to: operands) { operands in
                    synann_linear_space(
                        Scalar.kernelType, operands, range.lowerBound, range.count, target + range.lowerBound)
                }
            }
        }
    }
}
