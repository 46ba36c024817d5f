using System.Globalization;
using KpiPulse.Warehouse;

namespace KpiPulse.Metrics.Targets;

/// <summary>The goals as loaded, read once per published change.</summary>
internal sealed class TargetBook(KpiWarehouse warehouse)
{
    private (long DataVersion, IReadOnlyList<KpiTarget> Targets)? read;

    public KpiTarget? On(DateOnly day, string metric, TargetScope scope) => TargetInForce.On(day, All, metric, scope);

    private IReadOnlyList<KpiTarget> All
    {
        get
        {
            var version = warehouse.DataVersion;
            if (read is { } known && known.DataVersion == version)
                return known.Targets;

            using var session = warehouse.Read();
            IReadOnlyList<KpiTarget> targets = [.. session.Query<TargetRow>("kpi_targets").Select(row => row.ToTarget())];
            read = (version, targets);
            return targets;
        }
    }

    /// <summary>What a cell is about: dimensions that its breakdown or the question's filters fix to one value.</summary>
    public static TargetScope ScopeOf(MetricQuestion question, IReadOnlyList<string?> cell)
    {
        return new TargetScope(Fixed("market"), Fixed("lob"), Fixed("channel"), Fixed("tier") is { } tier ? int.Parse(tier, CultureInfo.InvariantCulture) : null, Fixed("team"));

        string? Fixed(string dimension)
        {
            for (var index = 0; index < question.By.Count; index++)
            {
                if (question.By[index] == dimension)
                    return cell.ElementAtOrDefault(index);
            }

            return question.Where.FirstOrDefault(filter => filter.Dimension == dimension) is { Values: [var only] } ? only : null;
        }
    }

    private sealed record TargetRow(
        string Metric, string? Market, string? Lob, string? Channel, short? Tier, string? Team, double Target, double? Stretch, double? Minimum, string Direction, DateOnly ValidFrom, DateOnly? ValidTo)
    {
        public KpiTarget ToTarget() => new()
        {
            Metric = Metric,
            Market = Market,
            Lob = Lob,
            Channel = Channel,
            Tier = Tier,
            Team = Team,
            Target = Target,
            Stretch = Stretch,
            Minimum = Minimum,
            Direction = Enum.Parse<ImprovementDirection>(Direction, ignoreCase: true),
            ValidFrom = ValidFrom,
            ValidTo = ValidTo,
        };
    }
}
