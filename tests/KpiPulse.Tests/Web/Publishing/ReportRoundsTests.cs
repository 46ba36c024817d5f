using KpiPulse.Metrics;
using KpiPulse.Metrics.Delivery;
using KpiPulse.Reporting.Pdf.Verify;
using KpiPulse.Testing;
using KpiPulse.Web.Publishing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace KpiPulse.Tests.Web.Publishing;

/// <summary>Deliveries by the real app to a real mail server of the loopback.</summary>
public sealed class ReportRoundsTests
{
    private static readonly DateTimeOffset MondayMorning = new(2026, 11, 16, 1, 0, 0, TimeSpan.Zero);
    private static readonly IReadOnlyList<DimensionFilter> Korea = [new DimensionFilter("market", ["KR"])];

    [Fact]
    public async Task Each_recipient_gets_their_own_rows_once_however_often_the_round_is_made()
    {
        using var sink = new SmtpSink();
        var clock = new FakeTimeProvider(MondayMorning);
        await using var app = await Start(clock, sink);
        app.Get<ReportSchedules>().Add("Weekly", "0 10 * * MON", "Asia/Singapore", Korea,
            [(DeliveryChannel.Email, "lead@example.com", []), (DeliveryChannel.Email, "age@example.com", [new DimensionFilter("lob", ["Age Support"])]), (DeliveryChannel.Folder, "leadership", []), (DeliveryChannel.Page, "", [])]);

        Round(app);
        Assert.Empty(sink.Messages);
        clock.Advance(TimeSpan.FromHours(2));
        Round(app);
        Round(app);

        Assert.Equal(["age@example.com", "lead@example.com"], sink.Messages.Select(message => SmtpSink.HeaderOf(message, "To")).Order());
        Assert.Equal(2, sink.Messages.Select(message => SmtpSink.HeaderOf(message, "Message-Id")).Distinct().Count());
        Assert.All(app.Get<DeliveryLedger>().History(10), row => Assert.Equal(("delivered", 1, "2026-W46"), (row.State, row.Attempts, row.Period)));
        Assert.Equal(["market=KR", "market=KR; lob=Age Support"], app.Get<ReportSchedules>().Published(10).Select(report => report.Filters).Order());
        Assert.All(app.Get<ReportSchedules>().Published(10), report => Assert.Equal(SealState.Valid, app.Get<ReportShelf>().StateOf(report)));
    }

    [Fact]
    public async Task A_refused_mail_says_why_waits_and_arrives_when_the_server_is_back()
    {
        using var sink = new SmtpSink { Refuses = true };
        var clock = new FakeTimeProvider(MondayMorning);
        await using var app = await Start(clock, sink);
        app.Get<ReportSchedules>().Add("Weekly", "0 10 * * MON", "Asia/Singapore", Korea, [(DeliveryChannel.Email, "lead@example.com", [])]);
        clock.Advance(TimeSpan.FromHours(2));

        Round(app);
        var failed = Assert.Single(app.Get<DeliveryLedger>().History(10));
        sink.Refuses = false;
        Round(app);
        var waiting = sink.Messages.Count;
        clock.Advance(TimeSpan.FromMinutes(6));
        Round(app);

        Assert.Equal("failed", failed.State);
        Assert.Contains("no such mailbox", failed.Error, StringComparison.Ordinal);
        Assert.Equal(0, waiting);
        Assert.Single(sink.Messages);
        Assert.Equal(("delivered", 2), Assert.Single(app.Get<DeliveryLedger>().History(10)) is var row ? (row.State, row.Attempts) : default);
    }

    [Fact]
    public async Task What_a_run_left_unfinished_the_next_one_delivers_and_nobody_else_touches()
    {
        using var sink = new SmtpSink();
        var clock = new FakeTimeProvider(MondayMorning);
        await using var app = await Start(clock, sink);
        var schedule = app.Get<ReportSchedules>().Add("Weekly", "0 10 * * MON", "Asia/Singapore", Korea, [(DeliveryChannel.Email, "lead@example.com", []), (DeliveryChannel.Email, "late@example.com", [])]);
        clock.Advance(TimeSpan.FromHours(2));

        // Two runs of the program that ended: one while printing, one after the mail server had the message.
        var (first, second) = (schedule.Recipients.First(each => each.Address == "lead@example.com"), schedule.Recipients.First(each => each.Address == "late@example.com"));
        var week = IsoWeek.Parse("2026-W46");
        var crashed = new DeliveryLedger(app.Get<KpiPulse.Warehouse.KpiWarehouse>());
        Assert.True(crashed.Claim(new DeliveryKey(schedule.Id, week, first.Id)));
        Assert.False(crashed.Claim(new DeliveryKey(schedule.Id, week, first.Id)));
        Assert.True(crashed.Claim(new DeliveryKey(schedule.Id, week, second.Id)));
        crashed.Delivered(new DeliveryKey(schedule.Id, week, second.Id), new string('0', 64));
        Round(app);
        Round(app);

        Assert.Equal("lead@example.com", SmtpSink.HeaderOf(Assert.Single(sink.Messages), "To"));
        Assert.Equal(["delivered", "delivered"], app.Get<DeliveryLedger>().History(10).Select(row => row.State));
    }

    private static void Round(RunningApp app) => app.Get<ReportRounds>().Run(TestContext.Current.CancellationToken);

    private static Task<RunningApp> Start(TimeProvider clock, SmtpSink sink) =>
        RunningApp.Start(clock, SampleWarehouse.CopyTo, configure: builder => builder.Configuration.AddInMemoryCollection(sink.Settings));
}
