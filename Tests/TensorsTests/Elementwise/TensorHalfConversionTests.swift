import Differentiation
import Tensors
import TestSupport
import Testing

@Suite struct TensorHalfConversionTests {
    private struct Conversions: Decodable {
        let name: String
        let doubles: [Double]?
        let halfOfDoubles, halfOfSingles, brainOfSingles: [UInt16]?
    }

    @Test func conversionsAreThoseOfNumPyAndPyTorch() throws {
        let cases: [Conversions] = referenceCases(in: "half_precision")
        let reference = try #require(cases.first { $0.name == "conversions" })
        let doubles = Tensor(try #require(reference.doubles))
        let singles = Tensor<Float>(doubles)
        #expect(Tensor<Float16>(doubles).scalars.map(\.bitPattern) == reference.halfOfDoubles)
        #expect(Tensor<Float16>(singles).scalars.map(\.bitPattern) == reference.halfOfSingles)
        #expect(Tensor<BFloat16>(singles).scalars.map(\.bitPattern) == reference.brainOfSingles)
    }

    @Test func everyLayoutIsConverted() {
        let source: Tensor<Double> = Tensor<Double>(from: 0, to: 60).reshaped(to: [3, 4, 5]).sin() * 100
        let (half, brain) = (Tensor<Float16>(source), Tensor<BFloat16>(source))
        #expect(half.scalars == source.scalars.map { Float16($0) })
        #expect(brain.scalars == source.scalars.map { BFloat16($0) })
        for arrangement in MemoryArrangement.allCases {
            #expect(Tensor<Float16>(source.arranged(arrangement)) == half)
            #expect(Tensor<BFloat16>(source.arranged(arrangement)) == brain)
            #expect(Tensor<Float>(half.arranged(arrangement)).scalars == half.scalars.map { Float($0) })
            #expect(Tensor<Double>(brain.arranged(arrangement)).scalars == brain.scalars.map { Double($0) })
            #expect(Tensor<BFloat16>(half.arranged(arrangement)) == Tensor<BFloat16>(Tensor<Float>(half)))
        }
        #expect(Tensor<Float16>(Tensor<Float>(zeros: [0, 3])).shape == [0, 3])
        #expect(Tensor<Float>(Tensor<Float16>(2.5)) == Tensor(2.5))
    }

    @Test func integersAreConverted() async {
        let integers = Tensor<Int>([0, -3, 2049, 70000, .max])
        #expect(Tensor<Float16>(integers).scalars == [0, -3, 2048, .infinity, .infinity])
        #expect(Tensor<BFloat16>(integers).scalars == [0, -3, 2048, 70144, BFloat16(0x1p63 as Double)])
        #expect(Tensor<UInt8>(Tensor<Float16>([0, 2.75, 255.9])).scalars == [0, 2, 255])
        #expect(Tensor<Int>(Tensor<BFloat16>([-2.75])).scalars == [-2])
        await #expect(processExitsWith: .failure) { _ = Tensor<Int>(Tensor<Float16>([.nan])) }
        await #expect(processExitsWith: .failure) { _ = Tensor<UInt8>(Tensor<BFloat16>([256])) }
    }

    /// A large tensor, whose conversion several threads share, is converted correctly.
    @Test func largeTensorsAreConverted() {
        let source: Tensor<Float> = Tensor<Float>(from: 0, to: 2048).broadcast(to: [300, 2048])
        #expect(Tensor<Float>(Tensor<Float16>(source)) == source)
    }

    @Test func conversionsAreConstants() {
        let slope: Tensor<Float> = gradient(at: Tensor<Float>([1, 2])) { x in
            (x * Tensor<Float>(Tensor<Float16>(x))).sum()
        }
        #expect(slope == Tensor([1, 2]))
    }
}
