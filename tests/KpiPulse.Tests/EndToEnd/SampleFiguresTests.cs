using System.Globalization;
using System.Text.RegularExpressions;
using KpiPulse.Metrics;
using KpiPulse.Metrics.Tickets;
using KpiPulse.Tests.Web;
using Xunit;

namespace KpiPulse.Tests.EndToEnd;

/// <summary>The figures of <c>sample-data/README.md</c>, which a program that shares nothing with KpiPulse counted from the files.</summary>
public sealed partial class SampleFiguresTests(SampleApp sample)
{
    [Theory]
    [InlineData("contacts", "2026-W46", "", "1807")]
    [InlineData("created", "2026-W46", "", "1799")]
    [InlineData("contacts", "2026-W45", "", "1570")]
    [InlineData("created", "2026-W45", "", "1553")]
    [InlineData("csat", "2026-W46", "market=SG lob=Monetisation", "12/16")]
    [InlineData("csat", "2026-W45", "market=KR lob=Age Support", "32/37")]
    [InlineData("csat", "2026-W46", "market=KR lob=Age Support", "37/59")]
    [InlineData("csat", "2026-W45", "market=IN", "91/117")]
    [InlineData("csat", "2026-W46", "market=IN", "98/145")]
    [InlineData("csat", "2026-W45", "", "419/507")]
    [InlineData("csat", "2026-W46", "", "395/533")]
    [InlineData("response_rate", "2026-W44", "", "509/1447")]
    [InlineData("sla_first_reply", "2026-W46", "market=KR lob=Age Support", "113/142")]
    [InlineData("sla_first_reply", "2026-W46", "market=KR lob=Age Support site=MNL-2", "82/108")]
    [InlineData("sla_first_reply", "2026-W46", "market=KR lob=Age Support site=KUL-1", "31/34")]
    [InlineData("sla_resolution", "2026-W46", "market=ID lob=Account Access", "81/98")]
    [InlineData("backlog", "2026-W45", "", "481")]
    [InlineData("backlog", "2026-W46", "", "481")]
    [InlineData("backlog", "2026-W46", "status=pending", "41")]
    [InlineData("backlog_actionable", "2026-W46", "", "440")]
    [InlineData("solved", "2026-W46", "", "1881")]
    [InlineData("reopen_rate", "2026-W44", "", "64/1552")]
    [InlineData("solved_tickets", "2026-W44", "", "1552")]
    [InlineData("escalation_rate", "2026-W43", "", "184/1590")]
    [InlineData("quality", "2026-W46", "team=BLR1-CORE", "732.717/8")]
    [InlineData("quality_pass_rate", "2026-W46", "team=BLR1-CORE", "7/8")]
    [InlineData("quality", "2026-W46", "market=PH lob=Appeals", "990/13")]
    [InlineData("quality_pass_rate", "2026-W46", "market=PH lob=Appeals", "0/13")]
    public async Task A_figure_is_the_one_counted_from_the_files(string metric, string week, string where, string expected)
    {
        var engine = (await sample.App).Get<MetricEngine>();

        var points = engine.Ask(new MetricQuestion(metric) { Period = IsoWeek.Parse(week).Days, Where = [.. Filters(where)] }, Scope.Everything).Points;

        var point = points.Single(each => each.Basis is null or "events" or "manual");
        Assert.Equal(expected, string.Create(CultureInfo.InvariantCulture, $"{point.Numerator:0.###}{(point.Denominator is { } denominator ? $"/{denominator}" : "")}"));
    }

    [Fact]
    public async Task The_tickets_of_a_day_are_those_listed_by_hand()
    {
        var engine = (await sample.App).Get<MetricEngine>();
        var monday = new MetricQuestion("created") { Period = new Period(new DateOnly(2026, 11, 9), new DateOnly(2026, 11, 10)), Where = [new DimensionFilter("market", ["SG"])] };

        var rows = engine.Tickets(monday, Scope.Everything).Rows;

        Assert.Equal(["D-138798", "D-138817", "D-138829", "D-138840", "D-138844", "D-138908", "D-138929", "D-139053"], rows.Select(row => row.TicketId).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_level_asked_for_in_the_midst_of_a_month_is_the_level_then()
    {
        var engine = (await sample.App).Get<MetricEngine>();

        var november = engine.Ask(new MetricQuestion("backlog") { Period = new Period(new DateOnly(2026, 11, 1), new DateOnly(2026, 11, 9)), Grain = Grain.Month }, Scope.Everything).Only!;

        Assert.Equal(("2026-11", 481), (november.Period, november.Value));
    }

    [Theory]
    [InlineData("D-138829", 81 + (26 / 60.0), "met")]
    [InlineData("D-139551", 126 + (58 / 60.0), "missed")]
    public async Task A_first_reply_takes_the_minutes_counted_by_hand(string ticket, double minutes, string outcome)
    {
        var tickets = (await sample.App).Get<TicketReader>();

        var clock = tickets.Read("desk", ticket, Scope.Everything)!.Clocks.Single(one => one.Result.Clock == "FRT").Result;

        Assert.Equal(outcome, clock.Outcome);
        Assert.Equal(minutes, clock.ElapsedMinutes!.Value, tolerance: 0.0001);
    }

    private static IEnumerable<DimensionFilter> Filters(string where) =>
        Filter().Matches(where).Select(match => new DimensionFilter(match.Groups["dimension"].Value, [match.Groups["value"].Value]));

    // Values may hold blanks, names of dimensions do not.
    [GeneratedRegex(@"(?<dimension>\w+)=(?<value>.*?)(?= \w+=|$)")]
    private static partial Regex Filter();
}
