namespace KpiPulse.Metrics.Targets;

/// <summary>
/// What a figure is about: a dimension that the question fixes to one value, or null where it spans several.
/// </summary>
public sealed record TargetScope(
    string? Market = null, string? Lob = null, string? Channel = null, int? Tier = null, string? Team = null);

/// <summary>A row of <c>kpi_targets</c>; a null dimension means any. In force on [valid_from, valid_to).</summary>
public sealed record KpiTarget
{
    public required string Metric { get; init; }

    public string? Market { get; init; }

    public string? Lob { get; init; }

    public string? Channel { get; init; }

    public int? Tier { get; init; }

    public string? Team { get; init; }

    public required double Target { get; init; }

    public double? Stretch { get; init; }

    public double? Minimum { get; init; }

    public required ImprovementDirection Direction { get; init; }

    public required DateOnly ValidFrom { get; init; }

    public DateOnly? ValidTo { get; init; }

    public TargetLine Line => new(Target, Direction);

    internal bool IsInForceOn(DateOnly day) => ValidFrom <= day && (ValidTo is null || day < ValidTo);

    internal bool Covers(TargetScope scope) =>
        IsAnyOr(Market, scope.Market)
        && IsAnyOr(Lob, scope.Lob)
        && IsAnyOr(Channel, scope.Channel)
        && (Tier is null || Tier == scope.Tier)
        && IsAnyOr(Team, scope.Team);

    internal int NamedDimensions =>
        Convert.ToInt32(Market is not null)
        + Convert.ToInt32(Lob is not null)
        + Convert.ToInt32(Channel is not null)
        + Convert.ToInt32(Tier is not null)
        + Convert.ToInt32(Team is not null);

    private static bool IsAnyOr(string? own, string? asked) => own is null || own == asked;
}
