using System.Globalization;
using KpiPulse.Ingestion;
using KpiPulse.Metrics;
using KpiPulse.Metrics.Access;
using KpiPulse.Web.Access;
using KpiPulse.Web.Api;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace KpiPulse.Web.Pages.Data;

/// <summary>One received file: what became of it, the rejected rows, and reading it again under the present profile.</summary>
[Needs(Capability.ReadSources)]
public sealed class FileModel(MetricEngine engine, ReceivedData received, InboxIngestion ingestion, IStringLocalizer<Texts> texts) : KpiPage(engine)
{
    public const int RowsShown = 100;

    public override string Section => "data";

    public override bool HasScope => false;

    public ReceivedFileRow Export { get; private set; } = null!;

    public IReadOnlyList<FileTarget> Targets { get; private set; } = [];

    public IReadOnlyList<RejectedRowOfFile> Rows { get; private set; } = [];

    public long KeptRows { get; private set; }

    public int PageNumber { get; private set; }

    public int Pages => (int)Math.Max(1, (KeptRows + RowsShown - 1) / RowsShown);

    /// <summary>What the last replay said, carried over the redirect.</summary>
    [TempData]
    public string? ReplayAnswer { get; set; }

    public IActionResult OnGet(int fileId, int p = 1)
    {
        if (received.File(fileId) is not { } file)
            return NotFound();

        Export = file;
        Targets = received.Targets(fileId);
        KeptRows = received.RejectedRowCount(fileId);
        PageNumber = Math.Clamp(p, 1, Pages);
        Rows = received.RejectedRows(fileId, RowsShown, (PageNumber - 1) * RowsShown);
        return Page();
    }

    [HandlerNeeds(Capability.ReadRows)]
    public IActionResult OnGetCsv(int fileId)
    {
        if (!Reader.SeesEveryRow)
            return NotFound();
        if (received.File(fileId) is not { } file)
            return NotFound();

        using var text = new StringWriter(CultureInfo.InvariantCulture);
        CsvText.WriteLine(text, ["line", "column", "reason", "value", "row"]);
        foreach (var row in received.RejectedRows(fileId, int.MaxValue, 0))
            CsvText.WriteLine(text, [row.LineNo.ToString(CultureInfo.InvariantCulture), row.ColumnName, row.Reason, row.Value, row.RowText]);
        return File(System.Text.Encoding.UTF8.GetBytes(text.ToString()), "text/csv; charset=utf-8", $"rejected-rows-{file.FileId}.csv");
    }

    [HandlerNeeds(Capability.ManageSources)]
    public IActionResult OnPostReplay(int fileId)
    {
        if (received.File(fileId) is null)
            return NotFound();

        var outcome = ingestion.Replay(fileId);
        ReplayAnswer = outcome.Status == IngestStatus.Loaded
            ? texts["ReplayLoaded", outcome.Source ?? "", Count(outcome.Rows.Loaded), Count(outcome.Rows.Offered), outcome.Reason ?? ""]
            : texts["ReplayRefused", outcome.Reason ?? ""];
        return Redirect($"/data/files/{fileId}");
    }

    /// <summary>Rows of each kind that the file wrote.</summary>
    public string Written()
    {
        var written = Targets.Where(target => target.RowCount > 0).Select(target => $"{Count(target.RowCount)} {target.Target}").ToList();
        return written.Count > 0 ? string.Join(", ", written) : texts["FileWroteNothing"];
    }

    public string Local(DateTime utc) => ReportingZone.Of(Engine.ReportingZone).LocalTimeOf(utc).ToString("ddd d MMM yyyy HH:mm", Culture);

    public string Count(long count) => MetricFormat.Count(count, Culture);
}
