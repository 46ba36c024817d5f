using System.Globalization;
using KpiPulse.Metrics;
using KpiPulse.Metrics.Access;
using KpiPulse.Metrics.Misses;
using KpiPulse.Reporting;
using KpiPulse.Web.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace KpiPulse.Web.Pages.Evidence;

/// <summary>A kept sample of misses, the same rows at every opening, and the reasons that a team leader gives for them.</summary>
[Needs(Capability.ReadRows)]
public sealed class IndexModel(MetricEngine engine, EvidenceShelf shelf, MissReasons reasons, IStringLocalizer<Texts> texts) : KpiPage(engine)
{
    private Dictionary<string, string> labels = [];

    public override string Section => "reasons";

    public override bool HasScope => false;

    public KeptEvidence Evidence { get; private set; } = null!;

    public MetricDefinition Metric => MetricCatalog.Get(Evidence.Set.Metric);

    public IReadOnlyList<MissReason> Offered { get; private set; } = [];

    public ReportingZone Zone => Metrics.ReportingZone.Of(Engine.ReportingZone);

    /// <summary>All rows that the sample was drawn from, as they count now.</summary>
    public string AllRows
    {
        get
        {
            var view = new View(IsoWeek.Parse(Evidence.Set.Week), Evidence.Filters, null, null, Evidence.Set.Basis);
            return view.TicketsPage(Metric.Id, Evidence.Set.Outcome == "met" ? Outcome.Met : Outcome.Missed);
        }
    }

    public string ReasonsPage => new View(IsoWeek.Parse(Evidence.Set.Week), [], null, null).ReasonsPage(Metric.Id);

    public int Coded => Evidence.Rows.Count(row => row.Reason is not null);

    public IActionResult OnGet(int? id)
    {
        if (id is null)
            return Redirect("/reasons");
        return Open(id.Value) ? Page() : NotFound();
    }

    [HandlerNeeds(Capability.Review)]
    public IActionResult OnPost(int id)
    {
        if (!Open(id))
            return NotFound();

        var chosen = Evidence.Rows.Select(row => (row.Position, Reason: Request.Form[NameOf(row)].FirstOrDefault()))
            .Where(choice => choice.Reason is not null)
            .ToDictionary(choice => choice.Position, choice => choice.Reason!);
        reasons.Code(Evidence, chosen, User.Identity?.Name);
        return Redirect(string.Create(CultureInfo.InvariantCulture, $"/evidence/{id}"));
    }

    public static string NameOf(EvidenceRow row) => string.Create(CultureInfo.InvariantCulture, $"reason{row.Position}");

    /// <summary>What the row's list offers: today's reasons in the order of their keys, and its own where that was retired.</summary>
    public IEnumerable<(string Reason, string Text)> ChoicesOf(EvidenceRow row)
    {
        foreach (var (reason, index) in Offered.Select((reason, index) => (reason, index)))
            yield return (reason.Reason, index < 9 ? string.Create(CultureInfo.InvariantCulture, $"{index + 1} {reason.Label}") : reason.Label);
        if (row.Reason is { } own && !Offered.Any(reason => reason.Reason == own))
            yield return (own, texts["ReasonRetired", labels.GetValueOrDefault(own, own)]);
    }

    /// <summary>What all rows share is said once, above the table.</summary>
    public bool Varies(string dimension) => !Evidence.Filters.Any(filter => filter.Dimension == dimension && filter.Values.Count == 1);

    public string FiltersText() => Evidence.Filters.Count == 0 ? texts["EverywhereLower"] : string.Join(" · ", Evidence.Filters.Select(filter =>
        $"{Engine.Dimensions.Get(filter.Dimension).Label} {string.Join(texts["Or"], filter.Values.Select(MetricText.DimensionValue))}"));

    private bool Open(int id)
    {
        if (shelf.Find(id, Scope) is not { } found)
            return false;

        Evidence = found;
        Offered = reasons.Offered();
        labels = reasons.All().GroupBy(reason => reason.Reason).ToDictionary(group => group.Key, group => group.Last().Label);
        return true;
    }
}
