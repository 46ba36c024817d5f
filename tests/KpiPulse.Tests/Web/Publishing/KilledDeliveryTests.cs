using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using KpiPulse.Ingestion;
using KpiPulse.Metrics;
using KpiPulse.Metrics.Delivery;
using KpiPulse.Metrics.Freeze;
using KpiPulse.Testing;
using KpiPulse.Warehouse;
using KpiPulse.Web.Publishing;
using Microsoft.Extensions.Logging.Abstractions;
using MimeKit;
using Xunit;

namespace KpiPulse.Tests.Web.Publishing;

/// <summary>
/// The program itself, killed while it prints and while it hands over, again and again; then left alone. KPIPULSE_DELIVERY_KILLS says how often,
/// a few times by default. Data and schedule are of the weeks just gone, because the program goes by the clock on the wall.
/// </summary>
public sealed class KilledDeliveryTests : IDisposable
{
    private const int TicketsPerWeek = 40;

    private static readonly int Kills = int.TryParse(Environment.GetEnvironmentVariable("KPIPULSE_DELIVERY_KILLS"), CultureInfo.InvariantCulture, out var kills) ? kills : 3;
    private static readonly int Weeks = 2 + Kills / 3;

    private readonly TempFolder folder = new();
    private readonly Random random = new(20261126);
    private readonly SmtpSink sink = new();
    private readonly DateTime now = TimeProvider.System.GetUtcNow().UtcDateTime;

    private string Data => Path.Combine(folder.Path, "data");

    private IsoWeek ThisWeek => IsoWeek.Of(DateOnly.FromDateTime(now));

    [Fact]
    public async Task Each_period_reaches_each_recipient_once_however_often_the_process_dies()
    {
        var schedule = Prepare();
        var owed = DuePeriods.Of(schedule, now).Select(week => week.ToString()).ToList();
        Assert.Equal(Weeks, owed.Count);

        var killed = 0;
        for (var round = 0; round < Kills; round++)
            killed += await KillOnce(round) ? 1 : 0;
        await Finish(owed.Count);

        TestContext.Current.TestOutputHelper?.WriteLine($"{killed} of {Kills} processes died at work; {sink.Messages.Count} mails were handed over for {2 * owed.Count} deliveries.");
        Assert.Equal(Kills, killed);
        // A mailbox keeps one message of an id; the one whose handing over was cut off came twice, and is the same.
        var mails = sink.Messages.Select(Mail).ToLookup(mail => mail.Id);
        Assert.Equal(2 * owed.Count, mails.Count);
        Assert.All(mails, copies => Assert.Single(copies.Select(copy => copy.Pdf).Distinct()));
        Assert.InRange(sink.Messages.Count - mails.Count, 0, Kills);
        foreach (var address in (string[])["lead@example.com", "th@example.com"])
            Assert.Equal(owed, mails.Select(copies => copies.First()).Where(mail => mail.To == address).Select(mail => mail.Period).Order());
        Assert.Equal(owed.Select(week => $"kpipulse-{ReportShelf.FileNameOf(week)}.pdf"), Directory.GetFiles(Path.Combine(Data, "reports", "folders", "leadership"), "*.pdf").Select(Path.GetFileName).Order());

        using var warehouse = Open();
        Assert.Equal(
            schedule.Recipients.SelectMany(recipient => owed.Select(week => (week, recipient.Id, "delivered"))).Order(),
            new DeliveryLedger(warehouse).History(int.MaxValue).Select(row => (row.Period, row.RecipientId, row.State)).Order());
    }

    public void Dispose()
    {
        sink.Dispose();
        folder.Dispose();
    }

    private ReportSchedule Prepare()
    {
        using var warehouse = Open();
        using (var ingestion = new InboxIngestion(warehouse))
            Assert.False(ingestion.Ingest([.. Exports()]).AnythingRefused);
        new FrozenWeeks(warehouse).FreezeDue();
        return new ReportSchedules(warehouse).Add("Weekly", "0 0 * * MON", "UTC", [],
            [(DeliveryChannel.Email, "lead@example.com", []), (DeliveryChannel.Email, "th@example.com", [new DimensionFilter("market", ["TH"])]), (DeliveryChannel.Folder, "leadership", [])],
            ThisWeek.AddWeeks(1 - Weeks).FirstDay.ToDateTime(TimeOnly.MinValue));
    }

    /// <summary>In turn: while a report is printed, and at each step of handing one over.</summary>
    private async Task<bool> KillOnce(int round)
    {
        var (reached, dead) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var step = (round % 5) switch { 1 => SmtpStep.Kept, 2 => SmtpStep.Acknowledged, 3 => SmtpStep.Connected, 4 => SmtpStep.Addressed, _ => (SmtpStep?)null };
        sink.At = async here =>
        {
            if (here != step)
                return;
            reached.TrySetResult();
            if (step != SmtpStep.Acknowledged)
                await dead.Task;
        };

        using var program = Start(line =>
        {
            if (step is null && line.Contains("Caught up", StringComparison.Ordinal))
                reached.TrySetResult();
        });
        var patience = Task.Delay(TimeSpan.FromMinutes(8), TestContext.Current.CancellationToken);
        await Task.WhenAny(reached.Task, program.WaitForExitAsync(TestContext.Current.CancellationToken), patience);
        if (step is null)
            await Task.Delay(random.Next(0, 1500));
        var wasAlive = !program.HasExited;
        program.Kill(entireProcessTree: true);
        await program.WaitForExitAsync(TestContext.Current.CancellationToken);
        sink.At = null;
        dead.SetResult();
        return wasAlive && reached.Task.IsCompletedSuccessfully;
    }

    private async Task Finish(int weeks)
    {
        using var program = Start(_ => { });
        var copied = Path.Combine(Data, "reports", "folders", "leadership");
        var patience = Stopwatch.StartNew();
        while (patience.Elapsed < TimeSpan.FromMinutes(20) && !program.HasExited
            && (sink.Messages.Select(Mail).DistinctBy(mail => mail.Id).Count() < 2 * weeks || !Directory.Exists(copied) || Directory.GetFiles(copied, "*.pdf").Length < weeks))
            await Task.Delay(200, TestContext.Current.CancellationToken);
        // Whatever it might still send twice, it sends now.
        await Task.Delay(1500, TestContext.Current.CancellationToken);
        Assert.False(program.HasExited);
        program.Kill(entireProcessTree: true);
        await program.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    private Process Start(Action<string> onLine)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "KpiPulse.Web.exe" : "KpiPulse.Web"), ["serve", "--urls", "http://127.0.0.1:0", "--data", Data])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.Path,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        foreach (var (name, value) in sink.Settings)
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        var program = Process.Start(start)!;
        program.OutputDataReceived += (_, line) => onLine(line.Data ?? "");
        program.ErrorDataReceived += (_, _) => { };
        program.BeginOutputReadLine();
        program.BeginErrorReadLine();
        return program;
    }

    private KpiWarehouse Open() => KpiWarehouse.Open(new WarehouseOptions { DataFolder = Data }, TimeProvider.System, NullLogger.Instance);

    /// <summary>Tickets of two markets and their answers, evenly over all weeks that are owed.</summary>
    private IEnumerable<string> Exports()
    {
        var first = ThisWeek.AddWeeks(-Weeks).FirstDay.ToDateTime(new TimeOnly(9, 0));
        var tickets = Enumerable.Range(0, Weeks * TicketsPerWeek).Select(ticket => (Id: ticket, At: first.AddDays(ticket / TicketsPerWeek * 7 + ticket % 7))).ToList();
        yield return folder.File("tickets.csv", "ticket_id,source_updated_at,created_at,status,market,lob\n" + string.Concat(tickets.Select(ticket =>
            string.Create(CultureInfo.InvariantCulture, $"T{ticket.Id},{ticket.At.AddHours(2):yyyy-MM-ddTHH:mm:ssZ},{ticket.At:yyyy-MM-ddTHH:mm:ssZ},solved,{(ticket.Id % 2 == 0 ? "TH" : "SG")},Login\n"))));
        yield return folder.File("surveys.csv", "survey_id,ticket_id,responded_at,score,scale_max\n" + string.Concat(tickets.Select(ticket =>
            string.Create(CultureInfo.InvariantCulture, $"S{ticket.Id},T{ticket.Id},{ticket.At.AddHours(3):yyyy-MM-ddTHH:mm:ssZ},{1 + random.Next(5)},5\n"))));
    }

    private static (string Id, string To, string Period, string Pdf) Mail(string message)
    {
        using var read = MimeMessage.Load(new MemoryStream(System.Text.Encoding.Latin1.GetBytes(message)), TestContext.Current.CancellationToken);
        using var pdf = new MemoryStream();
        var part = (MimePart)read.Attachments.First(part => part.ContentType.MimeType == "application/pdf");
        part.Content!.DecodeTo(pdf, TestContext.Current.CancellationToken);
        var id = read.MessageId!;
        return (id, read.To.Mailboxes.Single().Address, id[..8], Convert.ToHexStringLower(SHA256.HashData(pdf.ToArray())));
    }
}
