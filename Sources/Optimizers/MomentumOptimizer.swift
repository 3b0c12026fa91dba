/// An optimizer with a momentum that a schedule can set: see `Schedule.momentum(at:)`.
public protocol MomentumOptimizer: Optimizer {
    /// The momentum of SGD and RMSProp, or β₁ of Adam, AdamW, NAdam, RAdam and Lion.
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
