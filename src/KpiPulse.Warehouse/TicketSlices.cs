using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace KpiPulse.Warehouse;

/// <summary>
/// Models by ticket, computed for some of the tickets at a time: temporary tables and views that hold only their rows stand in front of the
/// canonical tables, so that one text serves a touched ticket, a slice of the history and all of it. In slices a rebuild stays in memory.
/// </summary>
internal sealed partial class TicketSlices(Session session, KpiWarehouse warehouse)
{
    /// <summary>Canonical tables whose rows belong to a ticket.</summary>
    public static readonly IReadOnlyList<string> Tables = ["tickets", "ticket_events", "surveys", "qa_reviews", "qa_review_items"];

    /// <summary>Where the rows of the tickets in view are, once computed.</summary>
    public static string Computed(Model model) => $"temp.part_{model.Name}";

    /// <summary>All tickets, slice by slice in the order of their creation, so that a week's facts lie close together.</summary>
    /// <param name="prefix">Of the tables that receive the kept models; a view of the model's name shows each afterwards.</param>
    public void ComputeInto(string prefix)
    {
        var bounds = Bounds();
        if (bounds.Count == 0)
        {
            Compute(prefix);
            return;
        }

        for (var slice = 0; slice <= bounds.Count; slice++)
        {
            var from = slice == 0 ? "true" : $"created_at >= {bounds[slice - 1]}";
            var until = slice == bounds.Count ? "true" : $"created_at < {bounds[slice]}";
            session.Run("tickets", $"create or replace temp table tickets_in_slice as select source_system, ticket_id from {warehouse.Main}.tickets where {from} and {until}");
            ShowOnly("tickets_in_slice");
            Compute();
            foreach (var model in Kept)
            {
                session.Run(model.Path, (slice == 0 ? $"create or replace table {warehouse.Main}.{prefix}{model.Name} as" : $"insert into {warehouse.Main}.{prefix}{model.Name} by name") + $" select * from {Computed(model)}");
                warehouse.KeepLogShort();
            }
        }

        ShowEverything();
        foreach (var model in Kept)
            session.Run(model.Path, $"create or replace temp view {model.Name} as select * from {warehouse.Main}.{prefix}{model.Name}");
    }

    /// <summary>From now on this session sees only the canonical rows of these tickets.</summary>
    public void ShowOnly(string tickets)
    {
        foreach (var table in Tables)
        {
            // An item belongs to its review's ticket.
            var theirs = table == "qa_review_items" ? "slice_qa_reviews using (source_system, review_id)" : $"{tickets} using (source_system, ticket_id)";
            session.Run(table, $"create or replace temp table slice_{table} as select * from {warehouse.Main}.{table} semi join {theirs}; create or replace temp view {table} as select * from temp.slice_{table}");
        }
    }

    /// <summary>The models by ticket of the tickets in view; a view of each one's name shows its rows.</summary>
    /// <param name="prefix">Of the tables that receive the kept models; null leaves them beside the others.</param>
    public void Compute(string? prefix = null)
    {
        foreach (var model in warehouse.Models.InOrder.Where(model => model.Kind != ModelKind.Whole && !ModelGraph.IsMetric(model.Name)))
        {
            if (model.Kind == ModelKind.View)
            {
                session.Run(model.Path, $"create or replace temp view {model.Name} as\n{model.Text}");
                continue;
            }

            var watch = Stopwatch.StartNew();
            var (kind, place) = prefix is not null && model.Kind == ModelKind.ByTicket ? ("table", $"{warehouse.Main}.{prefix}{model.Name}") : ("temp table", Computed(model));
            session.Run(model.Path, $"create or replace {kind} {place} as\n{model.Text}");
            session.Run(model.Path, $"create or replace temp view {model.Name} as select * from {place}");
            warehouse.KeepLogShort();
            Log.ModelComputed(warehouse.Logger, model.Name, watch.Elapsed.TotalSeconds);
        }
    }

    /// <summary>The session sees all rows again; what was computed stays at hand.</summary>
    public void ShowEverything()
    {
        foreach (var name in Tables.Concat(warehouse.Models.ByTicket.Concat(warehouse.Models.Views).Select(model => model.Name)))
            session.Run(name, $"drop view if exists temp.{name}");
        foreach (var table in Tables)
            session.Run(table, $"drop table if exists temp.slice_{table}");
    }

    private IEnumerable<Model> Kept => warehouse.Models.Kept.Where(model => model.Kind == ModelKind.ByTicket);

    private List<string> Bounds()
    {
        var size = warehouse.Options.TicketsPerSlice;
        var slices = (session.Ask<long>("tickets", "select count(*) from tickets")[0] + size - 1) / size;
        if (slices <= 1)
            return [];

        var shares = string.Join(", ", Enumerable.Range(1, (int)slices - 1).Select(slice => (slice / (double)slices).ToString(CultureInfo.InvariantCulture)));
        return [.. session.Ask<DateTime>("tickets", $"select distinct unnest(quantile_disc(created_at, [{shares}])) as bound from tickets order by bound")
            .Select(SqlSlots.Literal)];
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1, Level = LogLevel.Debug, Message = "{Model} took {Seconds:F2} s")]
        public static partial void ModelComputed(ILogger logger, string model, double seconds);
    }
}
