using KpiPulse.Metrics;
using KpiPulse.Reporting.Pdf.Verify;
using KpiPulse.Reporting.Pdf.Weekly;
using KpiPulse.Web.Pages;

namespace KpiPulse.Web;

/// <summary>The wiring of reports, and what they need to know of the pages.</summary>
internal static class Reports
{
    public static void AddReports(this IServiceCollection services, string dataFolder)
    {
        services.AddSingleton<WeeklyReportReader>();
        services.AddSingleton<ReportPress>();
        services.AddSingleton(new ReportSeal(dataFolder));
        services.AddSingleton(provider => new ReportCheck(provider.GetRequiredService<ReportPress>(), provider.GetRequiredService<ReportSeal>(), Links));
    }

    public static LiveLinks Links(Uri address) => new(
        address,
        question => new Uri(address, ViewOf(IsoWeek.Of(question.Period!.Value.Start), question.Where, question.AsOf).MetricPage(question.Metric)).AbsoluteUri,
        (week, where) => new Uri(address, ViewOf(week, where, null).WeekPage()).AbsoluteUri);

    private static View ViewOf(IsoWeek week, IReadOnlyList<DimensionFilter> where, DateTime? asOf) => new(week, where, asOf, Zone: null);
}
