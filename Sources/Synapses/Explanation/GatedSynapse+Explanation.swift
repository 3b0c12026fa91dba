import Tensors

extension GatedSynapse {
    /// Returns the shares of the inputs in −log y of each output y, for each sample of a batch. The sum of the shares
    /// equals −log y up to rounding.
    ///
    /// In the terms of `SynapseExplanation`: `offset` is −θ_i. `excitation` is −log r_i, where r_i = max(0, z_i) is the
    /// rectified input; the share is negative for r_i above 1, and ∞ for an output of 0. `inhibition` is G_ij =
    /// −log(1 − β_ij·x_j), where x_j = 1 − e^(−r_j); the share of an input that opens the gate is negative. `limitation`
    /// is positive for a gate that the layer limits.
    ///
    /// - Parameter input: The inputs z of the layer, `[N, n]`. Another shape traps.
    /// - Complexity: The method computes `N · n²` logarithms, and allocates memory for the same number of elements.
    public func explain(_ input: Tensor<Scalar>) -> SynapseExplanation<Scalar> {
        let beta: Tensor<Scalar> = effectiveBeta
        require(
            input.rank == 2 && input.shape[1] == beta.shape[1],
            "explain: input \(input.shape) does not fit beta \(beta.shape)")
        let r: Tensor<Scalar> = input.relu()
        let inhibition: Tensor<Scalar> = inhibitionShares(0 - (-r).expm1(), beta)
        let gate: Tensor<Scalar> = theta - inhibition.sum(axis: 2)
        return SynapseExplanation(
            offset: -theta, excitation: r.surprisal(), inhibition: inhibition,
            limitation: (gate - Self.gateLimit).relu())
    }
}
