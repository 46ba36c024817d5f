namespace KpiPulse.Reporting.Pdf.Weekly;

/// <summary>The weekly report on paper: the same pages in the same order every week.</summary>
internal static class WeeklyPaper
{
    public static Printout Print(WeeklyReport report)
    {
        var printed = new Printed(report.Request, report.AsOf);
        var frame = ReportFrame.Of(report.Request, "Weekly support report", ReportFrame.StateOf(report.Frozen, report.Review.Status, report.AsOf), report.AsOf, report.Zone);
        var paper = PaperDocument.Print(frame,
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
        return new Printout(paper, report.AsOf, report.Zone, report.IsProvisional, report.Trends.Values.Select(trend => trend.Metric), report.Inputs, SummaryPage.Text(report));
    }
}
