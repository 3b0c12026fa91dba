import Foundation

/// The relation between a sample in 0…1 and light in 0…1.
enum PNGTransferCurve {
    /// The transfer function of sRGB (IEC 61966-2-1).
    case sRGB
    /// The function `sample = light^exponent`, where the chunk gAMA contains the exponent.
    case power(Double)

    /// Returns the light of a sample.
    func light(_ sample: Double) -> Double {
        switch self {
        case .sRGB: return sample <= 0.04045 ? sample / 12.92 : pow((sample + 0.055) / 1.055, 2.4)
        case .power(let exponent): return pow(sample, 1 / exponent)
        }
    }

    /// Returns the sample that represents light.
    func sample(_ light: Double) -> Double {
        switch self {
        case .sRGB: return light <= 0.0031308 ? light * 12.92 : 1.055 * pow(light, 1 / 2.4) - 0.055
        case .power(let exponent): return pow(light, exponent)
        }
    }
}
