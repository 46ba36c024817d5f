using Dapper;
using DuckDB.NET.Data;
using KpiPulse.Testing;
using KpiPulse.Warehouse;
using Xunit;

namespace KpiPulse.Tests.Warehouse;

/// <summary>Instants are kept in seconds (C1): half the room, and bounds of the same type leave row groups unread.</summary>
public sealed class SecondsTests
{
    [Fact]
    public void Instants_that_questions_bound_are_in_seconds()
    {
        using var temp = new TempWarehouse();
        using var session = temp.Warehouse.Read();

        Assert.Empty(session.Ask<string>("columns", """
            select table_name || '.' || column_name || ' is a ' || data_type from information_schema.columns
            where (table_name like 'fct\_%' escape '\' or table_name like 'metric\_%' escape '\' or table_name in ('tickets', 'ticket_events', 'surveys', 'qa_reviews'))
                and column_name in ('attributed_at', 'visible_from', 'visible_until', 'created_at', 'clock_start_at', 'due_at', 'breach_at', 'completed_at', 'solved_at', 'closed_at', 'opened_at', 'occurred_at', 'sent_at', 'responded_at', 'reviewed_at', 'source_updated_at')
                and data_type <> 'TIMESTAMP_S'
            """));
    }

    /// <summary>The bounds in a question's own words: a cast of the column would read all of history for one day.</summary>
    [Theory]
    [InlineData("metric_durations", "attributed_at")]
    [InlineData("metric_observations", "attributed_at")]
    [InlineData("tickets", "created_at")]
    public void A_bound_in_seconds_reaches_the_rows_without_a_cast(string view, string column)
    {
        using var temp = new TempWarehouse();
        // Before and after the bound: where all rows lie on one side of it, DuckDB plans no filter at all.
        temp.LoadBatch(("tickets", [.. new[] { 1, 3 }.Select(day => new { ticket_id = $"T{day}", created_at = At(day, 1), first_reply_at = At(day, 2), solved_at = At(day, 3), status = "solved" })]));
        using var session = temp.Warehouse.Read();
        var bound = SqlSlots.Second(new DateTime(2026, 11, 2));

        var plan = string.Join('\n', session.Ask<Explained>("plan", $"explain (format json) select count(*) from {view} where {column} >= {bound}").Select(row => row.ExplainValue));

        Assert.DoesNotContain("AS TIMESTAMP) >=", plan, StringComparison.Ordinal);
        Assert.True(plan.Contains("'2026-11-02 00:00:00'", StringComparison.Ordinal), plan);
    }

    [Fact]
    public void Rows_of_before_keep_their_instants_and_their_versions()
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        var migrations = new SqlFolder(Repository.Folder("sql")).Files("migrations");
        foreach (var migration in migrations.TakeWhile(file => file.Name != "0080_seconds"))
            connection.Execute(migration.Text);
        connection.Execute("""
            insert into tickets (source_system, ticket_id, source_updated_at, version_at, created_at, status, file_id, line_no) values
                ('desk', 'told', '2026-11-03 01:02:03', '2026-11-03 01:02:03', '2026-11-02 01:00:59', 'new', 1, 2),
                ('desk', 'untold', null, '2026-11-04 01:02:03.000004', '2026-11-02 01:00:00', 'new', 1, 3);
            insert into surveys (source_system, survey_id, ticket_id, sent_at, scale_max, file_id, line_no) values ('desk', 'S', 'told', '2026-11-05 04:05:06', 5, 1, 4);
            """);

        connection.Execute(migrations.Single(file => file.Name == "0080_seconds").Text);

        Assert.Equal(
            ["told 2026-11-02 01:00:59 2026-11-03 01:02:03 ", "untold 2026-11-02 01:00:00  2026-11-04 01:02:03.000004"],
            connection.Query<string>("select concat_ws(' ', ticket_id, created_at, coalesce(cast(source_updated_at as varchar), ''), coalesce(cast(arrived_at as varchar), '')) from tickets order by ticket_id"));
        Assert.Equal(["2026-11-05 04:05:06"], connection.Query<string>("select cast(sent_at as varchar) from surveys"));
    }

    private static DateTime At(int day, int hour) => new(2026, 11, day, hour, 0, 0);

    private sealed record Explained(string ExplainKey, string ExplainValue);
}
