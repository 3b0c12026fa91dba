import SynaNN

/// A flag that would change nothing beside the others: an error, because whoever gives it expects something of it.
package struct FlagWithoutEffect: Sendable {
    /// The flag, with its dashes.
    package let flag: String
    /// Whether it is given and would change nothing.
    package let applies: @Sendable (TrainingFlags) -> Bool
    /// Why it would change nothing, and what to do.
    package let reason: String

    private init(_ flag: String, _ reason: String, applies: @escaping @Sendable (TrainingFlags) -> Bool) {
        (self.flag, self.reason, self.applies) = (flag, reason, applies)
    }

    /// What the flags alone tell.
    package static let ofTheFlagsAlone: [FlagWithoutEffect] = [
        FlagWithoutEffect("--save-every", "no checkpoint is written. Give --save DIR too") {
            $0.saveEvery != nil && $0.save == nil && $0.resume == nil
        },
        FlagWithoutEffect("--calibration", "the calibration error is written to the metrics alone. Give --metrics FILE")
        {
            $0.calibration && $0.metrics == nil
        },
        FlagWithoutEffect("--patience", "no epoch is the best. Give --validation-split too") {
            $0.patience != nil && $0.validationSplit == nil
        },
        FlagWithoutEffect("--allow-changes", "nothing is resumed. Give --resume DIR too") {
            $0.allowChanges && $0.resume == nil
        },
    ]

    /// What the network tells too.
    package static func of(parameterNames: [String]) -> [FlagWithoutEffect] {
        let hasBeta: Bool = parameterNames.contains { $0.split(separator: ".").last == "beta" }
        return [
            FlagWithoutEffect("--beta-rate", "this network has no β. Take it away, or choose a --hidden that has") {
                $0.betaRate != nil && !hasBeta
            }
        ]
    }

    /// What the number of steps tells too.
    package static func of(stepCount: Int) -> [FlagWithoutEffect] {
        [
            FlagWithoutEffect(
                "--save-every",
                "the training has only \(stepCount) steps, and a checkpoint after every epoch anyway. Take it away"
            ) { $0.saveEvery.map { $0 > stepCount } ?? false }
        ]
    }

    /// What a measurement in the place of the training tells.
    ///
    /// - Parameter measurement: The measurement's flag, with its dashes.
    package static func beside(measurement: String) -> [FlagWithoutEffect] {
        let flags: [(flag: String, applies: @Sendable (TrainingFlags) -> Bool)] = [
            ("--resume", { $0.resume != nil }), ("--save", { $0.save != nil }), ("--metrics", { $0.metrics != nil }),
            ("--plot", { $0.plot != nil }), ("--tensorboard", { $0.tensorboard != nil }),
            ("--epochs", { $0.epochs != nil }), ("--patience", { $0.patience != nil }), ("--quiet", { $0.quiet }),
        ]
        return flags.map {
            FlagWithoutEffect(
                $0.flag, "\(measurement) measures in the place of a training. Take one of them away",
                applies: $0.applies)
        }
    }

    /// The sentence about the first of them that applies.
    package static func first(among rules: [FlagWithoutEffect], _ flags: TrainingFlags) -> String? {
        rules.first { $0.applies(flags) }.map { "\($0.flag) would change nothing: \($0.reason)." }
    }
}
