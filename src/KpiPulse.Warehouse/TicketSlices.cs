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

    /// <summary>
    /// How many times as many tickets a streamed model takes in: it holds nothing of them but what it writes, and each slice leaves a half-filled
    /// row group, which the next checkpoint packs again.
    /// </summary>
    private const int StreamedSlice = 8;

    private static readonly HashSet<string> OfOneThing = ["ticket_id", "survey_id", "review_id"];

    /// <summary>Where the rows of the tickets in view are, once computed.</summary>
    public static string Computed(Model model) => $"temp.part_{model.Name}";

    /// <summary>
    /// What a query names of the models that are computed in passing, over the rows of the ticket <c>$source_system</c>, <c>$ticket_id</c> alone:
    /// common table expressions for its slot <c>histories</c>.
    /// </summary>
    public static string OfOne(KpiWarehouse warehouse, string query)
    {
        var models = warehouse.Models.InPassingBehind(query);
        var words = models.SelectMany(model => ModelGraph.WordsOf(model.Text)).ToHashSet(StringComparer.Ordinal);
        // Looked for once: else each mention of a table would look through all of its rows.
        var rows = Tables.Where(table => words.Contains(table))
            .Select(table => $"{table} as materialized (select * from {warehouse.Main}.{table} where source_system = $source_system and ticket_id = $ticket_id),");
        return string.Join('\n', rows.Concat(models.Select(model => $"{model.Name} as (\n{model.Text}\n),")));
    }

    /// <summary>All tickets, slice by slice in the order of their creation, so that a week's facts lie close together.</summary>
    /// <param name="prefix">Of the tables that receive the kept models; a view of the model's name shows each afterwards.</param>
    public void ComputeInto(string prefix)
    {
        string Place(Model model) => $"{warehouse.Main}.{prefix}{model.Name}";
        var streamed = warehouse.Models.Streamed.ToList();
        Slices($"select count(*) from {warehouse.Main}.tickets", StreamedSlice * warehouse.Options.TicketsPerSlice, (slice, range) =>
        {
            if (range is not null)
                ShowTickets(range);
            foreach (var model in streamed)
                Append(model, Place(model), slice);
        });

        var others = warehouse.Models.Derived.Except(streamed).ToList();
        Slices(Held, warehouse.Options.TicketsPerSlice, (slice, range) =>
        {
            if (range is null)
                ShowEverything();
            else
                ShowSlice(range);
            foreach (var model in streamed)
                session.Run(model.Path, $"create or replace temp view {model.Name} as select * from {Place(model)} where {range ?? "true"}");

            // A slice's facts go where they stay, once: writing texts is most of a rebuild's time.
            Compute(others, model => Append(model, Place(model), slice));
        });
        ShowEverything();
        foreach (var model in Kept)
            session.Run(model.Path, $"create or replace temp view {model.Name} as select * from {Place(model)}");
    }

    /// <summary>What the other models hold in memory: tickets with histories, and those that were rated or reviewed.</summary>
    private string Held => $"""
        select (select count(*) from {warehouse.Main}.tickets where source_system in (select source_system from sources where sla_basis = 'events'))
            + (select count(*) from {warehouse.Main}.surveys) + (select count(*) from {warehouse.Main}.qa_reviews)
        """;

    /// <returns>The rows of this slice, as what follows a <c>from</c>.</returns>
    private string Append(Model model, string place, int slice)
    {
        if (slice == 0)
            CreateEmpty(model, place);
        var before = session.Ask<long>(model.Path, $"select count(*) from {place}")[0];
        session.Run(model.Path, $"insert into {place} by name\n{model.Text}");
        warehouse.KeepLogShort();
        return before == 0 ? place : $"{place} where rowid >= {before.ToString(CultureInfo.InvariantCulture)}";
    }

    /// <summary>Texts that repeat are packed as in <c>migrations/0081_repeating_texts.sql</c>: all but what names a single thing.</summary>
    private void CreateEmpty(Model model, string place)
    {
        var columns = session.Ask<ModelColumn>(model.Path, $"select column_name, column_type from (describe\n{model.Text}\n)")
            .Select(column => $"{column.ColumnName} {column.ColumnType}{(column.ColumnType == "VARCHAR" && !OfOneThing.Contains(column.ColumnName) ? " using compression dictionary" : "")}");
        session.Run(model.Path, $"create or replace table {place} ({string.Join(", ", columns)})");
    }

    /// <summary>Tickets by their creation need no copy: the bounds leave other row groups unread.</summary>
    private void ShowTickets(string range) => session.Run("tickets", $"create or replace temp view tickets as select * from {warehouse.Main}.tickets where {range}");

    private void ShowSlice(string range)
    {
        session.Run("tickets", $"create or replace temp table tickets_in_slice as select source_system, ticket_id from {warehouse.Main}.tickets where {range}");
        ShowTickets(range);
        foreach (var table in Tables.Where(table => table != "tickets"))
            ShowCopy("tickets_in_slice", table);
    }

    /// <summary>From now on this session sees only the canonical rows of these tickets. Until it sees everything again, nobody may make a checkpoint.</summary>
    public void ShowOnly(string tickets)
    {
        foreach (var table in Tables)
        {
            // What came last mostly stands side by side, and needs no copy. (A checkpoint may number rows anew.)
            var rows = session.Ask<RowBounds>(table, $"select coalesce(min(rowid), 0) as first, coalesce(max(rowid), -1) as last, count(*) as number from {warehouse.Main}.{table} semi join {Theirs(tickets, table)}")[0];
            if (rows.Number == rows.Last - rows.First + 1)
                session.Run(table, string.Create(CultureInfo.InvariantCulture, $"create or replace temp view {table} as select * from {warehouse.Main}.{table} where rowid between {rows.First} and {rows.Last}"));
            else
                ShowCopy(tickets, table);
        }
    }

    /// <summary>An item belongs to its review's ticket.</summary>
    private static string Theirs(string tickets, string table) => table == "qa_review_items" ? "qa_reviews using (source_system, review_id)" : $"{tickets} using (source_system, ticket_id)";

    private void ShowCopy(string tickets, string table)
    {
        session.Run(table, $"create or replace temp table slice_{table} as select * from {warehouse.Main}.{table} semi join {Theirs(tickets, table)}; create or replace temp view {table} as select * from temp.slice_{table}");
    }

    /// <summary>The models by ticket of the tickets in view, beside the others; a view of each one's name shows its rows.</summary>
    public void Compute() => Compute(warehouse.Models.Derived, Aside);

    private string Aside(Model model)
    {
        session.Run(model.Path, $"create or replace temp table {Computed(model)} as\n{model.Text}");
        return Computed(model);
    }

    /// <param name="keep">Computes a kept model and says where its rows are.</param>
    private void Compute(IEnumerable<Model> models, Func<Model, string> keep)
    {
        foreach (var model in models)
        {
            if (model.Kind == ModelKind.View)
            {
                // Facts that are views are in the file already, but for a first build.
                if (!warehouse.HasViews)
                    session.Run(model.Path, $"create or replace temp view {model.Name} as\n{model.Text}");
                continue;
            }

            if (model.IsViewInPassing)
            {
                session.Run(model.Path, $"create or replace temp view {model.Name} as\n{model.Text}");
                continue;
            }

            var watch = Stopwatch.StartNew();
            var rows = model.Kind == ModelKind.ByTicket ? keep(model) : Aside(model);
            session.Run(model.Path, $"create or replace temp view {model.Name} as select * from {rows}");
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

    /// <param name="weight">How much there is to divide, as SQL.</param>
    /// <param name="size">How much of it at most, where it is spread evenly over time.</param>
    /// <param name="work">Gets the slice's number and what its tickets' creation fulfils; null where there is but one slice.</param>
    private void Slices(string weight, int size, Action<int, string?> work)
    {
        var slices = (int)((session.Ask<long>("tickets", weight)[0] + size - 1) / size);
        List<string> bounds = slices <= 1 ? [] : [.. BoundsOf(slices)];
        if (bounds.Count == 0)
        {
            work(0, null);
            return;
        }

        for (var slice = 0; slice <= bounds.Count; slice++)
        {
            string[] ends = [.. slice == 0 ? [] : (string[])[$"created_at >= {bounds[slice - 1]}"], .. slice == bounds.Count ? [] : (string[])[$"created_at < {bounds[slice]}"]];
            work(slice, string.Join(" and ", ends));
        }
    }

    /// <summary>Where slices after the first begin: by hour, since quantiles of the instants themselves would all be held in memory. None where all tickets are of one hour.</summary>
    private IEnumerable<string> BoundsOf(int slices) => session.Ask<DateTime>("tickets", $"""
        with
        hours as (select date_trunc('hour', created_at) as hour, count(*) as tickets from {warehouse.Main}.tickets group by all),
        placed as (select hour, (sum(tickets) over (order by hour) - tickets) * {slices.ToString(CultureInfo.InvariantCulture)} // sum(tickets) over () as slice from hours)
        select min(hour) as bound from placed where slice > 0 group by slice order by bound
        """).Select(SqlSlots.Second);

    private sealed record ModelColumn(string ColumnName, string ColumnType);

    private sealed record RowBounds(long First, long Last, long Number);

    private static partial class Log
    {
        [LoggerMessage(EventId = 1, Level = LogLevel.Debug, Message = "{Model} took {Seconds:F2} s")]
        public static partial void ModelComputed(ILogger logger, string model, double seconds);
    }
}
