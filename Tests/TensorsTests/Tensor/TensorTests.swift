import Tensors
import TestSupport
import Testing

@Suite struct TensorTests {
    /// Six significant digits at every magnitude, as `%.6g` has them; never 0 for what is not 0.
    @Test func smallNumbersAreNotPrintedAsZero() {
        #expect(Tensor<Double>([1e-8]).description == "[1e-08]")
        #expect(Tensor<Double>([1.0 / 3, -2e-300]).description == "[0.333333  -2e-300]")
        #expect(Tensor<Float>([1.2345678e-20, 2e-38]).description == "[1.23457e-20       2e-38]")
        #expect(Tensor<Double>([99999.96, 1_234_567.8]).description == "[ 100000.0 1234568.0]")
        for exponent in stride(from: -320, through: 300, by: 7) {
            let value: Double = .pow(10, Double(exponent)) * 1.234567891
            let text: String = Tensor<Double>(value).description
            let read: Double = Double(text) ?? 0
            #expect(value == 0 || abs(read - value) <= 5.1e-6 * value, "\(value) is printed as \(text)")
        }
    }

    @Test func initializersFillRowMajor() {
        let a = Tensor<Float>([[1, 2], [3, 4]])
        #expect(a.shape == [2, 2] && a.rank == 2 && a.count == 4)
        #expect(a.scalars == [1, 2, 3, 4])
        #expect(Tensor<Float>([[[1], [2]], [[3], [4]]]).shape == [2, 2, 1])
        #expect(Tensor<Float>(5).shape == [])
        #expect(Tensor<Float>(5).scalar == 5)
        #expect(Tensor<Double>(identity: 2) == Tensor([[1, 0], [0, 1]]))
        #expect(Tensor<Double>(repeating: 2, shape: [2]) == Tensor([2, 2]))
        #expect(Tensor<Float>(zeros: [0, 3]).scalars == [])
    }

    @Test func rangesAreNumpys() {
        #expect(Tensor<Int>(from: 2, to: 8, by: 3).scalars == [2, 5])
        #expect(Tensor<Int>(from: 3, to: 0, by: -1).scalars == [3, 2, 1])
        #expect(Tensor<Float>(from: 0, to: 1, by: 0.25).scalars == [0, 0.25, 0.5, 0.75])
        #expect(Tensor<Float>(from: 3, to: 2).count == 0)
        #expect(Tensor<Double>(linearSpace: 0, 1, count: 5).scalars == [0, 0.25, 0.5, 0.75, 1])
        #expect(Tensor<Double>(linearSpace: 2, 3, count: 1).scalars == [2])
        #expect(Tensor<Double>(linearSpace: 2, 3, count: 0).count == 0)
        #expect(Tensor<Float>(linearSpace: 0, 0.7, count: 8).scalars.last == 0.7)
    }

    @Test func equalityIsOfShapesAndElements() {
        #expect(Tensor<Float>([1, 2]) == Tensor([1, 2]))
        #expect(Tensor<Float>([1, 2]) != Tensor([[1, 2]]))
        #expect(Tensor<Float>([.nan]) != Tensor([.nan]))
        let a: Tensor<Float> = sample([3, 4])
        for arrangement in MemoryArrangement.allCases { #expect(a.arranged(arrangement) == a, "\(arrangement)") }
    }

    @Test func copiesAreValues() {
        var a = Tensor<Int>([1, 2, 3])
        let b: Tensor<Int> = a
        a[1] = Tensor(9)
        #expect(b.scalars == [1, 2, 3])
        #expect(a.scalars == [1, 9, 3])
        a.withUnsafeMutableBuffer { $0[0] = 7 }
        #expect(a.scalars == [7, 9, 3])
    }

    @Test func memoryIsAligned() {
        for count in [1, 3, 100, 100_000] {
            let address: Int? = Tensor<Float>(zeros: [count]).withUnsafeBuffer {
                $0.baseAddress.map { Int(bitPattern: $0) }
            }
            #expect((address ?? 1) % 64 == 0)
        }
    }

    @Test func buffersOfViewsAreInRowMajorOrder() {
        let a = Tensor<Int>(from: 0, to: 6).reshaped(to: [2, 3] as Shape).transposed()
        #expect(a.withUnsafeBuffer { Array($0) } == [0, 3, 1, 4, 2, 5])
        #expect(a.scalars == [0, 3, 1, 4, 2, 5])
    }

    @Test func descriptionsAreReadable() {
        #expect(Tensor<Float>([1, 2.5, -3]).description == "[ 1.0  2.5 -3.0]")
        #expect(Tensor<Double>([[1, 2], [3, 4]]).description == "[[1.0 2.0]\n [3.0 4.0]]")
        #expect(Tensor<Float>(7).description == "7.0")
        #expect(Tensor<Int>([1, 10]).description == "[ 1 10]")
        #expect(Tensor<Bool>([true, false]).description == "[ true false]")
        #expect(Tensor<Double>([.nan, .infinity]).description == "[nan inf]")
        #expect(Tensor<Float>(zeros: [0, 2]).description == "Tensor<Float>(shape: [0, 2])")
        #expect(Tensor<Float>(1 / 3).description == "0.333333")
        #expect(Tensor<Int>(from: 0, to: 2000).description == "[   0    1    2 ... 1997 1998 1999]")
    }
}
