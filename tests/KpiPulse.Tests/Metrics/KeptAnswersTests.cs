using System.Globalization;
using KpiPulse.Metrics;
using KpiPulse.Metrics.Freeze;
using KpiPulse.Testing;
using KpiPulse.Tests.Warehouse;
using Xunit;

namespace KpiPulse.Tests.Metrics;

/// <summary>Answers that outlive a batch: whoever asked before it and whoever asks for the first time after it get the same.</summary>
public sealed class KeptAnswersTests : IDisposable
{
    // More by hand, and of every metric instead of one per family of rows: KPIPULSE_KEPT_BATCHES=40.
    private static readonly int? BatchesByHand = Environment.GetEnvironmentVariable("KPIPULSE_KEPT_BATCHES") is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
    private static readonly int Batches = BatchesByHand ?? 3;

    private static readonly IsoWeek Closed = IsoWeek.Parse("2026-W41");
    private static readonly Period Whole = Period.LastWeeks(IsoWeek.Parse("2026-W44"), 5);
    private static readonly DateTime Earlier = new(2026, 10, 19);

    private readonly TempWarehouse temp = new();
    private readonly RandomDesk desk = new(20261127);

    [Fact]
    public void Whatever_a_batch_touches_kept_answers_are_those_of_a_new_reader()
    {
        Begin();
        using var engine = new MetricEngine(temp.Warehouse);
        var (kept, renewed) = (0, 0);
        Dictionary<int, MetricAnswer> before = [];
        for (var batch = 0; batch < Batches; batch++)
        {
            using var other = new MetricEngine(temp.Warehouse);
            foreach (var (index, question) in Questions().Index())
            {
                var (answer, fresh) = (engine.Ask(question, Scope.Everything), other.Ask(question, Scope.Everything));
                Assert.Equal(TextOf(fresh), TextOf(answer));
                var isKept = before.TryGetValue(index, out var known) && ReferenceEquals(known.Points, answer.Points);
                (kept, renewed) = isKept ? (kept + 1, renewed) : (kept, renewed + 1);
                before[index] = answer;
            }

            Assert.Equal(TextOf(other.Frozen.Restatements(Closed, Scope.Everything)), TextOf(engine.Frozen.Restatements(Closed, Scope.Everything)));
            var change = Change();
            RandomBatchesTests.Land(temp, desk, change.Statements, isStale: false);
        }

        Assert.True(kept > before.Count && renewed > before.Count, $"{kept} kept and {renewed} renewed of {before.Count} questions in {Batches} batches: both must happen for this to say anything.");
    }

    [Fact]
    public void A_batch_of_another_week_leaves_an_answer_and_its_instant_moves_on()
    {
        Begin();
        using var engine = new MetricEngine(temp.Warehouse);
        var question = new MetricQuestion("created") { Period = Closed.Days };
        var before = engine.Ask(question, Scope.Everything);

        RandomBatchesTests.Land(temp, desk,
        [
            "insert into tickets (source_system, ticket_id, arrived_at, created_at, created_by, status, file_id, line_no) values ('desk', 'LATER', timestamp '2026-11-20', timestamp '2026-11-20', 'end_user', 'new', 1, 9000)",
            "insert into pending_tickets values ('desk', 'LATER')",
        ], isStale: false);

        var after = engine.Ask(question, Scope.Everything);
        Assert.Same(before.Points, after.Points);
        Assert.Equal(new DateTime(2026, 11, 20), after.AsOf);
        Assert.NotEqual(before.AsOf, after.AsOf);
        Assert.NotSame(before.Points, engine.Ask(question with { Period = null }, Scope.Everything).Points);
    }

    public void Dispose() => temp.Dispose();

    private void Begin()
    {
        temp.Load([.. RandomDesk.Reference]);
        RandomBatchesTests.Land(temp, desk, desk.NewTickets(60), isStale: false);
        temp.Warehouse.RefreshEverything();
        new FrozenWeeks(temp.Warehouse).Freeze(Closed, new DateTime(2026, 10, 12), FrozenWeeks.NightlyJob);
    }

    private (string What, bool IsReference, IReadOnlyList<string> Statements) Change()
    {
        while (true)
        {
            if (desk.Change() is { IsReference: false } change)
                return change;
        }
    }

    /// <summary>Single days, so that a batch leaves some of them alone; and what facts answer instead of daily sums.</summary>
    private IEnumerable<MetricQuestion> Questions()
    {
        foreach (var metric in MetricCatalog.All.DistinctBy(metric => BatchesByHand is null ? temp.Warehouse.Models.RowsOf(metric.Rows).Name : metric.Rows))
        {
            for (var day = Whole.Start.AddDays(7); day < Whole.End; day = day.AddDays(BatchesByHand is null ? 4 : 2))
                yield return new MetricQuestion(metric.Id) { Period = new Period(day, day.AddDays(1)) };
            yield return new MetricQuestion(metric.Id) { Period = Whole, Grain = Grain.Week, By = ["market", "lob"] };
        }

        foreach (var metric in (string[])["csat", "sla_resolution", "backlog"])
        {
            var week = new MetricQuestion(metric) { Period = Closed.AddWeeks(1).Days };
            yield return week with { Grain = Grain.Week, By = ["priority"] };
            yield return week with { Zone = "America/New_York" };
            yield return week with { AsOf = Earlier };
        }
    }

    private static string TextOf(MetricAnswer answer) => string.Create(CultureInfo.InvariantCulture, $"{answer.Question}, as of {answer.AsOf:o}: ") + string.Join('\n', answer.Points.Select(point =>
        string.Create(CultureInfo.InvariantCulture, $"{point.PeriodStart} {string.Join('/', point.Dimensions)} {point.Basis} {point.Numerator:G9} {point.Denominator:G9} {point.Value:G9} {point.N}")));

    private static string TextOf(IReadOnlyList<Restatement> restatements) => string.Join('\n', restatements.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Cell} {one.Frozen?.Value:G9} of {one.Frozen?.N} {one.Now?.Value:G9} of {one.Now?.N}: {one.Why}")));
}
