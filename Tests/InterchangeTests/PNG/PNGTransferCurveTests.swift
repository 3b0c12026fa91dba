// Compiles the tests only in a debug build, because `@testable` needs a debug build.
#if DEBUG
import Testing

@testable import Interchange

@Suite struct PNGTransferCurveTests {
    @Test func curvesAreInverted() {
        for curve: PNGTransferCurve in [.sRGB, .power(1 / 2.2), .power(1)] {
            for step in 0 ... 20 {
                let sample: Double = Double(step) / 20
                #expect(abs(curve.sample(curve.light(sample)) - sample) < 1e-9)
            }
        }
    }

    /// The sRGB curve is that of IEC 61966-2-1: the intensity ½ has the sample 0.7354, and the two pieces of the curve
    /// meet.
    @Test func sRGBIsTheStandardsCurve() {
        #expect(abs(PNGTransferCurve.sRGB.sample(0.5) - 0.735_357) < 1e-6)
        let (below, above) = (PNGTransferCurve.sRGB.light(0.04045), PNGTransferCurve.sRGB.light(0.04045.nextUp))
        #expect(abs(below - above) < 1e-6)
        #expect(PNGTransferCurve.power(0.5).sample(0.25) == 0.5)
    }
}
#endif
