using KpiPulse.Metrics;
using KpiPulse.Metrics.Access;
using KpiPulse.Metrics.Misses;
using KpiPulse.Reporting;
using KpiPulse.Reporting.Charts;
using KpiPulse.Web.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace KpiPulse.Web.Pages.Reasons;

/// <summary>Why misses happened, as team leaders coded them: Pareto of the week, what is not coded yet, the taxonomy.</summary>
[Needs(Capability.ReadRows)]
public sealed class IndexModel(MetricEngine engine, EvidenceShelf shelf, MissReasons reasons, IStringLocalizer<Texts> texts) : KpiPage(engine)
{
    public override string Section => "reasons";

    public override PageChoice Choice => new(texts["Metric"], [.. MetricCatalog.All.Where(metric => metric.Aggregation == Aggregation.Ratio)
        .Select(metric => new PageOption(metric.Label, View.ReasonsPage(metric.Id), metric.Id == Metric.Id))]);

    public MetricDefinition Metric { get; private set; } = null!;

    public MissPareto Pareto { get; private set; } = null!;

    public IReadOnlyList<EvidenceSet> Sets { get; private set; } = [];

    public IReadOnlyList<MissReason> Taxonomy { get; private set; } = [];

    public DateOnly Today => reasons.Today;

    public ChartModel Chart => new()
    {
        Kind = ChartKind.Pareto,
        Title = Finding(),
        Subtitle = texts["ReasonsChart", Metric.Label, View.Week],
        Unit = ChartUnit.Count,
        LabelHeader = texts["Reason"],
        Culture = Culture,
        Points = [.. Pareto.Counts.Where(count => count.Reason is not null).Select(count => new ChartPoint(LabelOf(count.Reason!), count.Misses))],
    };

    public IActionResult OnGet(string? metric)
    {
        if (MetricCatalog.Find(metric ?? "csat") is not { Aggregation: Aggregation.Ratio } found)
            return NotFound();

        Metric = found;
        Pareto = reasons.Pareto(found.Id, View.Week, View.Where, Scope);
        Sets = shelf.OfWeek(found.Id, View.Week, Scope);
        Taxonomy = reasons.All();
        return Page();
    }

    [HandlerNeeds(Capability.SignOff)]
    public IActionResult OnPostAdd(string? metric, string? label)
    {
        reasons.Add(label);
        return Redirect(View.ReasonsPage(metric ?? "csat"));
    }

    [HandlerNeeds(Capability.SignOff)]
    public IActionResult OnPostRetire(string? metric, string reason)
    {
        reasons.Retire(reason);
        return Redirect(View.ReasonsPage(metric ?? "csat"));
    }

    public string LabelOf(string reason) => Taxonomy.LastOrDefault(each => each.Reason == reason)?.Label ?? reason;

    private string Finding() => Pareto.Counts.FirstOrDefault(count => count.Reason is not null) is { } first
        ? texts["ReasonsFinding", LabelOf(first.Reason!), MetricFormat.Count(first.Misses, Culture), MetricFormat.Count(Pareto.Coded, Culture)]
        : texts["ReasonsFindingNone"];
}
