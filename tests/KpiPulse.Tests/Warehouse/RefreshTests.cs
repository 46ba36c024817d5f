using KpiPulse.Metrics;
using KpiPulse.Testing;
using Xunit;

namespace KpiPulse.Tests.Warehouse;

public sealed class RefreshTests
{
    [Fact]
    public void A_batch_of_touched_tickets_ends_where_a_rebuild_ends()
    {
        using var temp = new TempWarehouse();
        temp.Load(("tickets", [Ticket("T1"), Ticket("T2")]), ("surveys", [Answer("S1", "T1", 5)]));
        temp.LoadBatch(("surveys", [Answer("S2", "T2", 1)]), ("tickets", [Ticket("T3")]));
        var afterBatch = Content(temp);

        temp.Warehouse.RefreshEverything();

        Assert.Equal(Content(temp), afterBatch);
        Assert.Equal(0.5, new MetricEngine(temp.Warehouse).Ask(new MetricQuestion("csat"), Scope.Everything).Only!.Value);
    }

    [Fact]
    public void The_data_version_rises_with_every_published_change()
    {
        using var temp = new TempWarehouse();
        var before = temp.Warehouse.DataVersion;

        temp.Load(("tickets", [Ticket("T1")]));

        Assert.True(temp.Warehouse.DataVersion > before);
    }

    [Fact]
    public void No_column_is_a_huge_integer_which_pages_would_pay_for()
    {
        using var temp = new TempWarehouse();
        using var session = temp.Warehouse.Read();

        Assert.Empty(session.Ask<string>("columns", "select table_name || '.' || column_name from information_schema.columns where data_type = 'HUGEINT'"));
    }

    private static List<string> Content(TempWarehouse temp)
    {
        using var session = temp.Warehouse.Read();
        string[] relations = [.. temp.Warehouse.Models.Kept.Concat(temp.Warehouse.Models.Views).Select(model => model.Name), "metric_days"];
        return [.. relations.Select(name => $"{name}: {session.Ask<string>(name, $"select coalesce(cast(sum(hash(rows)) as varchar), 'empty') || ' of ' || count(*) from {name} as rows")[0]}")];
    }

    private static object Ticket(string id) => new { ticket_id = id, created_at = new DateTime(2026, 11, 2, 1, 0, 0), solved_at = new DateTime(2026, 11, 2, 5, 0, 0) };

    private static object Answer(string survey, string ticket, int score) =>
        new { survey_id = survey, ticket_id = ticket, sent_at = new DateTime(2026, 11, 2, 6, 0, 0), responded_at = new DateTime(2026, 11, 3, 4, 0, 0), score };
}
