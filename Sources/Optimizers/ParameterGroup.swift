import Tensors

/// Settings of an optimizer for the parameters whose full names match a pattern.
///
///     optimizer.groups = [
///         .frozen("encoder.*"), ParameterGroup("*.bias", "*.norm?.*", weightDecay: 0),
///         ParameterGroup("head.*", learningRateFactor: 10),
///     ]
///
/// A pattern is a full name, such as `encoder.0.weight`. In a pattern `*` matches any number of characters, including
/// none and dots, and `?` matches one character. If several groups match, each setting comes from the last group that
/// defines it: `[.frozen("*"), ParameterGroup("head.*", isFrozen: false)]` trains only the head.
public struct ParameterGroup: Sendable, Hashable {
    /// The group contains the parameters whose names match one of these patterns.
    public let patterns: [String]
    /// The factor of the optimizer's learning rate, which a schedule may change. In PyTorch it is the `lr` of the group
    /// divided by the `lr` of the optimizer. Nil if the group does not define it.
    public let learningRateFactor: Double?
    /// The weight decay, which replaces the optimizer's; nil if the group does not define it.
    public let weightDecay: Double?
    /// Whether the parameters do not change: no step, no weight decay, no state. Running statistics (buffers) are not
    /// parameters, so training mode still updates them. A parameter that is frozen later keeps its state. A parameter
    /// that is no longer frozen counts its own steps from then on. Nil if the group does not define it.
    public let isFrozen: Bool?

    /// - Parameters:
    ///   - patterns: At least one; see the type.
    ///   - learningRateFactor: Not negative; nil does not define the setting.
    ///   - weightDecay: Not negative; nil does not define the setting.
    ///   - isFrozen: Nil does not define the setting.
    public init(
        _ patterns: String..., learningRateFactor: Double? = nil, weightDecay: Double? = nil, isFrozen: Bool? = nil
    ) {
        self.init(patterns, learningRateFactor, weightDecay, isFrozen)
    }

    /// Creates a group of frozen parameters.
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

    /// Whether the group contains the parameter of this full name.
    public func contains(_ name: String) -> Bool { patterns.contains { isMatch(name.utf8, of: $0.utf8) } }
}

/// The settings of one parameter from all groups.
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

    /// - Parameter used: Receives the positions of the groups that match.
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

    /// Returns the groups that contain none of the parameters, each as its patterns, and the names of the parameters.
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

/// Whether the pattern matches the whole name. Each `*` first matches no character. After a mismatch only the last `*`
/// needs to match one character more, so the time is at most the product of the lengths.
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
