using KpiPulse.Warehouse;

namespace KpiPulse.Metrics.Freeze;

/// <param name="Filters">Conditions on observations, each with a leading <c>and</c>.</param>
/// <param name="Having">How a level's open stretches are told; empty for flows.</param>
/// <param name="Rows">Which metrics' rows: they say which canonical tables count.</param>
/// <param name="TargetOf">The metric whose goals count; null for all.</param>
/// <param name="FrozenAt">UTC; null where nothing is frozen.</param>
internal sealed record InputQuestion(string Filters, string Having, Dictionary<string, object?> Arguments, IEnumerable<string> Rows, string? TargetOf, DateTime? FrozenAt);

/// <summary>From numbers back to the files that gave them.</summary>
internal static class InputFiles
{
    public static IReadOnlyList<InputFile> Behind(Session session, KpiWarehouse warehouse, InputQuestion question)
    {
        var arguments = question.Arguments;
        arguments["tables"] = question.Rows.SelectMany(rows => warehouse.Models.Behind(rows).Tables).Append("kpi_targets").Distinct().ToArray();
        arguments["target_of"] = question.TargetOf;
        arguments["frozen_at"] = question.FrozenAt ?? DateTime.UnixEpoch;
        var files = session.Query<InputFile>("files_behind", arguments, new SqlSlots().Set("filters", question.Filters).Set("having", question.Having));
        return question.FrozenAt is null ? [.. files.Select(file => file with { WasKnown = null })] : files;
    }
}
