using KpiPulse.Warehouse;

namespace KpiPulse.Metrics.Passport;

/// <summary>A number that keeps another one honest: what an attainment leaves out, how old a backlog is.</summary>
public sealed record FactBeside(string What, double? Value);

/// <summary>Reads what the contract asks to show beside attainments (S5, S9, S11) and backlogs (V5, E4).</summary>
internal static class BesideReader
{
    private static readonly Dictionary<string, string> Clocks = new(StringComparer.Ordinal)
    {
        ["sla_first_reply"] = "FRT",
        ["sla_next_reply"] = "NRT",
        ["sla_resolution"] = "RES",
        ["sla_ola"] = "OLA",
    };

    public static IReadOnlyList<FactBeside> Of(Session session, QuestionSql sql, MetricDefinition metric)
    {
        if (metric.Aggregation == Aggregation.Level)
            return session.Query<FactBeside>("beside_backlog", sql.Arguments, sql.BesideLevel());
        if (!Clocks.TryGetValue(metric.Id, out var clock))
            return [];

        sql.Arguments["clock"] = clock;
        return session.Query<FactBeside>("beside_attainment", sql.Arguments, sql.BesideAttainment());
    }
}
