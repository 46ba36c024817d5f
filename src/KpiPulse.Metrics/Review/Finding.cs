namespace KpiPulse.Metrics.Review;

public enum FindingKind
{
    /// <summary>Beyond its usual range, and not by chance among all cells looked at.</summary>
    Change,

    /// <summary>A total that moved because its parts' shares did.</summary>
    Mix,

    /// <summary>No change at all: it misses its target every week, as it runs today.</summary>
    ChronicMiss,
}

/// <summary>A line of the exceptions list.</summary>
/// <param name="Where">The cell's dimension values.</param>
/// <param name="Expected">What the weeks before would have it be; the target for a chronic miss.</param>
/// <param name="Certainty">1 − the share of false alarms among findings at least this sure.</param>
public sealed record Finding(FindingKind Kind, ScorecardCell Cell, IReadOnlyList<DimensionFilter> Where, double Expected, double Certainty, MixShift? Mix = null)
{
    public MetricDefinition Metric => Cell.Metric;

    public MetricPoint Point => Cell.Point!;

    public bool IsConcern => Kind == FindingKind.ChronicMiss || Cell.Verdict == CellVerdict.Concern;

    public bool IsRise => Point.Value > Expected;

    /// <summary>Customers of this week who met something else than was to be expected.</summary>
    public double Affected => Math.Abs(Point.Value!.Value - Expected) * Metric.Unit switch
    {
        MetricUnit.Share => Point.N,
        MetricUnit.Score5 => Point.N / 4,
        MetricUnit.Score100 => Point.N / 100,
        _ => 1,
    };

    public double Rank => Affected * Certainty;
}

/// <summary>What the week's cells say together.</summary>
/// <param name="Cells">Cells with a number.</param>
/// <param name="Listed">At most seven, by customers affected × certainty.</param>
/// <param name="Unlisted">Findings beyond the seven.</param>
/// <param name="PerhapsChance">Cells with a signal that so many cells may well show by chance.</param>
public sealed record Exceptions(IReadOnlyList<Finding> Listed, int Unlisted, int Cells, int Moved, int TooFew, int Immature, int PerhapsChance)
{
    public const int MostListed = 7;

    public int Quiet => Cells - Moved - TooFew - Immature;
}
