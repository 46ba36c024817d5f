using KpiPulse.Metrics.Statistics;

namespace KpiPulse.Metrics.RootCause;

/// <summary>
/// Change of a count of misses, split exactly over volume, mix and rate (K5): the Shapley value of
/// misses = volume * sum(share * miss rate), that is the mean over the six orders in which the three can change.
/// </summary>
public sealed record MissCountSplit(double Volume, double Mix, double Rate)
{
    public double Change => Volume + Mix + Rate;

    /// <summary>Of segments with K misses among N due. A period without rows borrows the shares and rates of the other.</summary>
    public static MissCountSplit Of(IEnumerable<SegmentChange> segments)
    {
        List<SegmentChange> present = [.. segments.Where(segment => segment.N0 > 0 || segment.N1 > 0)];
        double volume0 = CompensatedSum.Of(present.Select(segment => segment.N0));
        double volume1 = CompensatedSum.Of(present.Select(segment => segment.N1));

        double Share0(SegmentChange segment) => volume0 > 0 ? segment.N0 / volume0 : segment.N1 / volume1;
        double Share1(SegmentChange segment) => volume1 > 0 ? segment.N1 / volume1 : segment.N0 / volume0;
        double neither = CompensatedSum.Of(present.Select(segment => Share0(segment) * segment.Rate0));
        double mixOnly = CompensatedSum.Of(present.Select(segment => Share1(segment) * segment.Rate0));
        double rateOnly = CompensatedSum.Of(present.Select(segment => Share0(segment) * segment.Rate1));
        double both = CompensatedSum.Of(present.Select(segment => Share1(segment) * segment.Rate1));

        return new MissCountSplit(
            (volume1 - volume0) * ((neither + both) / 3 + (mixOnly + rateOnly) / 6),
            Shapley(volume0, volume1, mixOnly - neither, both - rateOnly),
            Shapley(volume0, volume1, rateOnly - neither, both - mixOnly));
    }

    // A factor's step, taken while the other factor is still old or already new, at the old and at the new volume:
    // first and last in 2 of 6 orders each, in the middle in 1 of 6 each.
    private static double Shapley(double volume0, double volume1, double stepAtOld, double stepAtNew) =>
        (volume0 * stepAtOld + volume1 * stepAtNew) / 3 + (volume0 * stepAtNew + volume1 * stepAtOld) / 6;
}
