using System.Globalization;
using System.Text;
using KpiPulse.Metrics;
using KpiPulse.Testing;
using KpiPulse.Warehouse;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace KpiPulse.Tests.EndToEnd;

/// <summary>From the sample exports to every number: what a person would look through after a change of a definition.</summary>
public sealed class SampleMetricsTests
{
    private const int WeeksShown = 4;

    [Fact]
    public Task Every_metric_by_market_and_line_of_business()
    {
        using var warehouse = KpiWarehouse.Open(new WarehouseOptions { DataFolder = SampleWarehouse.SharedData }, TimeProvider.System, NullLogger.Instance);
        using var engine = new MetricEngine(warehouse);
        var week = IsoWeek.Of(engine.DataSpan!.Value.End.AddDays(-1));
        var text = new StringBuilder();
        foreach (var metric in MetricCatalog.All)
        {
            var question = new MetricQuestion(metric.Id) { Period = Period.LastWeeks(week, WeeksShown), Grain = Grain.Week };
            text.AppendLine(CultureInfo.InvariantCulture, $"# {metric.Id}");
            foreach (var by in (IReadOnlyList<string>[])[[], ["market"], ["market", "lob"]])
                Write(text, engine.Ask(question with { By = by }, Scope.Everything).Points);
            text.AppendLine();
        }

        return Snapshot.Verify(text.ToString());
    }

    private static void Write(StringBuilder text, IEnumerable<MetricPoint> points)
    {
        foreach (var cell in points.GroupBy(point => string.Join(" / ", [.. point.Dimensions.Select(pair => pair.Value ?? "none"), .. point.Basis is null ? (string[])[] : [$"({point.Basis})"]])))
            text.AppendLine(CultureInfo.InvariantCulture, $"{cell.Key,-32} {string.Join(" | ", cell.Select(Number))}");
    }

    private static string Number(MetricPoint point) => point.Denominator is { } denominator
        ? string.Create(CultureInfo.InvariantCulture, $"{point.Period} {point.Value:0.000000} = {point.Numerator:0.######}/{denominator:0.######}")
        : string.Create(CultureInfo.InvariantCulture, $"{point.Period} {point.Value:0.######}");
}
