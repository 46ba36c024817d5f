using System.Diagnostics;
using System.Globalization;
using System.Text;
using KpiPulse.Metrics;
using KpiPulse.Reporting;
using KpiPulse.Reporting.Pdf;
using KpiPulse.Reporting.Pdf.Verify;
using KpiPulse.Reporting.Pdf.Weekly;
using KpiPulse.Testing;
using KpiPulse.Tests.Web;
using UglyToad.PdfPig;
using Xunit;

namespace KpiPulse.Tests.Reporting.Pdf;

/// <summary>The report of the sample data's last week, and of the week of one market.</summary>
public sealed class WeeklyReportTests(SampleApp sample)
{
    [Fact]
    public async Task Two_prints_are_the_same_bytes_in_any_culture()
    {
        var press = (await sample.App).Get<ReportPress>();
        var first = await SampleReports.Of(sample, SampleReports.Korea);

        foreach (var culture in (string[])["ja-JP", "tr-TR"])
            Assert.True(first.Pdf.AsSpan().SequenceEqual(In(culture, () => press.Print(SampleReports.Korea).Pdf)), culture);
    }

    [Fact]
    public async Task Another_machine_in_another_zone_and_language_prints_the_same_bytes()
    {
        using var folder = new TempFolder();
        SampleWarehouse.CopyTo(Path.Combine(folder.Path, "data"));

        var here = await Printed("UTC", "en_US.UTF-8");
        var there = await Printed("Pacific/Kiritimati", "th_TH.UTF-8");

        Assert.Equal(here, there);

        async Task<string> Printed(string zone, string language)
        {
            var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "KpiPulse.Web.exe" : "KpiPulse.Web"),
                ["report", "weekly", "--week", "2026-W46", "--where", "market=SG", "--out", folder.File("report.pdf", ""), "--data", Path.Combine(folder.Path, "data")])
            { RedirectStandardOutput = true };
            (start.Environment["TZ"], start.Environment["LANG"], start.Environment["LC_ALL"]) = (zone, language, language);
            using var program = Process.Start(start)!;
            var said = await program.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await program.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, program.ExitCode);
            return said[said.IndexOf("sha256", StringComparison.Ordinal)..];
        }
    }

    [Fact]
    public async Task Every_figure_on_paper_is_the_engines_answer_to_its_question()
    {
        var engine = (await sample.App).Get<MetricEngine>();
        var answers = new Dictionary<string, MetricPoint?>(StringComparer.Ordinal);
        // All of one market, and the first page of the region: each question is put by itself, not as a part of a table.
        var (korea, whole) = (await SampleReports.Of(sample, SampleReports.Korea), await SampleReports.Of(sample, SampleReports.Whole));
        Assert.True(korea.Manifest.Figures.Count > 200);

        foreach (var (file, figures) in (IEnumerable<(ReportFile, IEnumerable<ManifestFigure>)>)[(korea, korea.Manifest.Figures), (whole, whole.Manifest.Figures.Where(figure => figure.Page == 1))])
        {
            using var paper = PaperText.Open(file.Pdf);
            foreach (var figure in figures)
            {
                var key = $"{figure.Metric} {string.Join('&', figure.Where.Select(pair => $"{pair.Key}={string.Join(',', pair.Value)}"))} {figure.Basis}";
                if (!answers.TryGetValue(key, out var point))
                    answers[key] = point = engine.Ask(figure.Question(InstantOf(file)), Scope.Everything).Only;
                var (expected, printed) = (Printed.TextOf(MetricCatalog.Get(figure.Metric), point, figure.Part), paper.At(figure.Page, figure.Box));
                Assert.True(PaperText.Plain(expected) == printed, $"{figure.Name}, {figure.Part}: the engine says {expected}, page {figure.Page} says {printed}");
            }
        }
    }

    [Fact]
    public async Task Figures_worked_by_hand_stand_on_the_first_pages()
    {
        var file = await SampleReports.Of(sample, SampleReports.Whole);
        using var pdf = PdfDocument.Open(file.Pdf);

        // sample-data/README.md: CSAT of W46 is 74.1 % (395 of 533); KR Age Support 62.7 % and 79.6 %.
        Assert.Contains("74.1%", WordsOf(pdf, 1));
        Assert.Superset(new HashSet<string> { "62.7%", "79.6%" }, WordsOf(pdf, 1).ToHashSet());
    }

    [Fact]
    public async Task It_is_small_titled_bookmarked_and_says_that_it_is_provisional()
    {
        var file = await SampleReports.Of(sample, SampleReports.Whole);
        using var pdf = PdfDocument.Open(file.Pdf);

        Assert.InRange(file.Pdf.Length, 100_000, 1_500_000);
        Assert.Equal(file.Manifest.Pages, pdf.NumberOfPages);
        Assert.Contains("2026-W46", pdf.Information.Title, StringComparison.Ordinal);
        Assert.True(pdf.TryGetBookmarks(out var bookmarks));
        Assert.Contains("Summary", bookmarks.Roots.Select(node => node.Title));
        Assert.All(pdf.GetPages(), page => Assert.Superset(new HashSet<string> { "Provisional", "Page", "Asia/Singapore" }, page.GetWords().Select(word => word.Text).ToHashSet()));
    }

    [Fact]
    public async Task A_report_of_one_market_prints_its_filter_on_every_page_and_no_other_market()
    {
        var file = await SampleReports.Of(sample, SampleReports.Korea);
        using var pdf = PdfDocument.Open(file.Pdf);

        Assert.All(pdf.GetPages(), page => Assert.Contains("market KR", string.Join(' ', page.GetWords().Select(word => word.Text)), StringComparison.Ordinal));
        Assert.All(file.Manifest.Figures, figure => Assert.Equal(["KR"], figure.Where["market"]));
    }

    [Theory]
    [InlineData("2020-W01", "has no data")]
    [InlineData("2027-W01", "has no data")]
    public async Task A_week_without_data_is_refused_with_the_weeks_there_are(string week, string words)
    {
        var press = (await sample.App).Get<ReportPress>();

        var refusal = Assert.Throws<QuestionException>(() => press.Print(new ReportRequest(IsoWeek.Parse(week))));

        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("2026-W46", refusal.Message, StringComparison.Ordinal);
    }

    private static DateTime InstantOf(ReportFile file) => file.Manifest.ToRequest(_ => null!).AsOf!.Value;

    private static List<string> WordsOf(PdfDocument pdf, int page) => [.. pdf.GetPage(page).GetWords().Select(word => word.Text)];

    private static T In<T>(string culture, Func<T> work)
    {
        var (before, beforeUi) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
            return work();
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (before, beforeUi);
        }
    }
}
