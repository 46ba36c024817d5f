using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using KpiPulse.Ingestion;
using KpiPulse.Testing;
using Microsoft.Extensions.Time.Testing;
using Microsoft.Playwright;
using Xunit;

namespace KpiPulse.BrowserTests;

/// <summary>Markup, formulas, SQL, bidi and very long text in every text column: looked at in Chromium, CSV, workbook and PDF.</summary>
public sealed partial class HostileTextTests(Browser browser) : IAsyncLifetime
{
    private static readonly string[] Hostile =
    [
        "<script>window.KPWN=1</script>", "<img src=x onerror=window.KPWN=1>", "\"><svg onload=window.KPWN=1>", "'><iframe srcdoc='<script>parent.KPWN=1</script>'>", "javascript:window.KPWN=1", "</title><script>window.KPWN=1</script>",
        "</script><script>window.KPWN=1</script>", "<a href=javascript:window.KPWN=1>x</a>", "<style>*{display:none}</style>", "<base href=//evil.example/>", "<form action=//evil.example><input name=q>", "&lt;script&gt;window.KPWN=1&lt;/script&gt;", "{{constructor.constructor('window.KPWN=1')()}}", "${window.KPWN=1}",
        "=HYPERLINK(\"http://evil.example\",\"x\")", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1+1)", "\t=1+1", "\r=1+1", "＝1+1", "＋1", "%0A=1+1", "=cmd|'/c calc'!A1",
        "'; drop table tickets; --", "' or '1'='1", "1); delete from accounts; --", "Robert'); update accounts set roles = 'administrator'; --", "$filter0_", "/*{filters}*/", "%s%n%x",
        "\u202Etxt.exe", "\u2066abc\u2069\u200F", "a\u0300\u0301\u0302\u0303\u0304\u0305", "\uD83D\uDE00\uD83D\uDC68\u200D\uD83D\uDC69", "ﷺ", "../../../../etc/passwd", "NULL", "{0}", "\\u003cscript\\u003e",
    ];

    private static readonly string Long = string.Concat(Enumerable.Repeat("<b>0123456789</b>", 600));

    private RunningApp app = null!;

    public async ValueTask InitializeAsync()
    {
        app = await RunningApp.Start(new FakeTimeProvider(new DateTimeOffset(2026, 11, 16, 1, 0, 0, TimeSpan.Zero)));
        using var exports = new TempFolder();
        var run = app.Get<InboxIngestion>().Ingest([exports.File("tickets-2026-W46.csv", Tickets()), exports.File("surveys-2026-W46.csv", Surveys())]);
        Assert.False(run.AnythingRefused, string.Join('\n', run.Files.Select(file => file.Reason)));
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Nothing_of_it_runs_in_Chromium()
    {
        var pages = (string[])
        [
            "/week/2026-W46", "/week/2026-W46?by=team", "/metric/csat?week=2026-W46", "/metric/created?week=2026-W46", "/why/csat?week=2026-W46", "/tickets?metric=created&week=2026-W46", "/tickets?metric=created&week=2026-W46&p=2", "/tickets?metric=csat&week=2026-W46",
            "/passport?metric=csat&week=2026-W46", "/events", "/data", "/data/files/1", "/reasons?week=2026-W46", "/reports", "/admin/audit", "/admin/audit?q=" + Uri.EscapeDataString(Hostile[0]),
            .. Enumerable.Range(0, 6).Select(number => $"/ticket/kpipulse/{Uri.EscapeDataString(Id(number))}"),
            .. Hostile.Take(8).Select(text => "/week/2026-W46?team=" + Uri.EscapeDataString(text)), .. Hostile.Take(8).Select(text => "/tickets?metric=created&week=2026-W46&agent=" + Uri.EscapeDataString(text)),
            "/week/" + Uri.EscapeDataString(Hostile[1]), "/metric/csat?zone=" + Uri.EscapeDataString(Hostile[1]), "/sign-in?back=" + Uri.EscapeDataString(Hostile[4]),
        ];
        await using var tab = await browser.Open("/account", on: app);
        List<string> wrong = [];
        foreach (var page in pages)
        {
            tab.Complaints.Clear();
            await tab.Goto(page);
            if (await tab.Page.EvaluateAsync<bool>("'KPWN' in window"))
                wrong.Add("ran on " + page);
            wrong.AddRange(tab.Complaints.Where(complaint => complaint.Contains("Content Security Policy", StringComparison.Ordinal) || complaint.StartsWith("script error", StringComparison.Ordinal) || complaint.StartsWith('5')).Select(complaint => $"{page}: {complaint}"));
            wrong.AddRange(await tab.Page.EvaluateAsync<string[]>("[...document.querySelectorAll('*')].flatMap(e => [...e.attributes].filter(a => a.name.startsWith('on') || (['href','src','action','formaction'].includes(a.name) && /^\\s*(javascript|data|vbscript):/i.test(a.value))).map(a => e.tagName + ' ' + a.name))"));
            wrong.AddRange(await tab.Page.EvaluateAsync<string[]>("[...document.querySelectorAll('iframe,object,embed,base,main style,main script:not([nonce])')].map(e => e.tagName)"));
        }

        await tab.Goto("/tickets?metric=created&week=2026-W46");
        await tab.Screenshot("hostile-tickets");
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Nothing_of_it_is_a_formula_in_a_sheet_or_active_in_a_PDF()
    {
        var csv = await app.Client.GetStringAsync("/tickets.csv?metric=created&week=2026-W46", TestContext.Current.CancellationToken);
        Assert.DoesNotContain(Cells(csv), cell => cell.Length > 0 && "=+-@\t\r\0＝＋－＠".Contains(cell[0], StringComparison.Ordinal) && !double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _));
        Assert.Contains("'=HYPERLINK", csv, StringComparison.Ordinal);

        var xlsx = await app.Client.GetByteArrayAsync("/tickets.xlsx?metric=created&week=2026-W46", TestContext.Current.CancellationToken);
        using var zip = new ZipArchive(new MemoryStream(xlsx));
        Assert.DoesNotContain(zip.Entries, entry => entry.FullName.Contains("vba", StringComparison.OrdinalIgnoreCase) || entry.FullName.Contains("externalLink", StringComparison.Ordinal));
        foreach (var entry in zip.Entries.Where(entry => entry.FullName.EndsWith(".xml", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(entry.Open());
            Assert.DoesNotMatch("<(x:)?f[ >]", await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
        }

        var pdf = await app.Client.GetByteArrayAsync("/report.pdf?week=2026-W46", TestContext.Current.CancellationToken);
        var inside = Unpacked(pdf);
        Assert.DoesNotMatch(@"/(JavaScript|JS|OpenAction|Launch|SubmitForm|AA|RichMedia)\b", inside);
        // The manifest, which a reader may look at, and nothing else.
        Assert.Single(Regex.Matches(inside, @"/Type /EmbeddedFile\b"));
        var links = Regex.Matches(Encoding.Latin1.GetString(pdf), @"/URI\s*\(([^)]*)\)").Select(match => new Uri(match.Groups[1].Value)).ToList();
        Assert.NotEmpty(links);
        Assert.Equal([app.Address.Host], links.Select(link => link.Host).Distinct());
    }

    private static string Id(int number) => $"H-{number}{Hostile[number % Hostile.Length]}";

    private static string Tickets()
    {
        var rows = new StringBuilder("ticket_id,source_updated_at,created_at,status,channel,market,lob,priority,tier,site_id,team_id,agent_id,language,contact_reason,sub_reason,solved_at\n");
        for (var number = 0; number < Hostile.Length * 2; number++)
        {
            string Text(int column) => Quoted(column == 0 && number == 7 ? Long : Hostile[(number + column) % Hostile.Length]);
            var created = new DateTime(2026, 11, 9, 2, 0, 0, DateTimeKind.Unspecified).AddMinutes(number * 50);
            rows.Append(CultureInfo.InvariantCulture, $"{Quoted(Id(number))},{created.AddHours(1):s}Z,{created:s}Z,solved,{Text(1)},{Text(2)},{Text(3)},normal,1,{Text(5)},{Text(6)},{Text(7)},{Text(8)},{Text(0)},{Text(9)},{created.AddHours(1):s}Z\n");
        }

        return rows.ToString();
    }

    private static string Surveys()
    {
        var rows = new StringBuilder("survey_id,ticket_id,sent_at,responded_at,score,scale_max,comment,language\n");
        for (var number = 0; number < Hostile.Length * 2; number++)
        {
            var sent = new DateTime(2026, 11, 9, 4, 0, 0, DateTimeKind.Unspecified).AddMinutes(number * 50);
            rows.Append(CultureInfo.InvariantCulture, $"S{number},{Quoted(Id(number))},{sent:s}Z,{sent.AddHours(1):s}Z,{1 + (number % 5)},5,{Quoted(number == 3 ? Long : Hostile[number % Hostile.Length])},{Quoted(Hostile[(number + 3) % Hostile.Length])}\n");
        }

        return rows.ToString();
    }

    private static string Quoted(string text) => "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    private static IEnumerable<string> Cells(string csv) => Cell().Matches(csv).Select(match => match.Value.StartsWith('"') ? match.Value[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : match.Value);

    private static string Unpacked(byte[] pdf)
    {
        var raw = Encoding.Latin1.GetString(pdf);
        var text = new StringBuilder(raw);
        foreach (Match stream in Stream().Matches(raw))
        {
            try
            {
                using var unpacked = new ZLibStream(new MemoryStream(Encoding.Latin1.GetBytes(stream.Groups[1].Value)), CompressionMode.Decompress);
                using var reader = new StreamReader(unpacked, Encoding.Latin1);
                text.Append(reader.ReadToEnd());
            }
            catch (InvalidDataException)
            {
                // Not every stream is packed so.
            }
        }

        // Words drawn on the page are drawn as glyphs; fonts and images hold bytes that look like anything.
        return string.Join('\n', text.ToString().Split('\n').Where(line => line.Contains('/', StringComparison.Ordinal) && line.All(letter => letter is >= ' ' and <= '~' or '\r' or '\t')));
    }

    [GeneratedRegex("\"(?:[^\"]|\"\")*\"|[^,\r\n]+")]
    private static partial Regex Cell();

    [GeneratedRegex(@"stream\r?\n(.*?)endstream", RegexOptions.Singleline)]
    private static partial Regex Stream();
}
