import ComplexModule
import Differentiation
import LinearAlgebra
import Tensors
import TestSupport
import Testing

/// For axes of length 0 and 1, the results agree with NumPy, and the derivatives have the shape of the input.
@Suite struct ShapeTests {
    @Test func shapesWithoutElementsAgreeWithNumPy() throws {
        for reference in ReferenceCase.shapes {
            try check(Double.self, reference)
            try check(Float.self, reference)
            try check(Complex<Double>.self, reference)
        }
    }

    private func check<Scalar: LinearAlgebraScalar>(_ type: Scalar.Type, _ reference: ReferenceCase) throws {
        let shape = Shape(reference.integers(parameter: "shape"))
        if reference.operation == "einsum", shape.rank > 3 { return }
        // In systems without right-hand sides, the matrix can have elements. The test then uses the identity, which is
        // regular.
        let rows: Int = shape[-2]
        let identity: Tensor<Scalar> = Tensor(identity: max(rows, shape[-1]))[0 ..< rows, 0 ..< shape[-1]]
        let a: Tensor<Scalar> = identity.broadcast(to: shape)
        let name: String = reference.operation
        let found: [Tensor<Scalar>] = try results(name, a)
        for (index, part) in found.enumerated() {
            let expected: Tensor<Double> = reference.tensor("output\(index)")
            #expect(part.shape == expected.shape, "\(reference), \(type)")
            let values: [Double] = part.scalars.map { Double($0._absolute) }
            #expect(values == expected.scalars, "\(reference), \(type), result \(index)")
        }
        if ["fullSVD", "completeQR", "matrixRank", "nullSpace"].contains(reference.operation) { return }
        let operation = StackedOperation<Scalar>(name: reference.name, operand: .square) { a, _ in try results(name, a)
        }
        let derivative: Tensor<Scalar> = try operation.gradients(a, Tensor(zeros: [0]))[0]
        #expect(
            derivative.shape == shape && derivative.scalars.allSatisfy { $0._absolute == 0 }, "\(reference), \(type)")
    }

    private func results<Scalar: LinearAlgebraScalar>(
        _ operation: String, _ a: Tensor<Scalar>
    ) throws -> [Tensor<Scalar>] {
        func sides(_ count: Int) -> Tensor<Scalar> { Tensor(zeros: Shape(a.shape.dimensions.dropLast() + [count])) }
        switch operation {
        case "fullSVD":
            let parts: SingularValueDecomposition<Scalar> = try svd(a, full: true)
            return [parts.u, field(parts.singularValues), parts.vt]
        case "completeQR":
            let parts: QRDecomposition<Scalar> = try qr(a, complete: true)
            return [parts.q, parts.r]
        case "symmetricEigen":
            let parts: SymmetricEigenDecomposition<Scalar> = try symmetricEigen(a)
            return [asNumbers(parts.eigenvalues), parts.eigenvectors]
        case "matrixNorm": return [asNumbers(try matrixNorm(a))]
        case "nullSpace": return [try nullSpace(a)]
        case "einsum": return [a.rank == 2 ? einsum("ij,kj->ik", a, a) : einsum("bij,bkj->bik", a, a)]
        case "kronecker": return [kronecker(a, a)]
        case "solve": return [try solve(a, sides(2))]
        case "solve no sides": return [try solve(a, sides(0))]
        case "leastSquares": return [try leastSquares(a, sides(2))]
        case "leastSquares no sides":
            let general: MinimumNormSolution<Scalar> = try minimumNormLeastSquares(a.asConstant(), sides(0))
            let own: Tensor<Scalar> = try leastSquares(a, sides(0))
            let fullRank: Int = min(a.shape[-2], a.shape[-1])
            #expect(general.solution.shape == own.shape)
            #expect(general.matrixRank.scalars == [Int](repeating: fullRank, count: general.matrixRank.count))
            return [own]
        default:
            guard let known = StackedOperation<Scalar>.all.first(where: { $0.name == operation }) else {
                fatalError("no function \(operation)")
            }
            return try known(a, Tensor(zeros: [0]))
        }
    }

    /// Every function and every derivative accepts stacks without matrices, and matrices without elements, and does not
    /// trap.
    @Test(arguments: [[0, 2, 2], [2, 0, 0], [0, 0, 0]]) func everyFunctionWithoutElements(shape: [Int]) throws {
        try checkEmpty(Double.self, shape)
        try checkEmpty(Float.self, shape)
        try checkEmpty(Complex<Double>.self, shape)
    }

    private func checkEmpty<Scalar: LinearAlgebraScalar>(_ type: Scalar.Type, _ shape: [Int]) throws {
        for operation in StackedOperation<Scalar>.all {
            let dimensions: [Int]
            switch operation.operand {
            case .tall: dimensions = [shape[0], shape[1] + 2, shape[2]]
            case .wide: dimensions = [shape[0], shape[1], shape[2] + 2]
            case .vector: dimensions = [shape[0], shape[1]]
            default: dimensions = shape
            }
            let a = Tensor<Scalar>(zeros: Shape(dimensions))
            // The condition number of a matrix without elements is undefined, so `conditionNumber` throws.
            if operation.name == "conditionNumber", a.shape[-1] == 0 || a.shape[-2] == 0 {
                #expect(throws: LinearAlgebraError.empty(operation: "conditionNumber")) { try operation(a, a) }
                continue
            }
            for columns in operation.hasSide ? [2, 0] : [0] {
                let b = Tensor<Scalar>(zeros: [dimensions[0], dimensions[1], columns])
                let results: [Tensor<Scalar>] = try operation(a, b)
                #expect(results.allSatisfy { $0.shape[0] == shape[0] }, "\(operation) at \(a.shape)")
                guard operation.hasGradient else { continue }
                let derivatives: [Tensor<Scalar>] = try operation.gradients(a, b)
                #expect(derivatives.map(\.shape) == [a.shape, b.shape], "\(operation) at \(a.shape)")
                #expect(
                    derivatives.allSatisfy { $0.scalars.allSatisfy { $0._absolute == 0 } }, "\(operation) at \(a.shape)"
                )
            }
        }
    }

    /// For matrices with a single row or column, the derivatives agree with differences. The results for a stack of 16
    /// matrices agree with those for a single matrix.
    @Test(arguments: [1, 16]) func everyFunctionOfOneElement(count: Int) throws {
        for operation in StackedOperation<Double>.all {
            let (a, b): (Tensor<Double>, Tensor<Double>) = (operation.operand(count, 1), operation.side(count, 1))
            let plain: [Tensor<Double>] = try operation(a, b)
            let alone: [Tensor<Double>] = try operation(a[0 ..< 1], b[0 ..< 1])
            let first: [Tensor<Double>] = plain.map { $0[0 ..< 1] }
            #expect(firstDifference(first, alone, entries: [0], tolerance: 1e-14) == nil, "\(operation)")
            guard operation.hasGradient else { continue }
            let check: GradientCheck = checkGradient(at: [a[0 ..< 1], b[0 ..< 1]]) { parts in
                let results: [Tensor<Double>] = try! operation(parts[0], parts[1])
                return results.enumerated().reduce(Tensor(0)) { sum, result in
                    sum + (result.element * sample(result.element.shape, seed: result.offset)).sum()
                }
            }
            #expect(check.error < 1e-7, "\(operation), \(operation.operand): \(check)")
            let derivatives: [Tensor<Double>] = try operation.gradients(a, b)
            #expect(derivatives.map(\.shape) == [a.shape, b.shape])
        }
    }

    /// A single matrix and a stack of right-hand sides broadcast, and two stacks broadcast. The operands may have no
    /// elements.
    @Test(
        arguments: [
            ([0, 0], [4, 0, 2]), ([0, 3], [4, 0, 2]), ([3, 0], [4, 3, 2]), ([2, 2], [0, 2, 3]), ([1, 1], [4, 1, 0]),
            ([0, 3], [0]), ([3, 0], [3]), ([2, 0, 3], [1, 0, 2]), ([1, 3, 0], [2, 3, 2]), ([1, 1], [1]),
        ]
            as [([Int], [Int])])
    func rightSidesBroadcast(matrix: [Int], sides: [Int]) throws {
        var a = Tensor<Double>(zeros: Shape(matrix))
        if a.count > 0 { a = a + Tensor(identity: matrix[0]) }
        let b = Tensor<Double>(ones: Shape(sides))
        let columns: Int = a.shape[-1]
        let expected: [Int] =
            sides.count == 1 ? [columns] : [max(matrix.count == 3 ? matrix[0] : 0, sides[0]), columns, sides[2]]
        let dimensions: [Int] = sides.count == 3 && (sides[0] == 0) ? [0, columns, sides[2]] : expected
        let found: Tensor<Double> = try leastSquares(a, b)
        #expect(found.shape == Shape(dimensions))
        if a.count == 0 { #expect(found == Tensor(zeros: found.shape)) }
        let derivatives: [Tensor<Double>] = gradient(at: [a, b]) { try! leastSquares($0[0], $0[1]).sum() }
        #expect(derivatives.map(\.shape) == [a.shape, b.shape])
        guard a.shape[-1] == a.shape[-2] else { return }
        for solver in [
            { try solve($0, $1) }, { try solveTriangular($0, $1, .lower) }, { try solveSymmetric($0, $1) },
            { try solvePositiveDefinite($0, $1) },
        ] as [(Tensor<Double>, Tensor<Double>) throws -> Tensor<Double>] {
            #expect(try solver(a, b).shape == Shape(dimensions))
            let derivatives: [Tensor<Double>] = gradient(at: [a, b]) { try! solver($0[0], $0[1]).sum() }
            #expect(derivatives.map(\.shape) == [a.shape, b.shape])
        }
    }

    @Test(arguments: [[0, 0], [2, 0, 0], [0, 2, 2], [1, 1]]) func functionsWithoutDerivatives(shape: [Int]) throws {
        let a: Tensor<Double> = Tensor(identity: shape.last ?? 0).broadcast(to: Shape(shape))
        let vectors = Shape(shape.dropLast())
        let general: EigenDecomposition<Double> = try eigen(a, leftVectors: true)
        #expect(general.eigenvalues.shape == vectors && general.rightVectors.shape == a.shape)
        #expect(general.leftVectors?.shape == a.shape)
        let pair: GeneralizedEigenDecomposition<Double> = try generalizedEigen(a, a)
        #expect(pair.eigenvalues.shape == vectors && pair.leftVectors.shape == a.shape)
        #expect(try generalizedSymmetricEigen(a, a).eigenvectors.shape == a.shape)
        #expect(try ldl(a).lower.shape == a.shape)
        #expect(try lu(a).isSingular.shape == Shape(shape.dropLast(2)))
        #expect(try matrixSquareRoot(a).shape == a.shape)
        let side = Tensor<Double>(ones: Shape(shape.dropLast() + [2]))
        let bands = Tensor<Double>(ones: Shape(shape.dropLast(2) + [1, shape[shape.count - 1]]))
        #expect(try solveBanded(bands, lower: 0, side) == side)
        let diagonal = Tensor<Double>(ones: vectors)
        let beside = Tensor<Double>(zeros: Shape(shape.dropLast(2) + [max(0, shape[shape.count - 1] - 1)]))
        #expect(try solveTridiagonal(lower: beside, diagonal: diagonal, upper: beside, side) == side)
        guard shape.count == 2 else { return }
        #expect(try symmetricEigen(a, in: .positions(0 ..< 0)).eigenvalues.count == 0)
        #expect(try symmetricEigen(a, in: .values(greaterThan: 0, through: 2)).eigenvalues.count == shape[0])
        #expect(try nullSpace(a).shape == [shape[0], 0])
    }
}
