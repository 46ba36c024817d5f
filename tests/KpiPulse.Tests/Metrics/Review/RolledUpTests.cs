using KpiPulse.Metrics;
using KpiPulse.Metrics.Review;
using KpiPulse.Tests.Web;
using Xunit;

namespace KpiPulse.Tests.Metrics.Review;

/// <summary>The scorecard's totals are summed from its cells; asked for by themselves they are the same numbers.</summary>
public sealed class RolledUpTests(SampleApp sample)
{
    [Theory]
    [InlineData("csat")]
    [InlineData("sla_first_reply")]
    [InlineData("quality")]
    [InlineData("backlog_overdue")]
    [InlineData("created")]
    [InlineData("first_reply_p90")]
    public async Task Sums_of_cells_are_the_number_asked_for(string metric)
    {
        var engine = (await sample.App).Get<MetricEngine>();
        var question = new MetricQuestion(metric) { Period = Period.LastWeeks(IsoWeek.Parse("2026-W46"), 26), Grain = Grain.Week, By = ["market", "lob"] };
        var fine = engine.Ask(question, Scope.Everything);

        foreach (var by in (string[][])[[], ["market"], ["lob"]])
        {
            var summed = engine.RolledUp(fine, by, Scope.Everything).Points.ToDictionary(Key);
            var asked = engine.Ask(question with { By = by }, Scope.Everything).Points;

            Assert.Equal(asked.Count, summed.Count);
            Assert.All(asked, point =>
            {
                var same = summed[Key(point)];
                Assert.Equal((point.N, point.Status, point.Verdict, point.Target, point.Period), (same.N, same.Status, same.Verdict, same.Target, same.Period));
                Assert.Equal(point.Value ?? -1, same.Value ?? -1, 1e-12 * Math.Max(1, Math.Abs(point.Value ?? 0)));
                Assert.Equal(point.Low ?? -1, same.Low ?? -1, 12);
            });
        }
    }

    private static string Key(MetricPoint point) => $"{point.PeriodStart}|{point.Basis}|{string.Join('|', point.Dimensions)}";
}
