import SynaNN

/// A rule about a flag that has no effect in combination with other flags. Such a flag is an error, because the user
/// expects an effect.
package struct FlagWithoutEffect: Sendable {
    /// The flag, with its dashes, such as `--patience`.
    package let flag: String
    /// Returns whether the flag is given and has no effect.
    package let applies: @Sendable (TrainingFlags) -> Bool
    /// The reason why the flag has no effect, and what the user can do.
    package let reason: String

    private init(_ flag: String, _ reason: String, applies: @escaping @Sendable (TrainingFlags) -> Bool) {
        (self.flag, self.reason, self.applies) = (flag, reason, applies)
    }

    /// The rules that depend only on the flags.
    package static let ofTheFlagsAlone: [FlagWithoutEffect] = [
        FlagWithoutEffect("--save-every", "no checkpoint is written. Give --save DIR too") {
            $0.saveEvery != nil && $0.save == nil && $0.resume == nil
        },
        FlagWithoutEffect("--calibration", "only the metrics file contains the calibration error. Give --metrics FILE")
        {
            $0.calibration && $0.metrics == nil
        },
        FlagWithoutEffect("--patience", "without validation images no epoch is the best. Give --validation-split too") {
            $0.patience != nil && $0.validationSplit == nil
        },
        FlagWithoutEffect("--silence", "a single process trains. Give --distributed too") {
            $0.ranks.silence != nil && !$0.ranks.distributed
        },
        FlagWithoutEffect("--allow-changes", "nothing is resumed. Give --resume DIR too") {
            $0.allowChanges && $0.resume == nil
        },
    ]

    /// Returns the rules that also depend on the network. `parameterNames` are the names of the network's parameters,
    /// such as `hidden.synapses.0.beta`.
    package static func of(parameterNames: [String]) -> [FlagWithoutEffect] {
        let hasBeta: Bool = parameterNames.contains { $0.split(separator: ".").last == "beta" }
        return [
            FlagWithoutEffect("--beta-rate", "this network has no β. Remove the flag, or choose another --hidden") {
                $0.betaRate != nil && !hasBeta
            }
        ]
    }

    /// Returns the rules that also depend on `stepCount`, the number of steps of the whole training.
    package static func of(stepCount: Int) -> [FlagWithoutEffect] {
        [
            FlagWithoutEffect(
                "--save-every",
                "the training has only \(stepCount) steps, and writes a checkpoint after every epoch. Remove the flag"
            ) { $0.saveEvery.map { $0 > stepCount } ?? false }
        ]
    }

    /// Returns the rules for a command that measures instead of training: every flag that only a training uses has no
    /// effect.
    ///
    /// - Parameter measurement: The flag that requests the measurement, with its dashes.
    package static func beside(measurement: String) -> [FlagWithoutEffect] {
        let flags: [(flag: String, applies: @Sendable (TrainingFlags) -> Bool)] = [
            ("--resume", { $0.resume != nil }), ("--save", { $0.save != nil }), ("--metrics", { $0.metrics != nil }),
            ("--plot", { $0.plot != nil }), ("--tensorboard", { $0.tensorboard != nil }),
            ("--epochs", { $0.epochs != nil }), ("--patience", { $0.patience != nil }), ("--quiet", { $0.quiet }),
            ("--distributed", { $0.ranks.distributed }),
        ]
        let rules: [FlagWithoutEffect] = flags.map {
            FlagWithoutEffect(
                $0.flag, "\(measurement) replaces the training by a measurement. Remove one of the two flags",
                applies: $0.applies)
        }
        guard measurement == "--profile" else { return rules }
        let reason = "--profile measures whole batches, which are not cut into shards. Remove one of the two flags"
        return rules + [FlagWithoutEffect("--shards", reason) { ($0.shards ?? 1) > 1 }]
    }

    /// Returns the error message for the first rule that applies to the flags, or `nil` if no rule applies.
    package static func first(among rules: [FlagWithoutEffect], _ flags: TrainingFlags) -> String? {
        rules.first { $0.applies(flags) }.map { "\($0.flag) would change nothing: \($0.reason)." }
    }
}
