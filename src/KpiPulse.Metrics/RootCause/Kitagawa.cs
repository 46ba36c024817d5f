using KpiPulse.Metrics.Statistics;

namespace KpiPulse.Metrics.RootCause;

/// <summary>A segment's part in the change. The mix effect is centred (K2): growing a good segment is no harm.</summary>
public sealed record SegmentEffect(SegmentChange Segment, double RateEffect, double MixEffect)
{
    public double TotalEffect => RateEffect + MixEffect;
}

/// <summary>
/// Change of a pooled rate, split exactly into rate and mix over the segments of one dimension (K1; Kitagawa 1955,
/// the Shapley value of two factors). An accounting split, not a cause (K8); effects of several dimensions do not add (K6).
/// </summary>
/// <param name="IsSimpson">All segments moved one way, the total the other (K4).</param>
public sealed record Kitagawa(
    double Rate0, double Rate1, double RateEffect, double MixEffect, IReadOnlyList<SegmentEffect> Segments, bool IsSimpson)
{
    public const string SmallSegments = "small segments";
    private const double FewestToShow = 30;

    public double Change => Rate1 - Rate0;

    /// <summary>Null when either period has no rows at all.</summary>
    public static Kitagawa? Split(IEnumerable<SegmentChange> segments)
    {
        List<SegmentChange> all = [.. segments];
        double n0 = CompensatedSum.Of(all.Select(segment => segment.N0));
        double n1 = CompensatedSum.Of(all.Select(segment => segment.N1));
        if (n0 == 0 || n1 == 0)
            return null;

        double rate0 = CompensatedSum.Of(all.Select(segment => segment.K0)) / n0;
        double rate1 = CompensatedSum.Of(all.Select(segment => segment.K1)) / n1;
        List<SegmentEffect> effects = [.. all.Select(segment =>
        {
            double share0 = segment.N0 / n0, share1 = segment.N1 / n1;
            return new SegmentEffect(
                segment,
                (segment.Rate1 - segment.Rate0) * (share0 + share1) / 2,
                (share1 - share0) * (segment.Rate0 + segment.Rate1 - rate0 - rate1) / 2);
        })];

        return new Kitagawa(
            rate0,
            rate1,
            CompensatedSum.Of(effects.Select(effect => effect.RateEffect)),
            CompensatedSum.Of(effects.Select(effect => effect.MixEffect)),
            effects,
            IsReversed(all, rate0, rate1));
    }

    /// <summary>
    /// K7: segments with fewer than 30 rows in a period in which they exist become one. A segment that is new or gone
    /// stays, if it is large enough where it exists.
    /// </summary>
    public static IReadOnlyList<SegmentChange> FoldSmall(IEnumerable<SegmentChange> segments, double fewest = FewestToShow)
    {
        List<SegmentChange> all = [.. segments];
        List<SegmentChange> small = all.FindAll(segment => IsSmall(segment.N0) || IsSmall(segment.N1));
        if (small.Count == 0)
            return all;

        return
        [
            .. all.Except(small),
            new SegmentChange(
                SmallSegments,
                small.Sum(segment => segment.N0),
                small.Sum(segment => segment.K0),
                small.Sum(segment => segment.N1),
                small.Sum(segment => segment.K1)),
        ];

        bool IsSmall(double n) => n > 0 && n < fewest;
    }

    // Only segments of both periods have a rate that can move.
    private static bool IsReversed(List<SegmentChange> segments, double rate0, double rate1)
    {
        int total = FloatGuard.Side(rate1, rate0);
        List<SegmentChange> lasting = segments.FindAll(segment => segment.IsInBoth);
        return total != 0
            && lasting.Count > 0
            && lasting.TrueForAll(segment => FloatGuard.Side(segment.Rate1, segment.Rate0) == -total);
    }
}
