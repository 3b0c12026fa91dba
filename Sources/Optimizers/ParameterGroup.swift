import Tensors

/// Settings of an optimizer for the parameters whose full names match a pattern.
///
///     optimizer.groups = [
///         .frozen("encoder.*"), ParameterGroup("*.bias", "*.norm?.*", weightDecay: 0),
///         ParameterGroup("head.*", learningRateFactor: 10),
///     ]
///
/// A pattern is compared with the full name of a parameter, such as `encoder.0.weight`. In a pattern, `*` matches any
/// number of characters, also dots and no character at all, and `?` matches a single byte. If several groups match,
/// each setting comes from the last group that defines the setting:
/// `[.frozen("*"), ParameterGroup("head.*", isFrozen: false)]` trains only the head.
public struct ParameterGroup: Sendable, Hashable {
    /// The patterns. The group contains each parameter whose full name matches at least one pattern.
    public let patterns: [String]
    /// The factor of the optimizer's learning rate. A schedule may change the learning rate but not this factor. In
    /// PyTorch the factor is the `lr` of the group divided by the `lr` of the optimizer. The value is `nil` if the
    /// group does not define the factor.
    public let learningRateFactor: Double?
    /// The weight decay, which replaces the weight decay of the optimizer; `nil` if the group does not define a weight
    /// decay.
    public let weightDecay: Double?
    /// Whether the parameters are frozen. The optimizer does not change a frozen parameter, not even by weight decay,
    /// and does not change the state of the parameter. Running statistics (buffers) are not parameters, so training
    /// mode still updates them. A parameter that is frozen after some steps and released later continues with the state
    /// and the number of steps from before the freeze. The value is `nil` if the group does not define the setting.
    public let isFrozen: Bool?

    /// Creates a group of the parameters that match a pattern. The group does not define a setting that is `nil`.
    ///
    /// - Parameters:
    ///   - patterns: The patterns. An empty list traps.
    ///   - learningRateFactor: The factor of the learning rate. A number that is negative or not finite traps.
    ///   - weightDecay: The weight decay. A number that is negative or not finite traps.
    ///   - isFrozen: Whether the parameters are frozen.
    public init(
        _ patterns: String..., learningRateFactor: Double? = nil, weightDecay: Double? = nil, isFrozen: Bool? = nil
    ) {
        self.init(patterns, learningRateFactor, weightDecay, isFrozen)
    }

    /// Returns a group that freezes the parameters whose full names match a pattern. Traps if there is no pattern.
    public static func frozen(_ patterns: String...) -> ParameterGroup { ParameterGroup(patterns, nil, nil, true) }

    private init(_ patterns: [String], _ learningRateFactor: Double?, _ weightDecay: Double?, _ isFrozen: Bool?) {
        require(!patterns.isEmpty, "ParameterGroup: there is no pattern")
        for case let (name, value?) in [
            ("learning rate factor", learningRateFactor), ("weight decay", weightDecay),
        ] {
            require(
                value >= 0 && value.isFinite,
                "ParameterGroup: the \(name) \(value) of \(patterns.joined(separator: ", ")) is negative or not finite")
        }
        (self.patterns, self.learningRateFactor) = (patterns, learningRateFactor)
        (self.weightDecay, self.isFrozen) = (weightDecay, isFrozen)
    }

    /// Returns whether the full name of a parameter matches a pattern of the group.
    public func contains(_ name: String) -> Bool { patterns.contains { isMatch(name.utf8, of: $0.utf8) } }
}

/// The settings of a single parameter, combined from all groups.
struct GroupSettings: Equatable {
    var learningRateFactor = 1.0
    var weightDecay: Double?
    var isFrozen = false
}

extension [ParameterGroup] {
    func settings(for name: String) -> GroupSettings {
        var used: Set<Int> = []
        return settings(for: name, used: &used)
    }

    /// Returns the settings of a parameter, and inserts the positions of the matching groups into `used`.
    func settings(for name: String, used: inout Set<Int>) -> GroupSettings {
        var settings = GroupSettings()
        for (index, group) in enumerated() where group.contains(name) {
            used.insert(index)
            settings.learningRateFactor = group.learningRateFactor ?? settings.learningRateFactor
            settings.weightDecay = group.weightDecay ?? settings.weightDecay
            settings.isFrozen = group.isFrozen ?? settings.isFrozen
        }
        return settings
    }

    /// Returns the groups that contain none of the parameters, each as a text of the patterns of the group, and the
    /// given names.
    func unmatched(among names: [String]) -> (unmatched: [String], names: [String]) {
        let groups: [ParameterGroup] = filter { !names.contains(where: $0.contains) }
        return (groups.map { $0.patterns.joined(separator: " or ") }, names)
    }

    func requireNoneUnmatched(among names: [String]) {
        let unmatched: [String] = self.unmatched(among: names).unmatched
        require(
            unmatched.isEmpty,
            "optimizer: no parameter matches \(unmatched.joined(separator: ", ")), which a group names. The parameters "
                + "are named: \(names.joined(separator: ", "))")
    }
}

/// Returns whether the pattern matches the whole name. Each `*` first matches no character. After a mismatch the last
/// `*` matches an additional character, and earlier `*` do not change. The number of mismatches is at most the length
/// of the name, and between two mismatches the loop compares at most the length of the pattern. The time is therefore
/// at most proportional to the length of the name times the length of the pattern.
private func isMatch(_ name: String.UTF8View, of pattern: String.UTF8View) -> Bool {
    let (star, any): (UInt8, UInt8) = (UInt8(ascii: "*"), UInt8(ascii: "?"))
    var (place, position) = (name.startIndex, pattern.startIndex)
    var retry: (place: String.Index, position: String.Index)?
    while place < name.endIndex {
        if position < pattern.endIndex, pattern[position] == star {
            position = pattern.index(after: position)
            retry = (place, position)
        } else if position < pattern.endIndex, pattern[position] == any || pattern[position] == name[place] {
            (place, position) = (name.index(after: place), pattern.index(after: position))
        } else if let last = retry {
            (place, position) = (name.index(after: last.place), last.position)
            retry = (place, position)
        } else {
            return false
        }
    }
    return pattern[position...].allSatisfy { $0 == star }
}
