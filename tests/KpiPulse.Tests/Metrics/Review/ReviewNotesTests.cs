using System.Globalization;
using KpiPulse.Metrics;
using KpiPulse.Metrics.Review;
using KpiPulse.Reporting.Charts;
using KpiPulse.Testing;
using Xunit;

namespace KpiPulse.Tests.Metrics.Review;

public sealed class ReviewNotesTests : IDisposable
{
    private static readonly IsoWeek Week = IsoWeek.Parse("2026-W46");
    private static readonly DimensionFilter[] KrAgeSupport = [new("market", ["KR"]), new("lob", ["Age & Support, new"])];

    private readonly TempWarehouse temp = new();

    [Fact]
    public void A_comment_is_still_there_next_week_and_on_its_own_cell_only()
    {
        var comments = new ReviewComments(temp.Warehouse);
        comments.Add(Week, "csat", KrAgeSupport, "  The new form asks twice. ", "Mei Tan");
        temp.Reopen();
        comments = new ReviewComments(temp.Warehouse);

        var kept = Assert.Single(comments.Of("csat", [KrAgeSupport[1], KrAgeSupport[0]], Week.Next));
        Assert.Equal(("The new form asks twice.", "Mei Tan", Week), (kept.Body, kept.Author, kept.Week));
        Assert.Equal(["Age & Support, new"], kept.Where.Single(filter => filter.Dimension == "lob").Values);
        Assert.Empty(comments.Of("csat", [], Week));
        Assert.Empty(comments.Of("quality", KrAgeSupport, Week));
        Assert.Empty(comments.Of("csat", KrAgeSupport, Week.Previous));
        Assert.Single(comments.Of(Week.Next));
    }

    [Fact]
    public void A_withdrawn_comment_is_no_longer_shown()
    {
        var comments = new ReviewComments(temp.Warehouse);
        comments.Add(Week, "csat", [], "Wrong week.", "Mei Tan");

        comments.Withdraw(comments.Of(Week)[0].CommentId, "Mei Tan");

        Assert.Empty(comments.Of(Week));
    }

    [Theory]
    [InlineData("", "Mei", "The comment is empty")]
    [InlineData("x", " ", "Your name is empty")]
    public void A_comment_needs_words_and_a_name(string body, string author, string message) =>
        Assert.Contains(message, Assert.Throws<QuestionException>(() => new ReviewComments(temp.Warehouse).Add(Week, "csat", [], body, author)).Message, StringComparison.Ordinal);

    [Fact]
    public void An_event_is_drawn_on_the_charts_that_it_touches_in_the_week_it_begins()
    {
        var engine = new MetricEngine(temp.Warehouse);
        engine.Events.Add("outage", "Login outage", new Period(new DateOnly(2026, 10, 28), new DateOnly(2026, 11, 4)), ["KR", "JP"], [], "Mei Tan");

        Assert.Equal(["2026-W44: Login outage"], Drawn(engine, []));
        Assert.Equal(["2026-W44: Login outage"], Drawn(engine, [new DimensionFilter("market", ["KR", "TH"]), new DimensionFilter("lob", ["Appeals"])]));
        Assert.Empty(Drawn(engine, [new DimensionFilter("market", ["TH"])]));
    }

    [Fact]
    public void A_withdrawn_event_is_drawn_no_more()
    {
        var engine = new MetricEngine(temp.Warehouse);
        engine.Events.Add("launch", "New form", new Period(new DateOnly(2026, 11, 9), new DateOnly(2026, 11, 10)), [], ["Appeals"], "Mei Tan");

        engine.Events.Withdraw(engine.Events.All[0].EventId, "Mei Tan");

        Assert.Empty(engine.Events.All);
        Assert.Empty(Drawn(engine, []));
    }

    [Fact]
    public void An_event_that_ends_before_it_begins_or_is_of_no_kind_is_refused()
    {
        var events = new MetricEngine(temp.Warehouse).Events;
        var day = new DateOnly(2026, 11, 9);

        Assert.Contains("ends before it begins", Assert.Throws<QuestionException>(() => events.Add("launch", "x", new Period(day, day), [], [], "Mei")).Message, StringComparison.Ordinal);
        Assert.Contains("no kind of event", Assert.Throws<QuestionException>(() => events.Add("party", "x", new Period(day, day.AddDays(1)), [], [], "Mei")).Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Drawn(MetricEngine engine, IReadOnlyList<DimensionFilter> where)
    {
        var trend = new TrendReader(engine).Read(MetricCatalog.Get("csat"), Week, where, Scope.Everything, null, null);
        return TrendChart.Of(trend, ChartKind.Trend, "", "UTC", CultureInfo.InvariantCulture, _ => null).Points.Where(point => point.Event.Length > 0).Select(point => $"{point.Label}: {point.Event}");
    }

    public void Dispose() => temp.Dispose();
}
