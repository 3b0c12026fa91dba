/// A part of a tensor while an operation such as `tensor[0 ..< 2] += other` changes it.
///
/// The part is the only owner of a storage that borrows the memory of the tensor. So the operation writes in place, and
/// nothing is copied.
struct LentPart<Scalar: TensorScalar> {
    var part: Tensor<Scalar>
    let indices: [TensorIndex]
    /// The layout of the part as it was lent; `nil` if the part is a copy or shares the storage.
    fileprivate let layout: Layout?

    fileprivate struct Layout: Equatable {
        let offset: Int
        let shape: Shape
        let strides: [Int]

        init(_ part: Tensor<Scalar>) { (offset, shape, strides) = (part.offset, part.shape, part.strides) }
    }
}

extension Tensor {
    /// Returns the part at `indices` for an operation that changes it. `takeBack` must follow.
    ///
    /// The part is in the memory of this tensor unless this tensor is on a tape or an index is a tensor. A tape must record
    /// the change as an assignment.
    mutating func lendPart(_ indices: [TensorIndex]) -> LentPart<Scalar> {
        if mayBeRecorded || indices.contains(where: { $0.kind.isTensor }) {
            return LentPart(part: self[indices], indices: indices, layout: nil)
        }
        makeUnique()
        var part: Tensor = indexedView(indices)
        part.storage = Storage(borrowing: storage)
        return LentPart(part: part, indices: indices, layout: LentPart.Layout(part))
    }

    /// Ends the change of a part. If the operation replaced the part by another tensor, the function assigns that tensor
    /// to the part. Traps if that tensor does not broadcast to the shape of the part.
    mutating func takeBack(_ lent: inout LentPart<Scalar>) {
        // The lender of the block is asked, because the address of a freed storage may belong to a later result.
        let isInPlace: Bool = lent.part.storage.isBorrowed(from: storage) && lent.layout == LentPart.Layout(lent.part)
        guard isInPlace else { return self[lent.indices] = lent.part }
        // If the operation kept a copy of the part, that copy owns the storage, too, and keeps this memory.
        if !isKnownUniquelyReferenced(&lent.part.storage) { makeUnique() }
    }
}
