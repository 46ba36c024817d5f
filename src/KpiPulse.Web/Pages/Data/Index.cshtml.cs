using KpiPulse.Ingestion;
using KpiPulse.Metrics;

namespace KpiPulse.Web.Pages.Data;

/// <summary>What arrived and what became of it. A number is only as good as the files under it.</summary>
public sealed class IndexModel(MetricEngine engine, ReceivedData received) : KpiPage(engine)
{
    public const int FilesShown = 200;

    public override string Section => "data";

    public override bool HasScope => false;

    public ReceivedTotals Totals { get; private set; } = null!;

    public IReadOnlyList<ReceivedFileRow> Files { get; private set; } = [];

    public IReadOnlyList<RejectReason> Reasons { get; private set; } = [];

    public IReadOnlyList<SourceFreshness> Freshness { get; private set; } = [];

    public IReadOnlyList<TimeFlag> Flags { get; private set; } = [];

    public void OnGet()
    {
        Totals = received.Totals;
        Files = received.Files(FilesShown);
        Reasons = received.RejectReasons();
        Freshness = received.Freshness();
        Flags = received.Flags();
    }

    public string Local(DateTime? utc) => utc is { } instant
        ? ReportingZone.Of(Engine.ReportingZone).LocalTimeOf(instant).ToString("d MMM yyyy HH:mm", Culture)
        : "—";

    public string Count(long count) => MetricFormat.Count(count, Culture);
}
