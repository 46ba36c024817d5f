namespace KpiPulse.Metrics.RootCause;

/// <summary>
/// The sums a leaf, and any union of leaves, is judged by. A residual is what was observed less what was expected.
/// Seven doubles: a cell fits one cache line, which is what makes the scan fast.
/// </summary>
internal struct CellSums
{
    public double AfterWeight;
    public double AfterResidual;
    public double AfterVariance;

    public double BeforeWeight;
    public double BeforeResidual;
    public double BeforeVariance;

    /// <summary>Baseline noise that reaches the current residual, because a large leaf is expected to repeat its own rate.</summary>
    public double BorrowedVariance;

    /// <summary>Change of the mean residual: the rate change with the mix held.</summary>
    public readonly double Difference => AfterResidual / AfterWeight - BeforeResidual / BeforeWeight;

    public readonly double SamplingVariance =>
        (AfterVariance + BorrowedVariance) / (AfterWeight * AfterWeight)
        + BeforeVariance / (BeforeWeight * BeforeWeight) + 1e-14;

    /// <summary>Variance of one ticket, the unit in which drift is measured.</summary>
    public readonly double Scale => AfterVariance / AfterWeight;

    public void Add(in CellSums other)
    {
        AfterWeight += other.AfterWeight;
        AfterResidual += other.AfterResidual;
        AfterVariance += other.AfterVariance;
        BeforeWeight += other.BeforeWeight;
        BeforeResidual += other.BeforeResidual;
        BeforeVariance += other.BeforeVariance;
        BorrowedVariance += other.BorrowedVariance;
    }

    public readonly CellSums Less(in CellSums part) => new()
    {
        AfterWeight = AfterWeight - part.AfterWeight,
        AfterResidual = AfterResidual - part.AfterResidual,
        AfterVariance = AfterVariance - part.AfterVariance,
        BeforeWeight = BeforeWeight - part.BeforeWeight,
        BeforeResidual = BeforeResidual - part.BeforeResidual,
        BeforeVariance = BeforeVariance - part.BeforeVariance,
        BorrowedVariance = BorrowedVariance - part.BorrowedVariance,
    };
}
