using KpiPulse.Metrics;
using KpiPulse.Testing;
using KpiPulse.Tests.Warehouse;
using Xunit;

namespace KpiPulse.Tests.Metrics;

/// <summary>A level at an earlier instant comes from the daily sums of today; another zone of the same hours has it counted from the rows.</summary>
public sealed class LevelAsOfTests : IDisposable
{
    private const string SameHours = "Asia/Kuala_Lumpur";
    private static readonly TimeSpan Step = TimeSpan.FromHours(31);

    private readonly TempWarehouse temp = new();
    private readonly RandomDesk desk = new(20261128);

    [Fact]
    public void A_level_of_an_earlier_instant_is_that_of_the_rows_then()
    {
        temp.Load([.. RandomDesk.Reference]);
        RandomBatchesTests.Land(temp, desk, desk.NewTickets(120), isStale: false);
        temp.Warehouse.RefreshEverything();
        using var engine = new MetricEngine(temp.Warehouse);
        var span = engine.DataSpan!.Value;
        var restated = 0;

        for (var asOf = engine.DataUntil!.Value - Step; asOf > span.Start.ToDateTime(TimeOnly.MinValue); asOf -= Step)
        {
            foreach (var metric in (string[])["backlog", "backlog_actionable", "backlog_overdue"])
            {
                foreach (var question in (MetricQuestion[])[new(metric) { Period = span, Grain = Grain.Week, By = ["market", "lob"] }, new(metric) { Period = span }, new(metric) { By = ["team"] }])
                {
                    var then = TextOf(engine.Ask(question with { AsOf = asOf }, Scope.Everything));
                    Assert.Equal(TextOf(engine.Ask(question with { AsOf = asOf, Zone = SameHours }, Scope.Everything)), then);
                    restated += then == TextOf(engine.Ask(question, Scope.Everything)) ? 0 : 1;
                }
            }
        }

        using var session = temp.Warehouse.Read();
        Assert.Equal(0, session.Ask<long>("metric_backlog", "select count(*) from metric_backlog where visible_until is not null")[0]);
        Assert.True(restated > 20, $"Only {restated} answers were others than today's: then this says little.");
    }

    public void Dispose() => temp.Dispose();

    private static string TextOf(MetricAnswer answer) =>
        string.Join('\n', answer.Points.Select(point => $"{point.PeriodStart} {string.Join(',', point.Dimensions.Select(pair => pair.Value))} {point.Basis} {point.Value} {point.Numerator} {point.N}"));
}
