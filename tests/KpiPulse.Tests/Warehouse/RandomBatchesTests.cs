using System.Globalization;
using KpiPulse.Testing;
using KpiPulse.Warehouse;
using Xunit;

namespace KpiPulse.Tests.Warehouse;

/// <summary>Whatever arrives in whatever order, the facts after the last batch are those of a rebuild: every table and view, row by row.</summary>
public sealed class RandomBatchesTests : IDisposable
{
    private const int MostBatches = 3;

    // More by hand: KPIPULSE_RANDOM_SEQUENCES=200, others with KPIPULSE_RANDOM_SEED.
    private static readonly int Sequences = Setting("KPIPULSE_RANDOM_SEQUENCES", 6);

    // Rebuilds go by slices, batches never do: both ways are held against each other.
    private readonly TempWarehouse temp = new(ticketsPerSlice: 40);
    private readonly RandomDesk desk = new(Setting("KPIPULSE_RANDOM_SEED", 20261123));

    [Fact]
    public void Batches_of_any_kind_end_where_a_rebuild_ends()
    {
        temp.Load([.. RandomDesk.Reference]);
        Land(temp, desk, desk.NewTickets(40), isStale: false);
        temp.Warehouse.RefreshEverything();

        var partly = 0;
        for (var sequence = 0; sequence < Sequences; sequence++)
        {
            List<string> story = [];
            for (var batch = sequence % MostBatches; batch < MostBatches; batch++)
            {
                var change = desk.Change();
                story.Add(change.What);
                partly += change.IsReference ? 0 : 1;
                Land(temp, desk, change.Statements, change.IsReference);
            }

            var afterBatches = Content(temp);
            temp.Warehouse.RefreshEverything();
            var differing = Content(temp).Zip(afterBatches).Where(pair => pair.First != pair.Second).Select(pair => $"rebuilt {pair.First}, in batches {pair.Second}").ToList();
            Assert.True(differing.Count == 0, $"sequence {sequence} ({string.Join(", ", story)}): {string.Join("; ", differing)}");
        }

        Assert.True(partly > Sequences, "Most batches must take the way of touched tickets.");
    }

    public void Dispose() => temp.Dispose();

    internal static void Land(TempWarehouse temp, RandomDesk desk, IReadOnlyList<string> statements, bool isStale)
    {
        temp.Warehouse.Write(session =>
        {
            foreach (var statement in statements)
                session.Run("batch", statement);
            session.Run("pending_tickets", string.Join(';', desk.TakeTouched().Select(ticket => $"insert into pending_tickets values ('desk', '{ticket}')").DefaultIfEmpty("select 1")));
            if (isStale)
                session.Run("model_state", "delete from model_state");
            return 0;
        });
        Refresh.Pending(temp.Warehouse);
    }

    private static int Setting(string name, int otherwise) => Environment.GetEnvironmentVariable(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    internal static List<string> Content(TempWarehouse temp)
    {
        using var session = temp.Warehouse.Read();
        return [.. temp.Warehouse.Models.Kept.Concat(temp.Warehouse.Models.Views).Select(model => model.Name).Append("metric_days").Select(name =>
        {
            // Sums of minutes differ in their last digits with the order of rows.
            var rows = name == "metric_days" ? "(select * replace (round(numerator, 6) as numerator) from metric_days)" : name;
            return $"{name}: {session.Ask<string>(name, $"select coalesce(cast(sum(hash(rows)) as varchar), 'nothing') || ' of ' || count(*) from {rows} as rows")[0]}";
        })];
    }
}
