using System.Globalization;
using DuckDB.NET.Data;
using KpiPulse.Metrics;
using KpiPulse.Warehouse;

namespace KpiPulse.Benchmarks;

/// <summary>DuckDB without KpiPulse over the same files: what somebody would write by hand, with the same memory and threads.</summary>
internal sealed class RawDuckDb : IDisposable
{
    private readonly DuckDBConnection connection;

    public RawDuckDb(string path, WarehouseOptions limits)
    {
        connection = new DuckDBConnection($"DataSource={path};memory_limit={limits.MemoryLimit};threads={limits.Threads.ToString(CultureInfo.InvariantCulture)}");
        connection.Open();
    }

    /// <summary>The answers and clocks of each ticket, as far as plain SQL sees them: minutes on the wall instead of service hours.</summary>
    private const string Views = """
        create or replace view answers as
        select tickets.*, responded_at as answered_at, score >= 4 as is_hit
        from surveys
        join tickets using (source_system, ticket_id);
        create or replace view replies as
        select *, first_reply_at as answered_at, date_diff('minute', created_at, first_reply_at) <= case priority when 'urgent' then 60 when 'high' then 120 when 'normal' then 240 else 480 end as is_hit
        from tickets;
        create or replace view solves as
        select *, solved_at as answered_at, date_diff('minute', created_at, solved_at) <= case priority when 'urgent' then 480 when 'high' then 960 when 'normal' then 1920 else 3840 end as is_hit
        from tickets;
        """;

    /// <summary>The scorecard's CSAT and SLA by market and line of business, with the 26 weeks of their trend.</summary>
    private const string Week = """
        select 'csat' as metric, date_trunc('week', answered_at + interval 8 hour) as week, market, lob, avg(cast(is_hit as integer)) as value, count(*) as n
        from answers where answered_at >= $start - interval 25 week and answered_at < $start + interval 1 week group by grouping sets ((week), (week, market, lob))
        union all
        select 'sla_first_reply', date_trunc('week', answered_at + interval 8 hour) as week, market, lob, avg(cast(is_hit as integer)), count(*)
        from replies where answered_at >= $start - interval 25 week and answered_at < $start + interval 1 week group by grouping sets ((week), (week, market, lob))
        union all
        select 'sla_resolution', date_trunc('week', answered_at + interval 8 hour) as week, market, lob, avg(cast(is_hit as integer)), count(*)
        from solves where answered_at >= $start - interval 25 week and answered_at < $start + interval 1 week group by grouping sets ((week), (week, market, lob))
        """;

    private const string Metric = """
        select date_trunc('week', answered_at + interval 8 hour) as week, market, avg(cast(is_hit as integer)) as value, count(*) as n
        from $facts where answered_at >= $start - interval 25 week and answered_at < $start + interval 1 week group by grouping sets ((week), (week, market))
        """;

    /// <summary>Each value of each dimension, this week and in the four before.</summary>
    private const string Why = """
        select answered_at >= $start as is_current, market, lob, tier, channel, site_id, team_id, agent_id, priority, status, language, contact_reason, sub_reason, avg(cast(is_hit as integer)) as value, count(*) as n
        from $facts where answered_at >= $start - interval 4 week and answered_at < $start + interval 1 week
        group by is_current, grouping sets ((), (market), (lob), (tier), (channel), (site_id), (team_id), (agent_id), (priority), (status), (language), (contact_reason), (sub_reason))
        """;

    private const string Tickets = "select *, count(*) over () as n from $facts where answered_at >= $start and answered_at < $start + interval 1 week order by answered_at desc, ticket_id limit 50";

    private static readonly Dictionary<string, string> Questions = new(StringComparer.Ordinal) { ["Week"] = Week, ["Metric"] = Metric, ["Why"] = Why, ["Tickets"] = Tickets };

    /// <summary><c>create table as</c> for each table of the export, on disk when it returns.</summary>
    public void Load(string export)
    {
        foreach (var files in TicketExport.Files.GroupBy(each => each.Table, each => $"'{Path.Combine(export, each.Pattern)}'"))
            Run($"create or replace table {files.Key} as select * from read_csv([{string.Join(", ", files)}])");
        Run("checkpoint");
        Run(Views);
    }

    /// <summary>A further export into the same tables.</summary>
    public void Append(string export)
    {
        foreach (var files in TicketExport.Files.GroupBy(each => each.Table, each => $"'{Path.Combine(export, each.Pattern)}'"))
            Run($"insert into {files.Key} by name select * from read_csv([{string.Join(", ", files)}])");
        Run("checkpoint");
    }

    /// <summary>What the page's own figures are made of, all rows read.</summary>
    public void Ask(string page, string metric, IsoWeek week)
    {
        var start = $"timestamp '{week.FirstDay.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}' - interval 8 hour";
        Run(Questions[page].Replace("$start", $"({start})", StringComparison.Ordinal).Replace("$facts", metric == "csat" ? "answers" : "replies", StringComparison.Ordinal));
    }

    public void Dispose() => connection.Dispose();

    private void Run(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
        }
    }
}
