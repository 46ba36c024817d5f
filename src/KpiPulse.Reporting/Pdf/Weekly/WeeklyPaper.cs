using KpiPulse.Metrics;

namespace KpiPulse.Reporting.Pdf.Weekly;

/// <summary>The weekly report on paper: the same pages in the same order every week.</summary>
internal static class WeeklyPaper
{
    public static readonly string Program = "KpiPulse " + typeof(WeeklyPaper).Assembly.GetName().Version!.ToString(3);

    public static PaperDocument Print(WeeklyReport report)
    {
        var printed = new Printed(report);
        return PaperDocument.Print(FrameOf(report),
        [
            SummaryPage.Of(report, printed),
            ScorecardPage.Of(report, printed),
            UsersPage.Of(report, printed),
            OperationsPage.Of(report, printed),
            WhyPage.Of(report, printed),
            QualityPage.Of(report, printed),
            MethodPage.Of(report),
            NumbersPage.Of(report, printed),
        ]);
    }

    private static PaperFrame FrameOf(WeeklyReport report)
    {
        var days = MetricText.Days(report.Week.Days, WeeklyReport.Culture);
        var filters = FiltersOf(report.Request.Where.Concat(report.Request.Scope.Limits).ToList());
        var local = ReportingZone.Of(report.Zone).LocalTimeOf(report.AsOf);
        return new PaperFrame(
            $"Support report {report.Week}, {filters}",
            $"{report.Week}, {days}, weeks in {report.Zone}",
            string.Create(WeeklyReport.Culture, $"Weekly support report · Week {report.Week.Number} · {days}"),
            StateOf(report),
            string.Create(WeeklyReport.Culture, $"{filters} · data as of {local:d MMM yyyy HH:mm} · weeks and times in {report.Zone}"),
            Program,
            report.Request.Links?.Week(report.Week, report.Request.Where));
    }

    private static string StateOf(WeeklyReport report)
    {
        var state = report.IsProvisional
            ? string.Create(WeeklyReport.Culture, $"◐ Provisional until {report.Review.Status.FinalOn:d MMM yyyy}")
            : string.Create(WeeklyReport.Culture, $"Final, closed by {report.Frozen.By}");
        return report.Review.Status.MissingText is { } missing ? $"{state} · {missing}" : state;
    }

    private static string FiltersOf(List<DimensionFilter> filters) => filters.Count == 0
        ? "all markets and lines of business"
        : string.Join("; ", filters.Select(filter => $"{filter.Dimension} {string.Join(", ", filter.Values.Select(MetricText.DimensionValue))}"));
}
