using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using KpiPulse.Ingestion;
using KpiPulse.Metrics;
using KpiPulse.Metrics.Freeze;
using KpiPulse.Reporting.Pdf;
using KpiPulse.Reporting.Pdf.Verify;
using KpiPulse.Reporting.Pdf.Weekly;
using KpiPulse.Testing;
using KpiPulse.Tests.Web;
using KpiPulse.Warehouse;
using Xunit;

namespace KpiPulse.Tests.Reporting.Pdf;

public sealed partial class VerifyTests(SampleApp sample)
{
    [Fact]
    public async Task A_signed_report_is_sound()
    {
        var (file, seal, check) = await Report();

        var found = check.Verify(file.Pdf, seal.Sign(file.Pdf));

        Assert.Equal(SealState.Valid, found.Seal);
        Assert.Equal([], found.Mismatches);
        Assert.Equal(file.Manifest.Figures.Count, found.Figures);
        Assert.True(found.IsSound);
    }

    [Fact]
    public async Task One_changed_byte_breaks_the_signature_and_another_key_does_not_fit()
    {
        var (file, seal, _) = await Report();
        var signature = seal.Sign(file.Pdf);
        using var other = new TempFolder();
        var stranger = new ReportSeal(other.Path);
        _ = stranger.Sign(file.Pdf);

        Assert.Equal(SealState.Broken, seal.Check([.. file.Pdf, (byte)'\n'], signature));
        Assert.Equal(SealState.Broken, seal.Check(file.Pdf, signature, File.ReadAllText(stranger.PublicKeyPath)));
        Assert.Equal(SealState.Missing, seal.Check(file.Pdf, null));
        Assert.Equal(SealState.KeyUnknown, new ReportSeal(Path.Combine(other.Path, "empty")).Check(file.Pdf, signature));
    }

    [Fact]
    public void The_private_key_is_for_this_account_alone()
    {
        using var folder = new TempFolder();
        _ = new ReportSeal(folder.Path).Sign([1, 2, 3]);

        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder.Path, "keys", "report-signing-key.pem")));
        Assert.Equal(SealState.Valid, new ReportSeal(folder.Path).Check([1, 2, 3], new ReportSeal(folder.Path).Sign([1, 2, 3])));
    }

    [Fact]
    public async Task A_figure_changed_on_the_page_is_named()
    {
        var (file, seal, check) = await Report();
        var first = file.Manifest.Figures[0];

        var forged = Forged(file.Pdf);
        var found = check.Verify(forged, seal.Sign(file.Pdf));

        Assert.Equal(SealState.Broken, found.Seal);
        var mismatch = Assert.Single(found.Mismatches);
        Assert.Equal((first.Name, 1, first.Text, "the page was changed"), (mismatch.Figure, mismatch.Page, mismatch.Recomputed, mismatch.Reason));
        Assert.NotEqual(first.Text, mismatch.Printed);
    }

    [Fact]
    public async Task A_figure_that_the_data_no_longer_gives_is_named()
    {
        await using var app = await RunningApp.Start(TimeProvider.System, SampleWarehouse.CopyTo);
        using var folder = new TempFolder();
        var (before, check) = (app.Get<ReportPress>().Print(SampleReports.Korea), app.Get<ReportCheck>());

        // One answer of the week, five before, is edited: CSAT of KR was 65 of 96.
        var edit = folder.File("surveys-2026-W47.csv", """
            source_system,survey_id,ticket_id,sent_at,responded_at,score,scale_max,comment,survey_version,language
            desk,S-139090-1,D-139090,2026-11-10T05:49:46Z,2026-11-10T19:16:04Z,1,5,,2026-b,ko

            """);
        app.Get<InboxIngestion>().Ingest([edit], cancellation: TestContext.Current.CancellationToken);
        var found = check.Verify(before.Pdf, null);

        Assert.Equal(("CSAT, whole report, 2026-W46", "67.7%", "66.7%"), (found.Mismatches[0].Figure, found.Mismatches[0].Printed, found.Mismatches[0].Recomputed));
        Assert.All(found.Mismatches, mismatch => Assert.Equal("the data gives another number", mismatch.Reason));
        Assert.Equal([], check.Verify(app.Get<ReportPress>().Print(SampleReports.Korea).Pdf, null).Mismatches);
    }

    [Fact]
    public void A_number_kept_when_the_week_was_closed_that_is_another_now_is_named()
    {
        using var folder = new TempFolder();
        SampleWarehouse.CopyTo(folder.Path);
        using var warehouse = KpiWarehouse.Open(new WarehouseOptions { DataFolder = folder.Path }, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        using var engine = new MetricEngine(warehouse);
        var (weeks, seal) = (new FrozenWeeks(warehouse), new ReportSeal(folder.Path));
        var press = KpiPulse.Web.Reports.PressOf(engine, weeks);
        var check = new ReportCheck(press, seal, new SnapshotCheck(engine, weeks), KpiPulse.Web.Reports.Links);
        var week = IsoWeek.Parse("2026-W44");
        weeks.Freeze(week, weeks.DueAt(week), FrozenWeeks.NightlyJob);
        var report = press.Print(new ReportRequest(week) { Where = [new DimensionFilter("market", ["KR"])] });
        var figure = report.Manifest.Figures.First(figure => figure.Metric == "csat" && figure.Part == FigurePart.Value);

        Assert.Equal([], check.Verify(report.Pdf, null).Mismatches);
        warehouse.Write(session => session.Run("tampering", "update kpi_week_snapshot set numerator = numerator - 1, value = (numerator - 1) / denominator where week = '2026-W44' and metric = 'csat' and cell_by = 'market' and market = 'KR'"));
        var found = check.Verify(report.Pdf, null);

        Assert.Equal((figure.Name, figure.Text, "the number kept when the week was closed is another"), (found.Mismatches[0].Figure, found.Mismatches[0].Printed, found.Mismatches[0].Reason));
        Assert.All(found.Mismatches, mismatch => Assert.StartsWith("CSAT", mismatch.Figure, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_no_report_is_refused_with_what_it_is()
    {
        var (file, _, check) = await Report();

        Assert.Contains("not a PDF", Assert.Throws<ReportUnreadableException>(() => check.Verify("hello"u8.ToArray(), null)).Message, StringComparison.Ordinal);
        // Without the last update there is no attachment.
        var bare = file.Pdf[..(Encoding.Latin1.GetString(file.Pdf).IndexOf("%%EOF\n\n", StringComparison.Ordinal) + 6)];
        Assert.Contains("no manifest", Assert.Throws<ReportUnreadableException>(() => check.Verify(bare, null)).Message, StringComparison.Ordinal);
    }

    private async Task<(ReportFile File, ReportSeal Seal, ReportCheck Check)> Report()
    {
        var app = await sample.App;
        return (await SampleReports.Of(sample, SampleReports.Korea), app.Get<ReportSeal>(), app.Get<ReportCheck>());
    }

    /// <summary>A copy in which the first large figure has two of its digits exchanged, written the way an editor of PDFs would: as a later version of the page's content.</summary>
    private static byte[] Forged(byte[] pdf)
    {
        var text = Encoding.Latin1.GetString(pdf);
        var contents = FirstContents().Match(text).Groups["number"].Value;
        var head = Regex.Match(text, $@"\n{contents} 0 obj\n<<[^>]*/Length (?<length>\d+)[^>]*>> stream\n");
        var packed = pdf.AsSpan(head.Index + head.Length, int.Parse(head.Groups["length"].ValueSpan, CultureInfo.InvariantCulture)).ToArray();
        using var inflate = new StreamReader(new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress), Encoding.Latin1);
        var page = inflate.ReadToEnd();

        var figure = LargeFigure().Match(page);
        var glyphs = figure.Groups["glyphs"].Value;
        var changed = page[..figure.Groups["glyphs"].Index] + glyphs[4..8] + glyphs[..4] + glyphs[8..] + page[(figure.Groups["glyphs"].Index + glyphs.Length)..];
        Assert.NotEqual(page, changed);

        var trailer = text[text.LastIndexOf("trailer", StringComparison.Ordinal)..];
        var (size, root, info, start) = (Number(trailer, "Size"), Number(trailer, "Root"), Number(trailer, "Info"), Regex.Match(trailer, @"startxref\n(?<at>\d+)").Groups["at"].Value);
        var offset = pdf.Length;
        var added = $"{contents} 0 obj\n<</Length {changed.Length}>> stream\n{changed}\nendstream\nendobj\n";
        var table = $"xref\n{contents} 1\n{offset:D10} 00000 n \ntrailer\n<</Size {size} /Root {root} 0 R /Info {info} 0 R /Prev {start}>>\nstartxref\n{offset + added.Length}\n%%EOF\n";
        return [.. pdf, .. Encoding.Latin1.GetBytes(added + table)];
    }

    private static string Number(string trailer, string name) => Regex.Match(trailer, $@"/{name} (?<number>\d+)").Groups["number"].Value;

    [GeneratedRegex(@"/Contents (?<number>\d+) 0 R")]
    private static partial Regex FirstContents();

    // The KPI strip is the only text of 20 points.
    [GeneratedRegex(@"/F\d+ 20 Tf.*?<(?<glyphs>[0-9A-F]{8,})> Tj", RegexOptions.Singleline)]
    private static partial Regex LargeFigure();
}
