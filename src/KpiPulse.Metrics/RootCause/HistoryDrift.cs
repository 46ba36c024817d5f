namespace KpiPulse.Metrics.RootCause;

/// <summary>What single values did between earlier weeks: the best witness of how far rates drift without a cause.</summary>
internal static class HistoryDrift
{
    public static IReadOnlyList<DriftObservation> Observe(
        LeafTable leaves, double[] rates, SearchSpace space, RootCauseOptions options)
    {
        var observations = new List<DriftObservation>();
        for (var week = 1; week < leaves.History.Count; week++)
        {
            var sums = LeafResiduals.OfWeeks(leaves.History[week - 1], leaves.History[week], rates);
            var lattice = Lattice.Scan(space, sums, Math.Min(2, options.MaxConjunction), options.Threads,
                cell => cell.AfterWeight >= options.MinSupport && cell.BeforeWeight >= options.MinSupport);
            DriftModel.Prepare(lattice);
            observations.AddRange(DriftModel.Observations(lattice));
        }

        return observations;
    }
}
