using KpiPulse.Metrics;
using KpiPulse.Metrics.Freeze;
using KpiPulse.Metrics.Narrative;
using KpiPulse.Metrics.Review;
using KpiPulse.Metrics.RootCause;

namespace KpiPulse.Reporting.Pdf.Weekly;

/// <summary>The Metric and the Why page on paper: what a reader sees, with exactly their filters, zone and instant.</summary>
public sealed class ViewPapers(MetricEngine engine, TrendReader trends, SixTwelveReader sixTwelves, RootCauseReader causes, FrozenWeeks weeks)
{
    internal Printout OfMetric(ReportRequest request)
    {
        var (metric, asOf, zone) = (MetricCatalog.Get(request.Metric!), AsOf(request), request.Zone ?? engine.ReportingZone);
        var whole = trends.Read(metric, request.Week, request.Where, request.Scope, asOf, request.Zone);
        var sixTwelve = sixTwelves.Read(metric, request.Week, request.Where, request.Scope, asOf, request.Zone);
        var breakdowns = ((string[])["market", "lob"])
            .Select(dimension => new Breakdown(engine.Dimensions.Get(dimension), trends.ReadBy(dimension, metric, request.Week, request.Where, request.Scope, asOf, request.Zone)))
            .Where(breakdown => breakdown.Trends.Count > 1);
        var paper = MetricPaper.Print(Frame(request, metric.Label, asOf, zone), new MetricView(request, asOf, zone, Place(request), whole, sixTwelve, [.. breakdowns]));
        return Printout(request, paper, metric, asOf, zone, TrendText.Finding(whole, WeeklyReport.Culture));
    }

    internal Printout OfWhy(ReportRequest request)
    {
        var asOf = AsOf(request);
        var question = request.Question(request.Metric!, asOf, basis: request.Basis);
        var answer = causes.Explain(question, request.Against, request.Scope);
        var text = new CauseText(answer, engine.Dimensions, WeeklyReport.Culture);
        var zone = request.Zone ?? engine.ReportingZone;
        var paper = WhyPaper.Print(Frame(request, $"Why {answer.Metric.Label} moved", asOf, zone), request, asOf, answer, text, Place(request), engine.Dimensions);
        return Printout(request, paper, answer.Metric, asOf, zone, $"{text.Headline()}\n\n{text.Verdict()}");
    }

    /// <summary>On screen a week shows all that is known; its closing does not hold that back.</summary>
    private DateTime AsOf(ReportRequest request) => request.AsOf ?? engine.DataUntil!.Value;

    private static string Place(ReportRequest request) => request.Where.Count == 0 ? "" : Narrator.WhereText(request.Where) + ": ";

    private PaperFrame Frame(ReportRequest request, string name, DateTime asOf, string zone) =>
        ReportFrame.Of(request, name, ReportFrame.StateOf(weeks.Of(request.Week), new WeekStatus(request.Week, asOf, zone) { Missing = engine.Missing(request.Days) }, asOf), asOf, zone);

    private Printout Printout(ReportRequest request, PaperDocument paper, MetricDefinition metric, DateTime asOf, string zone, string summary) =>
        new(paper, asOf, zone, !weeks.Of(request.Week).IsFrozen, [metric], weeks.Inputs(request.Week), summary);
}

/// <summary>A metric by the values of one dimension.</summary>
internal sealed record Breakdown(Dimension Dimension, IReadOnlyList<Trend> Trends);

internal sealed record MetricView(ReportRequest Request, DateTime AsOf, string Zone, string Place, Trend Whole, SixTwelve SixTwelve, IReadOnlyList<Breakdown> Breakdowns);
