using System.Globalization;
using DuckDB.NET.Data;

namespace KpiPulse.Benchmarks;

/// <summary>A ticket export in KpiPulse's own shape: volumes that differ by market and line of business as Zipf's law has them, all columns filled.</summary>
internal static class TicketExport
{
    private const string Rows = """
        with drawn as (
            select
                n,
                hash(n, 1) / 18446744073709551615.0 as a,
                hash(n, 2) / 18446744073709551615.0 as b,
                timestamp '2026-05-18 00:00:00' + to_seconds(cast(floor(n * (182 * 86400.0 / $tickets)) as bigint)) as created_at,
            from range(cast($tickets as bigint)) as numbers(n)
        )
        select
            'bench' as source_system,
            'B-' || n as ticket_id,
            created_at + to_minutes(cast(60 + 2000 * b as bigint)) as source_updated_at,
            created_at,
            'end_user' as created_by,
            'solved' as status,
            (['in_app', 'web_form', 'email', 'appeals', 'internal_form'])[1 + cast(floor(5 * a * a) as integer)] as channel,
            (['IN', 'ID', 'JP', 'KR', 'TH', 'VN', 'PH', 'MY', 'SG'])[1 + cast(floor(9 * b * b) as integer)] as market,
            (['Account Security', 'Age Support', 'Appeals', 'Payments', 'Login', 'Safety Reports'])[1 + cast(floor(6 * a * b) as integer)] as lob,
            (['normal', 'high', 'low', 'urgent'])[1 + cast(floor(4 * a * a) as integer)] as priority,
            'team-' || (1 + n % 8) as team_id,
            'agent-' || (1 + n % 120) as agent_id,
            'site-' || (1 + n % 5) as site_id,
            (['en', 'hi', 'id', 'ja', 'ko', 'th', 'vi'])[1 + cast(floor(7 * b) as integer)] as language,
            'reason-' || cast(floor(12 * a * b) as integer) as contact_reason,
            'sub-' || cast(floor(40 * a) as integer) as sub_reason,
            created_at + to_minutes(cast(10 + 600 * a as bigint)) as first_reply_at,
            created_at + to_minutes(cast(60 + 2000 * b as bigint)) as solved_at,
        from drawn
        """;

    /// <summary>One ticket in four was rated, four of five well.</summary>
    private const string Answers = """
        select
            'bench' as source_system,
            'S-' || n as survey_id,
            'B-' || n as ticket_id,
            5 as scale_max,
            timestamp '2026-05-18 00:00:00' + to_seconds(cast(floor(n * (182 * 86400.0 / $tickets)) as bigint)) + interval 36 hour as sent_at,
            sent_at + interval 3 hour as responded_at,
            (case when hash(n, 3) % 5 = 0 then 2 else 5 end) as score,
        from range(0, cast($tickets as bigint), 4) as numbers(n)
        """;

    public static void Write(string path, long tickets) => Copy(Rows, path, tickets);

    /// <summary>Answers to the tickets of <see cref="Write"/>.</summary>
    public static void WriteSurveys(string path, long tickets) => Copy(Answers, path, tickets);

    private static void Copy(string rows, string path, long tickets)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"copy ({rows.Replace("$tickets", tickets.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)}) to '{path}' (header, delimiter ',', timestampformat '%Y-%m-%dT%H:%M:%SZ')";
        command.ExecuteNonQuery();
    }
}
