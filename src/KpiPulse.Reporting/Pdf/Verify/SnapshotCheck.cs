using KpiPulse.Metrics;
using KpiPulse.Metrics.Freeze;
using KpiPulse.Reporting.Pdf.Weekly;

namespace KpiPulse.Reporting.Pdf.Verify;

/// <summary>Figures of a closed week beside the numbers that were kept when it was closed: by market, by line of business, by both and as a whole.</summary>
public sealed class SnapshotCheck(MetricEngine engine, FrozenWeeks weeks)
{
    internal IEnumerable<Mismatch> Mismatches(PaperText paper, ReportManifest manifest)
    {
        var request = manifest.ToRequest(_ => null!);
        // Another instant, or another zone, is another number than the one that was kept.
        if (request.Kind == ReportKind.Monthly || manifest.Zone != weeks.Zone || weeks.Of(request.Week) is not { IsFrozen: true } frozen || frozen.AsOf != request.AsOf)
            yield break;

        var kept = weeks.Cells(request.Week, request.Scope);
        foreach (var figure in manifest.Figures)
        {
            var question = figure.Question(request.AsOf!.Value);
            if (question.Period != request.Week.Days || CellKey.Of(question) is not { } key || !kept.TryGetValue(key, out var cell))
                continue;

            var (printed, expected) = (paper.At(figure.Page, figure.Box), Printed.TextOf(MetricCatalog.Get(figure.Metric), engine.Judged(question, cell), figure.Part));
            if (printed != PaperText.Plain(expected))
                yield return ReportCheck.Of(figure, printed, expected, printed == PaperText.Plain(figure.Text) ? "the number kept when the week was closed is another" : "the page was changed");
        }
    }
}
