using KpiPulse.Metrics;
using KpiPulse.Metrics.Access;
using KpiPulse.Web.Access;
using Microsoft.AspNetCore.Mvc;

namespace KpiPulse.Web.Pages.Admin;

/// <summary>Who did what, to be searched and never changed.</summary>
[Needs(Capability.Administer)]
public sealed class AuditModel(MetricEngine engine, AuditTrail audit) : KpiPage(engine)
{
    private const int RowsShown = 100;

    public override string Section => "audit";

    public override bool HasScope => false;

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Words { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Outcome { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? From { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? Until { get; set; }

    [BindProperty(SupportsGet = true, Name = "p")]
    public int PageNumber { get; set; } = 1;

    public IReadOnlyList<AuditEntry> Entries { get; private set; } = [];

    public bool HasMore { get; private set; }

    private ReportingZone Zone => ReportingZone.Of(Engine.ReportingZone);

    public void OnGet()
    {
        PageNumber = Math.Clamp(PageNumber, 1, 100_000);
        var found = audit.Read(new AuditQuestion(Words, null, Outcome, InstantOf(From), InstantOf(Until?.AddDays(1)), RowsShown + 1, (PageNumber - 1) * RowsShown));
        Entries = [.. found.Take(RowsShown)];
        HasMore = found.Count > RowsShown;
    }

    public string At(int page) => Microsoft.AspNetCore.WebUtilities.QueryHelpers.AddQueryString("/admin/audit", new Dictionary<string, string?>
    {
        ["q"] = Words,
        ["outcome"] = Outcome,
        ["from"] = From?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        ["until"] = Until?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        ["p"] = page.ToString(System.Globalization.CultureInfo.InvariantCulture),
    });

    public string Local(DateTime utc) => Zone.LocalTimeOf(utc).ToString("d MMM yyyy HH:mm:ss", Culture);

    private DateTime? InstantOf(DateOnly? day) => day is { Year: > 1900 and < 3000 } known ? Zone.StartOf(known) : null;
}
