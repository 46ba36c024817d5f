using System.Collections.Concurrent;
using KpiPulse.Metrics;
using KpiPulse.Reporting.Pdf.Weekly;
using KpiPulse.Tests.Web;

namespace KpiPulse.Tests.Reporting.Pdf;

/// <summary>Reports of the sample data, each printed once for all tests that only read it.</summary>
internal static class SampleReports
{
    public static readonly ReportRequest Whole = new(IsoWeek.Parse("2026-W46"));
    public static readonly ReportRequest Korea = Whole with { Where = [new DimensionFilter("market", ["KR"])] };

    private static readonly ConcurrentDictionary<ReportRequest, Lazy<ReportFile>> Printed = new();

    public static async Task<ReportFile> Of(SampleApp sample, ReportRequest request)
    {
        var press = (await sample.App).Get<ReportPress>();
        return Printed.GetOrAdd(request, asked => new Lazy<ReportFile>(() => press.Print(asked))).Value;
    }
}
