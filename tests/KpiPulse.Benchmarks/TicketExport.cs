using System.Globalization;
using DuckDB.NET.Data;
using KpiPulse.Metrics;

namespace KpiPulse.Benchmarks;

/// <summary>
/// Exports of N tickets over 50 weeks, and of further weeks of N/50 on top of them: ticket files, events, surveys. Values are drawn by Zipf's law:
/// the commonest of k has a share of 1/log2(k + 1). A ticket in twenty comes from a help desk that hands over its history, the others from forms
/// that say when they were answered and solved; one in four was rated.
/// </summary>
/// <remarks>Twelve dimensions stand in the ticket files; the thirteenth, the contributor, follows from events. DuckDB streams all rows: none of them are held here.</remarks>
internal sealed class TicketExport(string folder, long tickets)
{
    public const int Weeks = 50;
    private const string Unfinished = ".part";
    private const int SecondsPerWeek = 7 * 86_400;

    /// <summary>By table; a table of several files is one of the raw database too.</summary>
    public static readonly IReadOnlyList<(string Table, string Pattern)> Files = [("tickets", "forms*.csv"), ("tickets", "tickets.csv"), ("ticket_events", "ticket_events.csv"), ("surveys", "surveys.csv")];

    /// <summary>In one file of the forms; KpiPulse wants three times a file's size of free room.</summary>
    private const long TicketsPerFile = 10_000_000;

    // Midnight of a Monday in the reporting zone.
    private const string Start = "timestamp '2025-07-06 16:00:00'";
    public static readonly IsoWeek LastWeek = IsoWeek.Of(new DateOnly(2025, 7, 7).AddDays(7 * Weeks - 1));

    private const string Tickets = $"""
        create macro draw(n, k) as hash(n, k) / 18446744073709551616.0;
        create macro zipf(size, u) as least(size, cast(floor(pow(size + 1, u)) as integer));
        create view tickets as
        with drawn as (
            select
                n,
                {Start} + to_seconds(cast(n as bigint) * $seconds // $tickets) as created_at,
                zipf(9, draw(n, 1)) as market_no,
                if(draw(n, 2) < 0.2, 2, 1) as tier,
                cast(5 + 400 * draw(n, 3) ** 2 as bigint) as reply_minutes,
                cast(30 + 3000 * draw(n, 4) ** 2 as bigint) as further_minutes,
                draw(n, 5) < 0.02 as is_open,
                zipf(12, draw(n, 6)) as reason_no,
            from range($from, $until) as numbers (n)
        )
        select
            n,
            if(n % 20 = 0, 'desk', 'forms') as source_system,
            'B-' || n as ticket_id,
            created_at,
            'end_user' as created_by,
            case when is_open then 'open' when draw(n, 7) < 0.7 then 'closed' else 'solved' end as status,
            ['in_app', 'web_form', 'email', 'appeals', 'internal_form'][zipf(5, draw(n, 8))] as channel,
            ['IN', 'ID', 'JP', 'KR', 'TH', 'VN', 'PH', 'MY', 'SG'][market_no] as market,
            ['Account Security', 'Age Support', 'Appeals', 'Payments', 'Login', 'Safety Reports'][zipf(6, draw(n, 9))] as lob,
            ['normal', 'high', 'low', 'urgent'][zipf(4, draw(n, 10))] as priority,
            tier,
            'site-' || (1 + (market_no + tier) % 4) as site_id,
            market || '-T' || tier as team_id,
            team_id || '-' || zipf(60, draw(n, 11)) as agent_id,
            ['en', 'hi', 'id', 'ja', 'ko', 'th', 'vi'][zipf(7, draw(n, 12))] as language,
            'reason ' || reason_no as contact_reason,
            'reason ' || reason_no || '.' || zipf(6, draw(n, 13)) as sub_reason,
            created_at + to_minutes(reply_minutes) as first_reply_at,
            if(is_open, null, first_reply_at + to_minutes(further_minutes)) as solved_at,
            coalesce(solved_at, first_reply_at) as source_updated_at,
        from drawn
        """;

    private const string TicketRows = "select * exclude (n) from tickets where source_system = ";

    private const string EventRows = """
        select
            source_system,
            ticket_id || '-' || seq as event_id,
            ticket_id,
            case
                when seq <= 2 then created_at
                when seq <= 4 then first_reply_at
                when seq = 5 then first_reply_at + (coalesce(solved_at, first_reply_at + interval 1 hour) - first_reply_at) / 2
                else solved_at
            end as occurred_at,
            seq,
            ['created', 'team', 'comment', 'status', 'comment', 'status'][seq] as type,
            ['end_user', 'system', 'agent', 'agent', 'end_user', 'agent'][seq] as actor_type,
            if(actor_type = 'agent', agent_id, null) as actor_id,
            if(type in ('created', 'comment'), true, null) as is_public,
            ['new', team_id, null, 'pending', null, 'solved'][seq] as new_value,
        from tickets, range(1, 7) as numbers (seq)
        where source_system = 'desk'
            and occurred_at is not null
        """;

    private const string SurveyRows = """
        select
            source_system,
            'S-' || n as survey_id,
            ticket_id,
            5 as scale_max,
            solved_at + interval 1 hour as sent_at,
            sent_at + interval 3 hour as responded_at,
            if(draw(n, 14) < 0.2, 2, 5) as score,
        from tickets
        where n % 4 = 0
            and solved_at is not null
        """;

    public long TicketsPerWeek => tickets / Weeks;

    public string History => Written("history", 0, tickets);

    /// <param name="number">From 1 on.</param>
    public string FurtherWeek(int number) => Written(string.Create(CultureInfo.InvariantCulture, $"week-{number}"), tickets + (number - 1) * TicketsPerWeek, tickets + number * TicketsPerWeek);

    /// <summary>Written to its end.</summary>
    public static bool IsExport(string folder) => !folder.EndsWith(Unfinished, StringComparison.Ordinal) && Files.All(each => Directory.EnumerateFiles(folder, each.Pattern).Any());

    public static long BytesOf(string export) => Directory.EnumerateFiles(export).Sum(path => new FileInfo(path).Length);

    /// <summary>A folder that was written before is taken as it is.</summary>
    private string Written(string name, long from, long until)
    {
        var export = Path.Combine(folder, name);
        if (Directory.Exists(export))
            return export;

        var unfinished = Directory.CreateDirectory(export + Unfinished).FullName;
        using var connection = new DuckDBConnection("DataSource=:memory:;memory_limit=1GB");
        connection.Open();
        Run(connection, Tickets
            .Replace("$seconds", (Weeks * SecondsPerWeek).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("$tickets", tickets.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("$from", from.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("$until", until.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        var forms = Enumerable.Range(0, (int)((until - from + TicketsPerFile - 1) / TicketsPerFile)).Select(part => (
            string.Create(CultureInfo.InvariantCulture, $"{TicketRows}'forms' and n >= {from + part * TicketsPerFile} and n < {from + (part + 1) * TicketsPerFile}"),
            part == 0 ? "forms.csv" : string.Create(CultureInfo.InvariantCulture, $"forms-{part}.csv")));
        foreach (var (rows, file) in ((string, string)[])[.. forms, (TicketRows + "'desk'", "tickets.csv"), (EventRows, "ticket_events.csv"), (SurveyRows, "surveys.csv")])
            Run(connection, $"copy ({rows}) to '{Path.Combine(unfinished, file)}' (header, delimiter ',', timestampformat '%Y-%m-%dT%H:%M:%SZ')");
        Directory.Move(unfinished, export);
        return export;
    }

    private static void Run(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
