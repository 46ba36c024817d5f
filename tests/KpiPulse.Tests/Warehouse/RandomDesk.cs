using System.Globalization;

namespace KpiPulse.Tests.Warehouse;

/// <summary>A desk whose exports say something else every day, as SQL over the canonical tables.</summary>
internal sealed class RandomDesk(int seed)
{
    private static readonly DateTime Begin = new(2026, 10, 5);
    private static readonly string[] Teams = ["T1_A", "T1_B", "T2_C"];

    private readonly Random random = new(seed);
    private readonly List<(string Id, DateTime Last)> tickets = [];
    private readonly HashSet<string> touched = [];
    private int rows;
    private int surveys;
    private int reviews;
    private DateTime now = Begin.AddDays(14);

    public static IReadOnlyList<(string Table, object[] Rows)> Reference =>
    [
        ("sources", [new { source_system = "desk", source_id = "desk", sla_basis = "events" }]),
        ("teams", [.. Teams.Select(team => new { team_id = team, name = team, tier = team[1] - '0', site_id = "S" + team[1], valid_from = new DateOnly(2026, 1, 1) })]),
        ("calendars", [new { calendar_id = "DAY", version = 1, time_zone = "Asia/Singapore" }]),
        ("calendar_weekly", [.. Enumerable.Range(1, 5).Select(day => new { calendar_id = "DAY", version = 1, dow = day, from_local = "09:00", to_local = "18:00" })]),
        ("sla_policies", [new { policy_id = "P", version = 1, market = "*", lob = "*", calendar_id = "DAY", pause_on_hold = false, valid_from = new DateTime(2026, 1, 1) }]),
        ("sla_targets", [.. ((string[])["FRT", "NRT", "RES", "AWT", "OLA"]).SelectMany(clock => ((string[])["urgent", "high", "normal", "low"]).Select((priority, rank) =>
            new { policy_id = "P", version = 1, priority, metric = clock, target_minutes = (clock == "RES" ? 480 : 60) * (rank + 1) }))]),
        ("qa_scorecard_items", [new { scorecard_id = "SC", version = 1, item_id = "tone", weight = 1.0, scale_min = 1.0, scale_max = 5.0, critical = "none", auto_fail = false, pass_mark = 80.0, valid_from = new DateTime(2026, 1, 1) }]),
    ];

    public (string What, bool IsReference, IReadOnlyList<string> Statements) Change()
    {
        now = now.AddHours(random.Next(1, 30));
        return random.Next(12) switch
        {
            0 => ("new tickets", false, NewTickets(random.Next(1, 6))),
            1 or 2 => ("more history", false, Of(MoreHistory)),
            3 => ("reopened", false, Of(ticket => [Event(ticket, "status", "agent", "solved"), Event(ticket, "status", "end_user", "open")])),
            4 => ("void and back", false, Of(ticket => [Event(ticket, "status", "system", One("spam", "merged", "deleted")), .. random.Next(2) == 0 ? [] : (string[])[Event(ticket, "status", "agent", "open")]])),
            5 or 6 => ("late surveys", false, Of(Survey)),
            7 => ("QA edits", false, Of(Review)),
            8 => ("another version", false, Of(ticket => [$"update tickets set contact_reason = '{One("login", "billing")}', channel = '{One("email", "internal_form")}', is_test = {One("false", "false", "true")} where ticket_id = '{ticket}'"])),
            9 => ("history taken back", false, Of(ticket => [$"delete from ticket_events where ticket_id = '{ticket}' and seq > 6"])),
            10 => ("roster change", true, [$"insert into teams (team_id, name, tier, site_id, valid_from, file_id, line_no) values ('{One(Teams)}', 'moved', {One("1", "2")}, 'S9', date '{now:yyyy-MM-dd}', 1, {++rows})"]),
            _ => ("policy change", true, [$"update sla_targets set target_minutes = {random.Next(30, 900)} where metric = '{One("FRT", "RES", "NRT", "OLA")}' and priority = '{One("normal", "high")}'"]),
        };
    }

    public IReadOnlyList<string> NewTickets(int count) => [.. Enumerable.Range(0, count).SelectMany(_ => NewTicket())];

    public IReadOnlyList<string> TakeTouched()
    {
        string[] taken = [.. touched];
        touched.Clear();
        return taken;
    }

    private string[] NewTicket()
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"D-{tickets.Count}");
        var created = Begin.AddMinutes(random.Next(0, (int)(now - Begin).TotalMinutes));
        tickets.Add((id, created));
        touched.Add(id);
        return
        [
            $"insert into tickets (source_system, ticket_id, arrived_at, created_at, created_by, status, channel, market, lob, file_id, line_no) values ('desk', '{id}', {At(created)}, {At(created)}, 'end_user', 'new', 'email', '{One("SG", "JP")}', 'Appeals', 1, {++rows})",
            Event(id, "created", "end_user", "new", minutes: 0),
            Event(id, "priority", "system", One("urgent", "high", "normal", "low"), minutes: 0),
            Event(id, "market", "system", One("SG", "JP"), minutes: 0),
            Event(id, "team", "system", One(Teams), minutes: 0),
            .. MoreHistory(id),
        ];
    }

    private string[] MoreHistory(string ticket) => [.. Enumerable.Range(0, random.Next(1, 7)).Select(_ => random.Next(6) switch
    {
        0 => Event(ticket, "team", "agent", One(Teams)),
        1 => Event(ticket, "priority", "agent", One("urgent", "normal")),
        2 or 3 => Event(ticket, "status", "agent", One("open", "pending", "hold", "solved", "closed")),
        _ => Event(ticket, "comment", One("agent", "agent", "end_user", "bot"), null),
    })];

    private string[] Survey(string ticket)
    {
        var isEdit = surveys > 0 && random.Next(4) == 0;
        var sent = now.AddDays(-random.Next(0, 12));
        var survey = isEdit ? $"S{random.Next(surveys)}" : $"S{surveys++}";
        return isEdit
            ? [$"insert into surveys (source_system, survey_id, ticket_id, sent_at, responded_at, score, scale_max, file_id, line_no) select source_system, survey_id, ticket_id, sent_at, max(coalesce(responded_at, sent_at)) + interval 5 hour, {random.Next(1, 6)}, 5, 1, {++rows} from surveys where survey_id = '{survey}' group by all", TouchSurvey(survey)]
            : [$"insert into surveys (source_system, survey_id, ticket_id, sent_at, responded_at, score, scale_max, file_id, line_no) values ('desk', '{survey}', '{Owner(survey, ticket)}', {At(sent)}, {(random.Next(3) == 0 ? "null, null" : $"{At(sent.AddHours(random.Next(1, 300)))}, {random.Next(1, 6)}")}, 5, 1, {++rows})"];
    }

    private readonly Dictionary<string, string> surveyOwners = [];

    private string Owner(string survey, string ticket) => surveyOwners[survey] = ticket;

    private string TouchSurvey(string survey)
    {
        touched.Add(surveyOwners[survey]);
        return "select 1";
    }

    private string[] Review(string ticket)
    {
        var review = $"R{reviews++}";
        return
        [
            $"delete from qa_reviews where ticket_id = '{ticket}'",
            $"insert into qa_reviews (source_system, review_id, arrived_at, ticket_id, agent_id, interaction_at, reviewed_at, scorecard_id, scorecard_version, state, sampling, source, file_id, line_no) values ('desk', '{review}', {At(now)}, '{ticket}', 'A1', {At(now.AddDays(-3))}, {At(now.AddDays(-1))}, 'SC', 1, '{One("final", "final", "disputed", "overturned")}', 'random', '{One("manual", "auto")}', 1, {++rows})",
            $"insert into qa_review_items (source_system, review_id, item_id, arrived_at, value, file_id, line_no) values ('desk', '{review}', 'tone', {At(now)}, {random.Next(1, 6)}, 1, {++rows})",
        ];
    }

    /// <summary>The same kind of change for a few tickets.</summary>
    private List<string> Of(Func<string, string[]> change) => [.. Enumerable.Range(0, random.Next(1, 5)).SelectMany(_ =>
    {
        var ticket = tickets[random.Next(tickets.Count)].Id;
        touched.Add(ticket);
        return change(ticket);
    })];

    private string Event(string ticket, string type, string actor, string? value, int? minutes = null)
    {
        var place = tickets.FindIndex(each => each.Id == ticket);
        var at = tickets[place].Last.AddMinutes(minutes ?? random.Next(0, 900));
        tickets[place] = (ticket, at);
        rows++;
        return $"insert into ticket_events (source_system, event_id, ticket_id, occurred_at, seq, type, actor_type, is_public, new_value, file_id, line_no) values ('desk', 'E{rows}', '{ticket}', {At(at)}, {rows}, '{type}', '{actor}', {(type is "comment" or "created" ? "true" : "null")}, {(value is null ? "null" : $"'{value}'")}, 1, {rows})";
    }

    private T One<T>(params T[] values) => values[random.Next(values.Length)];

    private static string At(DateTime at) => $"timestamp '{at.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}'";
}
