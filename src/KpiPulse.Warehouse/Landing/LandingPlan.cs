namespace KpiPulse.Warehouse.Landing;

/// <summary>How the records of one file become canonical rows: a source profile, translated for one header.</summary>
/// <param name="NoValue">Texts that mean "no value" in every column.</param>
/// <param name="Ignore">Records that no target takes are let go, rather than rejected, if these hold.</param>
internal sealed record LandingPlan(IReadOnlyList<TargetMapping> Targets, IReadOnlyList<string> NoValue, IReadOnlyList<RowCondition> Ignore)
{
    /// <summary>The source's profile id, SLA basis and zone (amendment 3).</summary>
    public required SourceFacts Source { get; init; }

    public IReadOnlyList<TextSource.LookedUp> LookUps => [.. Targets.SelectMany(target => target.Read).Select(mapping => mapping.Source).OfType<TextSource.LookedUp>().DistinctBy(look => look.Alias)];

    /// <summary>More than this share of rejected records refuses the file (I3).</summary>
    public required double MaxRejectedShare { get; init; }
}

internal sealed record SourceFacts(string SourceId, string ProfileSha256, string SlaBasis, string? TimeZone);
