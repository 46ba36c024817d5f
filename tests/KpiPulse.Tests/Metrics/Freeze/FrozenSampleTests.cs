using KpiPulse.Metrics;
using KpiPulse.Metrics.Freeze;
using KpiPulse.Metrics.Passport;
using KpiPulse.Testing;
using KpiPulse.Warehouse;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace KpiPulse.Tests.Metrics.Freeze;

/// <summary>On the sample data: a frozen number is the engine's number, and a passport's query gives the number it vouches for.</summary>
public sealed class FrozenSampleTests : IDisposable
{
    private static readonly IsoWeek Week = IsoWeek.Parse("2026-W40");
    private static readonly DateTime AsOf = new(2026, 10, 11, 16, 0, 0);

    private readonly TempFolder folder = new();
    private readonly KpiWarehouse warehouse;
    private readonly MetricEngine engine;
    private readonly FrozenWeeks weeks;

    public FrozenSampleTests()
    {
        var data = Path.Combine(folder.Path, "data");
        SampleWarehouse.CopyTo(data);
        warehouse = KpiWarehouse.Open(new WarehouseOptions { DataFolder = data }, TimeProvider.System, NullLogger.Instance);
        engine = new MetricEngine(warehouse);
        weeks = new FrozenWeeks(warehouse);
        weeks.Freeze(Week, AsOf, "test");
    }

    [Fact]
    public void A_frozen_number_is_the_engines_number_as_of_that_instant()
    {
        var cells = weeks.Cells(Week, Scope.Everything);
        var compared = 0;
        foreach (var metric in MetricCatalog.All)
        {
            foreach (var by in (string[][])[[], ["market"], ["lob"], ["market", "lob"]])
            {
                var answer = engine.Ask(new MetricQuestion(metric.Id) { Period = Week.Days, By = by, AsOf = AsOf }, Scope.Everything);
                foreach (var point in answer.Points)
                {
                    var cell = cells[new CellKey(metric.Id, string.Join(',', by), point["market"], point["lob"], point.Basis)];
                    Assert.Equal(point.Numerator!.Value, cell.Numerator, 6);
                    Assert.Equal(point.Denominator ?? -1, cell.Denominator ?? -1, 6);
                    Assert.Equal(point.Value ?? -1, cell.Value ?? -1, 9);
                    Assert.Equal(point.N, cell.N, 6);
                    compared++;
                }
            }
        }

        Assert.Equal(cells.Count, compared);
        Assert.True(compared > 1000, $"{compared} cells");
        Assert.Empty(weeks.Contradictions());
    }

    [Fact]
    public void Daily_sums_give_the_cells_that_the_rows_give()
    {
        using var session = warehouse.Read();
        var zone = ReportingZone.Of(engine.ReportingZone);
        foreach (var week in new[] { Week, engine.LatestWeek!.Value })
        {
            var byRows = WeekCells.Read(session, week, zone, warehouse.DataUntil!.Value, isLatest: false);
            var byDays = WeekCells.Read(session, week, zone, warehouse.DataUntil.Value, isLatest: true);

            Assert.True(byRows.Count > 1000, $"{byRows.Count} cells");
            Assert.Equal(byRows.Keys.ToHashSet(), byDays.Keys.ToHashSet());
            foreach (var (key, cell) in byRows)
            {
                Assert.Equal((cell.N, cell.DefinitionVersion), (byDays[key].N, byDays[key].DefinitionVersion));
                Assert.Equal(cell.Numerator, byDays[key].Numerator, 6);
                Assert.Equal(cell.Denominator ?? -1, byDays[key].Denominator ?? -1, 6);
                Assert.Equal(cell.Value ?? -1, byDays[key].Value ?? -1, 9);
            }
        }
    }

    [Fact]
    public void What_happened_after_a_week_was_signed_off_is_listed_with_reasons()
    {
        var early = Week.Next;
        weeks.Freeze(early, new DateTime(2026, 10, 11, 16, 0, 0), "test");

        var restated = weeks.Restatements(early, Scope.Everything).Where(each => each.Cell.By == "").ToDictionary(each => (each.Cell.Metric, each.Cell.Basis));

        Assert.Contains("reopened", restated[("reopen_rate", null)].Why, StringComparison.Ordinal);
        Assert.Contains("reopened", restated[("sla_resolution", "events")].Why, StringComparison.Ordinal);
        Assert.Contains("decided later", restated[("response_rate", null)].Why, StringComparison.Ordinal);
        Assert.All(restated.Values, each => Assert.NotEmpty(each.Reasons));
        Assert.DoesNotContain("sla_first_reply", restated.Keys.Select(key => key.Metric));
    }

    [Theory]
    [InlineData("csat")]
    [InlineData("sla_resolution")]
    [InlineData("backlog")]
    [InlineData("first_reply_p90")]
    public void The_query_of_a_passport_gives_its_number(string metric)
    {
        var question = new MetricQuestion(metric) { Period = Week.Days, Where = [new DimensionFilter("market", ["SG"])] };

        var passport = new PassportReader(warehouse, engine, weeks).Of(question, Scope.Everything);

        var sql = passport.Parameters.OrderByDescending(parameter => parameter.Key.Length).Aggregate(passport.Sql, (text, parameter) => text.Replace("$" + parameter.Key, parameter.Value, StringComparison.Ordinal));
        using var session = warehouse.Read();
        var row = (IDictionary<string, object?>)Assert.Single(session.Ask<dynamic>("passport", sql));
        var said = passport.Answer.Only!;
        Assert.Equal(metric == "first_reply_p90" ? said.Value : said.Numerator, Convert.ToDouble(row[metric == "first_reply_p90" ? "value" : "numerator"], System.Globalization.CultureInfo.InvariantCulture));
        Assert.NotEmpty(passport.Files);
        Assert.All(passport.Files, file => Assert.Equal(64, file.Sha256.Length));
        Assert.True(Assert.Single(passport.Weeks).IsFrozen);
    }

    [Fact]
    public void The_files_of_a_passport_hold_the_tickets_that_it_counts()
    {
        var question = new MetricQuestion("quality") { Period = Week.Days };

        var files = new PassportReader(warehouse, engine, weeks).Of(question, Scope.Everything).Files.Select(file => file.FileName).ToList();

        Assert.Contains(files, name => name.StartsWith("qa_reviews-until-2026-W44", StringComparison.Ordinal));
        Assert.Contains(files, name => name.StartsWith("tickets-", StringComparison.Ordinal));
        Assert.DoesNotContain(files, name => name.StartsWith("surveys-", StringComparison.Ordinal));
        Assert.DoesNotContain(files, name => name.Contains("W46", StringComparison.Ordinal));
    }

    public void Dispose()
    {
        warehouse.Dispose();
        folder.Dispose();
    }
}
