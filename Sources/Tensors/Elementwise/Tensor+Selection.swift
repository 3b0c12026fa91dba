internal import CKernels

/// Returns the elements of `a` where `mask` is true and the elements of `b` elsewhere: NumPy's `where`.
///
/// The shapes of `mask`, `a` and `b` are broadcast to a common shape. Traps if there is no common shape. Differentiable
/// with respect to `a` and `b` if the scalar is real or complex. An element that is not selected gets the derivative 0,
/// even if it is NaN.
public func select<Scalar: TensorScalar>(
    _ mask: Tensor<Bool>, _ a: Tensor<Scalar>, _ b: Tensor<Scalar>
) -> Tensor<Scalar> {
    Scalar._select(mask, a, b)
}

extension TensorScalar {
    public static func _select(_ mask: Tensor<Bool>, _ a: Tensor<Self>, _ b: Tensor<Self>) -> Tensor<Self> {
        traced(selected(mask, a, b), TensorOperation("select", mask, a, b))
    }
}

extension FieldScalar {
    public static func _select(_ mask: Tensor<Bool>, _ a: Tensor<Self>, _ b: Tensor<Self>) -> Tensor<Self> {
        let (aShape, bShape) = (a.shape, b.shape)
        return withDerivative(
            of: TensorOperation("select", mask, a, b), selected(mask, a, b),
            .by(a) { cotangent in select(mask, cotangent, Tensor(0)).summed(to: aShape) },
            .by(b) { cotangent in select(mask, Tensor(0), cotangent).summed(to: bShape) })
    }
}

private func selected<Scalar: TensorScalar>(
    _ mask: Tensor<Bool>, _ a: Tensor<Scalar>, _ b: Tensor<Scalar>
) -> Tensor<Scalar> {
    let values = Shape.broadcast(a.shape, b.shape, for: "select")
    let common = Shape.broadcast(mask.shape, values, for: "select")
    let result = Tensor<Scalar>(uninitialized: common)
    let (target, flags) = (result.mutableAddress, mask.address)
    let (first, second) = (a.address, b.address)
    func write(_ count: Int, _ at: Int, _ m: Int, _ mStride: Int, _ i: Int, _ iStride: Int, _ j: Int, _ jStride: Int) {
        synann_select(
            MemoryLayout<Scalar>.stride, count, synann_strided(data: flags + m, stride: mStride),
            synann_strided(data: first + i, stride: iStride), synann_strided(data: second + j, stride: jStride),
            target + at)
    }
    if let mStride = mask.lineStride(in: common), let aStride = a.lineStride(in: common),
        let bStride = b.lineStride(in: common)
    {
        Parallelism.forEachRange(of: result.count, length: Parallelism.elementsPerChunk) { range in
            let start: Int = range.lowerBound
            write(range.count, start, start * mStride, mStride, start * aStride, aStride, start * bStride, bStride)
        }
        return result
    }
    let nest = LoopNest(
        shape: common,
        strides: [
            result.strides, mask.broadcastStrides(to: common), a.broadcastStrides(to: common),
            b.broadcastStrides(to: common),
        ])
    nest.forEachPiece { offsets, count in
        write(
            count, offsets[0], offsets[1], nest.rowStrides[1], offsets[2], nest.rowStrides[2], offsets[3],
            nest.rowStrides[3])
    }
    return result
}

/// Returns the smaller element of each pair, after broadcasting; NaN if either element is NaN. Traps if the shapes do
/// not broadcast.
///
/// Differentiable. The smaller element gets the whole derivative, and the other element gets 0. Two equal elements get
/// half of the derivative each. If either element is NaN, each element gets the whole derivative.
public func minimum<Scalar: RealScalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) -> Tensor<Scalar> {
    extremum(SYNANN_MINIMUM, a, b, named: "minimum")
}

/// Returns the greater element of each pair, after broadcasting; NaN if either element is NaN. Traps if the shapes do
/// not broadcast.
///
/// Differentiable. The greater element gets the whole derivative, and the other element gets 0. Two equal elements get
/// half of the derivative each. If either element is NaN, each element gets the whole derivative.
public func maximum<Scalar: RealScalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) -> Tensor<Scalar> {
    extremum(SYNANN_MAXIMUM, a, b, named: "maximum")
}

private func extremum<Scalar: RealScalar>(
    _ operation: synann_binary_operation, _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, named name: String
) -> Tensor<Scalar> {
    let (aShape, bShape) = (a.shape, b.shape)
    let isMaximum: Bool = operation == SYNANN_MAXIMUM
    return withDerivative(
        of: TensorOperation(name, a, b), a.combining(operation, b, named: name),
        .by(a) { cotangent in
            share(of: cotangent, beatenWhere: isMaximum ? a .< b : b .< a, tiedWhere: a .== b).summed(to: aShape)
        },
        .by(b) { cotangent in
            share(of: cotangent, beatenWhere: isMaximum ? b .< a : a .< b, tiedWhere: a .== b).summed(to: bShape)
        })
}

/// Returns the cotangent of a single operand of `minimum` or `maximum`: 0 where `isBeaten` is true, half of `cotangent`
/// where `isTied` is true, and `cotangent` elsewhere. `isBeaten` tells where the result is the other operand, `isTied`
/// where the operands are equal.
///
/// The function uses `select` and not a product with a mask, because ∞ · 0 is NaN.
private func share<Scalar: RealScalar>(
    of cotangent: Tensor<Scalar>, beatenWhere isBeaten: Tensor<Bool>, tiedWhere isTied: Tensor<Bool>
) -> Tensor<Scalar> {
    select(isBeaten, Tensor(0), select(isTied, cotangent / 2, cotangent))
}

extension Tensor where Scalar: RealScalar {
    /// Returns every element limited to `range`: NumPy's `clip`. NaN stays NaN.
    ///
    /// The derivative is 0 for an element outside of the range. The derivative is 1 for an element inside the range, on
    /// a bound, or NaN, as in PyTorch.
    public func clipped(to range: ClosedRange<Scalar>) -> Tensor {
        return withDerivative(
            of: TensorOperation(
                "clipped", self,
                attributes: ["lower": .number(Double(range.lowerBound)), "upper": .number(Double(range.upperBound))]),
            limited(to: range),
            .by(self) { cotangent in
                select((self .< range.lowerBound) .|| (self .> range.upperBound), Tensor(0), cotangent)
            })
    }
}

extension Tensor where Scalar: RealScalar {
    /// Returns every element limited to its bounds: NumPy's `clip`. The elements and the bounds are broadcast to a
    /// common shape. Traps if there is no common shape.
    ///
    /// The result is NaN if the element or a bound is NaN. The result is the upper bound if the lower bound is above
    /// the upper bound. Differentiable with respect to the elements and the bounds. If an element equals its bound, the
    /// element and the bound get half of the derivative each.
    ///
    /// - Parameters:
    ///   - lower: The lower bounds, or `nil` for no lower bounds.
    ///   - upper: The upper bounds, or `nil` for no upper bounds.
    public func clipped(lower: Tensor?, upper: Tensor?) -> Tensor {
        if let lower, let upper, TraceRecorder.current == nil,
            ![self, lower, upper].contains(where: { $0.variable.node >= 0 })
        {
            return limited(from: lower, to: upper)
        }
        let raised: Tensor = lower.map { maximum(self, $0) } ?? self
        return upper.map { minimum(raised, $0) } ?? raised
    }
}

extension Tensor where Scalar: NumericScalar {
    /// Returns min(max(x, lower), upper) for each element x, after broadcasting. The tape does not record the
    /// operation. Traps if the shapes do not broadcast.
    fileprivate func limited(from lower: Tensor, to upper: Tensor) -> Tensor {
        if let result = limitedElementByElement(from: lower, to: upper) { return result }
        let bounds = Shape.broadcast(lower.shape, upper.shape, for: "clipped")
        let common = Shape.broadcast(shape, bounds, for: "clipped")
        let operands: [Tensor] = [self, lower, upper].map { $0.broadcastView(to: common) }
        let order: [Int] = operands[0].denseOrder ?? Array(0 ..< common.rank)
        let result = Tensor(uninitialized: common, memoryOrder: operands[0].denseOrder)
        let nest = LoopNest(
            shape: Shape(order.map { common.dimensions[$0] }),
            strides: ([result] + operands).map { operand in order.map { operand.strides[$0] } })
        let target = result.mutableAddress
        let addresses: [UnsafePointer<Scalar>] = operands.map(\.address)
        nest.forEachPiece { offsets, count in
            func operand(_ number: Int) -> synann_strided {
                synann_strided(data: addresses[number] + offsets[number + 1], stride: nest.rowStrides[number + 1])
            }
            synann_clip(Scalar.kernelType, count, operand(0), operand(1), operand(2), target + offsets[0])
        }
        return result
    }
}

extension Tensor where Scalar: NumericScalar {
    /// Returns every element limited to `range`. The tape does not record the operation.
    fileprivate func limited(to range: ClosedRange<Scalar>) -> Tensor {
        guard isContiguous else { return limited(from: Tensor(range.lowerBound), to: Tensor(range.upperBound)) }
        let result = Tensor(uninitializedLike: self)
        let (source, target) = (address, result.mutableAddress)
        withUnsafePointer(to: range.lowerBound) { lower in
            withUnsafePointer(to: range.upperBound) { upper in
                Parallelism.forEachRange(of: count, length: Parallelism.elementsPerChunk) { part in
                    synann_clip(
                        Scalar.kernelType, part.count, synann_strided(data: source + part.lowerBound, stride: 1),
                        synann_strided(data: lower, stride: 0), synann_strided(data: upper, stride: 0),
                        target + part.lowerBound)
                }
            }
        }
        return result
    }
}

extension Tensor where Scalar: NumericScalar {
    /// Returns the result of `limited` if the elements and the bounds are in the same order in memory without gaps, or
    /// if the bounds are single numbers; otherwise `nil`. The function avoids the loops over several axes, which cost
    /// more than the work on a small tensor.
    fileprivate func limitedElementByElement(from lower: Tensor, to upper: Tensor) -> Tensor? {
        func step(of bound: Tensor) -> Int? {
            if bound.rank == 0 { return 0 }
            return bound.shape == shape && bound.strides == strides ? 1 : nil
        }
        guard let lowerStep = step(of: lower), let upperStep = step(of: upper) else { return nil }
        let order: [Int]? = isContiguous ? nil : denseOrder
        guard isContiguous || order != nil else { return nil }
        let result = Tensor(uninitialized: shape, memoryOrder: order)
        let (source, target) = (address, result.mutableAddress)
        let (least, greatest) = (lower.address, upper.address)
        Parallelism.forEachRange(of: count, length: Parallelism.elementsPerChunk) { range in
            let start: Int = range.lowerBound
            synann_clip(
                Scalar.kernelType, range.count, synann_strided(data: source + start, stride: 1),
                synann_strided(data: least + start * lowerStep, stride: lowerStep),
                synann_strided(data: greatest + start * upperStep, stride: upperStep), target + start)
        }
        return result
    }
}

/// Returns the smaller integer of each pair, after broadcasting. Traps if the shapes do not broadcast.
public func minimum<Scalar: IntegerScalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) -> Tensor<Scalar> {
    traced(a.combining(SYNANN_MINIMUM, b, named: "minimum"), TensorOperation("minimum", a, b))
}

/// Returns the greater integer of each pair, after broadcasting. Traps if the shapes do not broadcast.
public func maximum<Scalar: IntegerScalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) -> Tensor<Scalar> {
    traced(a.combining(SYNANN_MAXIMUM, b, named: "maximum"), TensorOperation("maximum", a, b))
}

extension Tensor where Scalar: IntegerScalar {
    /// Returns every element limited to `range`.
    public func clipped(to range: ClosedRange<Scalar>) -> Tensor {
        clipped(lower: Tensor(range.lowerBound), upper: Tensor(range.upperBound))
    }

    /// Returns every element limited to its bounds. The elements and the bounds are broadcast to a common shape. The
    /// result is the upper bound if the lower bound is above the upper bound. Traps if the shapes do not broadcast.
    ///
    /// - Parameters:
    ///   - lower: The lower bounds, or `nil` for no lower bounds.
    ///   - upper: The upper bounds, or `nil` for no upper bounds.
    public func clipped(lower: Tensor?, upper: Tensor?) -> Tensor {
        if let lower, let upper, TraceRecorder.current == nil { return limited(from: lower, to: upper) }
        let raised: Tensor = lower.map { maximum(self, $0) } ?? self
        return upper.map { minimum(raised, $0) } ?? raised
    }
}
