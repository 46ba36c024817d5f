using System.Globalization;
using KpiPulse.Metrics;
using KpiPulse.Metrics.Review;
using KpiPulse.Reporting.Charts;
using KpiPulse.Testing;
using KpiPulse.Tests.Web;
using Xunit;

namespace KpiPulse.Tests.Metrics.Review;

/// <summary>A new range is one number's own, and says who began it and why.</summary>
public sealed class RebaselineTests : IDisposable
{
    private static readonly IsoWeek W40 = IsoWeek.Parse("2026-W40");
    private static readonly DimensionFilter[] ThAccountSecurity = [new("market", ["TH"]), new("lob", ["Account Security"])];

    private readonly TempWarehouse temp = new();

    [Fact]
    public void It_is_kept_over_a_restart_for_its_own_number_only_and_can_be_withdrawn()
    {
        new Rebaselines(temp.Warehouse).Add(W40, "sla_resolution", ThAccountSecurity, "second shift hired", "Mei Tan");
        temp.Reopen();
        var ranges = new Rebaselines(temp.Warehouse);
        var metric = MetricCatalog.Get("sla_resolution");

        var range = Assert.Single(ranges.Of(metric, [ThAccountSecurity[1], ThAccountSecurity[0]]));
        Assert.Equal((W40, "second shift hired", "Mei Tan"), (range.Week, range.Reason, range.Author));
        Assert.Empty(ranges.Of(metric, []));
        Assert.Empty(ranges.Of(MetricCatalog.Get("csat"), ThAccountSecurity));

        ranges.Withdraw(range.RebaselineId, "Mei Tan");
        Assert.Empty(ranges.All);
    }

    [Fact]
    public void It_needs_a_reason_and_a_metric_that_has_a_range()
    {
        var ranges = new Rebaselines(temp.Warehouse);

        Assert.Contains("reason is empty", Assert.Throws<QuestionException>(() => ranges.Add(W40, "csat", [], " ", "Mei")).Message, StringComparison.Ordinal);
        Assert.Contains("is a level", Assert.Throws<QuestionException>(() => ranges.Add(W40, "backlog", [], "moved", "Mei")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_limits_break_there_and_the_chart_says_why()
    {
        // TH Account Security resolution: about 84 % until W39, 93 to 100 % since (sample-data/README.md, story 5).
        var folder = new TempFolder();
        SampleWarehouse.CopyTo(Path.Combine(folder.Path, "data"));
        using var warehouse = KpiPulse.Warehouse.KpiWarehouse.Open(new KpiPulse.Warehouse.WarehouseOptions { DataFolder = Path.Combine(folder.Path, "data") }, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        using var engine = new MetricEngine(warehouse);
        engine.Rebaselines.Add(W40, "sla_resolution", ThAccountSecurity, "second shift hired", "Mei Tan");

        var trend = new TrendReader(engine).Read(MetricCatalog.Get("sla_resolution"), IsoWeek.Parse("2026-W46"), ThAccountSecurity, Scope.Everything, null, null);

        var (before, since) = (trend.Chart.Points[18], trend.Chart.Points[19]);
        Assert.Equal("2026-W40", trend.Weeks[19].Week.ToString());
        Assert.True(since.Limits.Mean - before.Limits.Mean > 0.08, $"{before.Limits.Mean} then {since.Limits.Mean}");
        Assert.True(since.Limits.IsTrial);
        Assert.Equal(7, trend.ComparableWeeks.Count);
        Assert.Equal(CellVerdict.UsualVariation, trend.Verdict);
        var drawn = TrendChart.Of(trend, ChartKind.Trend, "", "UTC", CultureInfo.InvariantCulture, _ => null);
        Assert.Equal(["2026-W40: new range: second shift hired"], drawn.Points.Where(point => point.Event.Length > 0).Select(point => $"{point.Label}: {point.Event}"));
        folder.Dispose();
    }

    public void Dispose() => temp.Dispose();
}
