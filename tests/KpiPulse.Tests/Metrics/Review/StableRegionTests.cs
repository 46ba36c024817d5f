using KpiPulse.Metrics.Review;
using KpiPulse.Metrics.Statistics;
using Xunit;

namespace KpiPulse.Tests.Metrics.Review;

/// <summary>1,000 weeks of 60 cells in which nothing happens: the list has to be empty in at least nine weeks of ten.</summary>
public sealed class StableRegionTests
{
    private const int Weeks = 1_000;
    private const int Cells = 60;

    [Theory]
    [InlineData(0.00, 1)]
    [InlineData(0.02, 2)]
    public void The_list_is_empty_in_nine_weeks_of_ten(double drift, int seed)
    {
        var region = RegionOf(new Random(seed), drift, Weeks);

        var empty = Enumerable.Range(0, Weeks).Count(week => Listed(region, week).Count == 0);

        // Some false alarms there must be: a search that never speaks would pass as well.
        Assert.InRange(empty, 0.9 * Weeks, Weeks - 1);
    }

    [Fact]
    public void A_cell_that_falls_by_twelve_points_in_such_a_region_is_found_most_of_the_time()
    {
        var random = new Random(3);

        var found = Enumerable.Range(0, 100).Count(_ =>
        {
            var region = RegionOf(random, drift: 0, weeks: 1);
            region[0] = new Series("sla_first_reply", 0.9, [.. Enumerable.Range(0, TrendReader.WeeksShown).Select(week => Drawn(random, week == TrendReader.WeeksShown - 1 ? 0.82 : 0.94, 150))]);
            return Listed(region, 0).Any(finding => finding.Where[1].Values[0] == "L0");
        });

        Assert.True(found >= 65, $"Found in {found} of 100 regions.");
    }

    private static IReadOnlyList<Finding> Listed(IReadOnlyList<Series> region, int week) => FindingSearch.Of(
        ["market", "lob"],
        [.. region.Select((series, cell) => new ScorecardRow(["M" + cell, "L" + cell], [KpiPulse.Tests.Metrics.Review.Weeks.Cell(series.Metric, [.. series.Weeks.Skip(week).Take(TrendReader.WeeksShown)], series.Target)]))],
        []).Listed;

    // Rates and sizes of the sample's order; drift is week-to-week variation beyond the draw of tickets.
    private static List<Series> RegionOf(Random random, double drift, int weeks) => [.. Enumerable.Range(0, Cells).Select(cell =>
    {
        var (metric, rate, target) = (cell % 3) switch { 0 => ("csat", 0.86, 0.85), 1 => ("sla_first_reply", 0.94, 0.92), _ => ("sla_resolution", 0.91, 0.9) };
        var size = 20 + random.Next(280);
        return new Series(metric, target, [.. Enumerable.Range(0, weeks + TrendReader.WeeksShown - 1).Select(_ => Drawn(random, Math.Clamp(rate + drift * Gaussian(random), 0, 1), size))]);
    })];

    private static (double, double) Drawn(Random random, double rate, int size)
    {
        var n = size / 2 + random.Next(size);
        return (Enumerable.Range(0, n).Count(_ => random.NextDouble() < rate), n);
    }

    private static double Gaussian(Random random) => Normal.Quantile(Math.Clamp(random.NextDouble(), 1e-9, 1 - 1e-9));

    private sealed record Series(string Metric, double Target, IReadOnlyList<(double, double)> Weeks);
}
