using System.Globalization;
using KpiPulse.Metrics;
using KpiPulse.Metrics.Tickets;
using KpiPulse.Tests.Web;
using Xunit;

namespace KpiPulse.Tests.EndToEnd;

/// <summary>
/// <c>kpi</c> and <c>tickets</c> on the sample: every metric by every dimension is as many rows, met ones and missed ones, as its numerator and
/// denominator say. The lists of a metric are asked once and counted by dimension; through a filter each metric goes by another dimension, and
/// every cell of each with KPIPULSE_EVERY_CELL=1.
/// </summary>
public sealed class RowsBehindNumbersTests(SampleApp sample)
{
    private static readonly Period Week = IsoWeek.Parse("2026-W46").Days;
    private static readonly bool EveryCell = Environment.GetEnvironmentVariable("KPIPULSE_EVERY_CELL") is not null;

    private static readonly Dictionary<string, Func<TicketRow, string?>> Columns = new(StringComparer.Ordinal)
    {
        ["market"] = row => row.Market,
        ["lob"] = row => row.Lob,
        ["tier"] = row => row.Tier,
        ["channel"] = row => row.Channel,
        ["site"] = row => row.Site,
        ["team"] = row => row.Team,
        ["agent"] = row => row.Agent,
        ["priority"] = row => row.Priority,
        ["status"] = row => row.Status,
        ["language"] = row => row.Language,
        ["category"] = row => row.Category,
        ["subcategory"] = row => row.Subcategory,
    };

    private readonly List<string> differences = [];

    [Theory]
    [MemberData(nameof(Metrics))]
    public async Task Every_number_is_as_many_rows_as_it_says(string id)
    {
        var engine = (await sample.App).Get<MetricEngine>();
        var metric = MetricCatalog.Get(id);
        var turn = MetricCatalog.All.ToList().IndexOf(metric) % engine.Dimensions.All.Count;
        var whole = engine.Ask(new MetricQuestion(id) { Period = Week }, Scope.Everything).Points;

        Assert.NotEmpty(whole);
        foreach (var point in whole)
        {
            var question = new MetricQuestion(id) { Period = Week, Basis = point.Basis };
            var lists = Said(metric, point).ToDictionary(said => said.Outcome, said => List(engine, question, said.Outcome, said.Count));
            for (var rank = 0; rank < engine.Dimensions.All.Count; rank++)
            {
                var dimension = engine.Dimensions.All[rank].Id;
                var cells = engine.Ask(question with { By = [dimension] }, Scope.Everything).Points;
                Assert.NotEmpty(cells);
                if (Columns.TryGetValue(dimension, out var column))
                    Compare(metric, dimension, cells, outcome => lists[outcome].CountBy(row => column(row) ?? "").ToDictionary());
                foreach (var cell in EveryCell ? cells : cells.OrderByDescending(cell => cell.N).Take(rank == turn ? 1 : 0))
                {
                    foreach (var (outcome, count) in Said(metric, cell))
                        List(engine, question with { Where = [new DimensionFilter(dimension, [cell[dimension] ?? ""])] }, outcome, count);
                }
            }
        }

        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    public static TheoryData<string> Metrics() => [.. MetricCatalog.All.Select(metric => metric.Id)];

    private static IEnumerable<(Outcome Outcome, double Count)> Said(MetricDefinition metric, MetricPoint number) => metric.Aggregation == Aggregation.Ratio
        ? [(Outcome.All, number.N), (Outcome.Met, number.Numerator!.Value), (Outcome.Missed, number.Denominator!.Value - number.Numerator!.Value)]
        : [(Outcome.All, number.N)];

    private void Compare(MetricDefinition metric, string dimension, IReadOnlyList<MetricPoint> cells, Func<Outcome, Dictionary<string, int>> listed)
    {
        foreach (var outcome in Said(metric, cells[0]).Select(said => said.Outcome))
        {
            var said = cells.Select(cell => (Key: cell[dimension] ?? "", Said(metric, cell).Single(one => one.Outcome == outcome).Count)).Where(cell => cell.Count > 0);
            var (numbers, lists) = (Text(said), Text(listed(outcome).Select(pair => (pair.Key, (double)pair.Value))));
            if (numbers != lists)
                differences.Add($"{metric.Id} by {dimension}, {outcome}: the numbers say {numbers}, the list {lists}");
        }
    }

    private static string Text(IEnumerable<(string Key, double Count)> cells) =>
        string.Join(", ", cells.OrderBy(cell => cell.Key, StringComparer.Ordinal).Select(cell => string.Create(CultureInfo.InvariantCulture, $"{cell.Key} {cell.Count}")));

    private IReadOnlyList<TicketRow> List(MetricEngine engine, MetricQuestion question, Outcome outcome, double expected)
    {
        var page = engine.Tickets(question, Scope.Everything, outcome);
        if (page.Count != expected || page.Rows.Count != expected || page.Rows.DistinctBy(row => (row.SourceSystem, row.SubjectId, row.AttributedAt)).Count() != expected)
            differences.Add($"{question.Metric} {string.Join(", ", question.Where)} {outcome}: the number says {expected}, the list {page.Count} with {page.Rows.Count} rows");
        return page.Rows;
    }
}
