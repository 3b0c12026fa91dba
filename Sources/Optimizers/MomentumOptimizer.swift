/// An optimizer with a momentum that a schedule may move: see `Schedule.momentum(at:)`.
public protocol MomentumOptimizer: Optimizer {
    /// How much of the former steps goes on into the next: the momentum of SGD and RMSProp, β₁ of Adam, AdamW, NAdam,
    /// RAdam and Lion.
    var scheduledMomentum: Double { get set }
}

extension SGD: MomentumOptimizer {
    public var scheduledMomentum: Double {
        get { momentum }
        set { momentum = newValue }
    }
}

extension RMSProp: MomentumOptimizer {
    public var scheduledMomentum: Double {
        get { momentum }
        set { momentum = newValue }
    }
}

extension Adam: MomentumOptimizer {
    public var scheduledMomentum: Double {
        get { beta1 }
        set { beta1 = newValue }
    }
}

extension AdamW: MomentumOptimizer {
    public var scheduledMomentum: Double {
        get { beta1 }
        set { beta1 = newValue }
    }
}

extension NAdam: MomentumOptimizer {
    public var scheduledMomentum: Double {
        get { beta1 }
        set { beta1 = newValue }
    }
}

extension RAdam: MomentumOptimizer {
    public var scheduledMomentum: Double {
        get { beta1 }
        set { beta1 = newValue }
    }
}

extension Lion: MomentumOptimizer {
    public var scheduledMomentum: Double {
        get { beta1 }
        set { beta1 = newValue }
    }
}
