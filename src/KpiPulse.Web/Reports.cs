using KpiPulse.Metrics;
using KpiPulse.Metrics.Delivery;
using KpiPulse.Metrics.Freeze;
using KpiPulse.Metrics.Review;
using KpiPulse.Metrics.RootCause;
using KpiPulse.Reporting.Pdf.Monthly;
using KpiPulse.Reporting.Pdf.Verify;
using KpiPulse.Reporting.Pdf.Weekly;
using KpiPulse.Web.Pages;
using KpiPulse.Web.Publishing;

namespace KpiPulse.Web;

/// <summary>The wiring of reports, and what they need to know of the pages.</summary>
internal static class Reports
{
    public static void AddReports(this IServiceCollection services, string dataFolder)
    {
        services.AddSingleton(provider => PressOf(provider.GetRequiredService<MetricEngine>(), provider.GetRequiredService<FrozenWeeks>()));
        services.AddSingleton(new ReportSeal(dataFolder));
        services.AddSingleton<SnapshotCheck>();
        services.AddSingleton(provider => new ReportCheck(provider.GetRequiredService<ReportPress>(), provider.GetRequiredService<ReportSeal>(), provider.GetRequiredService<SnapshotCheck>(), Links));
        services.AddSingleton(provider => new ReportShelf(dataFolder, provider.GetRequiredService<ReportSeal>()));
        services.AddSingleton<ReportSchedules>();
        services.AddSingleton<DeliveryLedger>();
        services.AddSingleton<ReportPublisher>();
        services.AddSingleton<ReportMail>();
        services.AddSingleton<ReportRounds>();
        services.AddOptions<SmtpOptions>().BindConfiguration("Smtp").ValidateDataAnnotations().ValidateOnStart();
    }

    public static ReportPress PressOf(MetricEngine engine, FrozenWeeks weeks)
    {
        var trends = new TrendReader(engine);
        var scorecards = new ScorecardReader(engine);
        var causes = new RootCauseReader(engine);
        return new ReportPress(
            engine,
            new WeeklyReportReader(engine, scorecards, trends, new WeekReviewReader(engine, scorecards), causes, weeks),
            new MonthlyReportReader(engine, weeks),
            new ViewPapers(engine, trends, new SixTwelveReader(engine), causes, weeks));
    }

    public static LiveLinks Links(Uri address) => new(
        address,
        question => new Uri(address, ViewOf(IsoWeek.Of(question.Period!.Value.Start), question.Where, question.AsOf).MetricPage(question.Metric)).AbsoluteUri,
        (week, where) => new Uri(address, ViewOf(week, where, null).WeekPage()).AbsoluteUri);

    private static View ViewOf(IsoWeek week, IReadOnlyList<DimensionFilter> where, DateTime? asOf) => new(week, where, asOf, Zone: null);
}
