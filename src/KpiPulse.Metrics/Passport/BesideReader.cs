using KpiPulse.Warehouse;

namespace KpiPulse.Metrics.Passport;

/// <summary>A number that keeps another one honest: what an attainment leaves out, how old a backlog is.</summary>
public sealed record FactBeside(string What, double? Value);

/// <summary>Reads what the contract asks to show beside a number: attainments (S5, S9, S11), backlogs (V5, E4), CSAT (T4, T5, T7, T8), quality
/// (Q5, Q7, Q10), durations (D1, D2) and escalations (E5).</summary>
internal static class BesideReader
{
    private static readonly Dictionary<string, string> Clocks = new(StringComparer.Ordinal)
    {
        ["sla_first_reply"] = "FRT",
        ["sla_next_reply"] = "NRT",
        ["sla_resolution"] = "RES",
        ["sla_ola"] = "OLA",
        ["first_reply_minutes"] = "FRT",
        ["next_reply_minutes"] = "NRT",
        ["resolution_minutes"] = "RES",
    };

    public static IReadOnlyList<FactBeside> Of(Session session, QuestionSql sql, MetricDefinition metric)
    {
        if (metric.Aggregation == Aggregation.Level)
            return session.Query<FactBeside>("beside_backlog", sql.Arguments, sql.BesideLevel());

        if (Clocks.TryGetValue(metric.Rows, out var clock))
        {
            sql.Arguments["clock"] = clock;
            return metric.Aggregation == Aggregation.Quantile
                ? session.Query<FactBeside>("beside_durations", sql.Arguments, sql.BesideRows())
                : session.Query<FactBeside>("beside_attainment", sql.Arguments, sql.BesideAttainment());
        }

        var query = metric.Id switch
        {
            "csat" or "dsat" or "csat_mean" => "beside_csat",
            "quality" => "beside_quality",
            "escalation_rate" or "bounce_back_rate" => "beside_escalation",
            _ => null,
        };
        return query is null ? [] : session.Query<FactBeside>(query, sql.Arguments, sql.BesideRows());
    }
}
