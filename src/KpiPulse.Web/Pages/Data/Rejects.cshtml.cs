using KpiPulse.Ingestion;
using KpiPulse.Metrics;
using Microsoft.AspNetCore.Mvc;

namespace KpiPulse.Web.Pages.Data;

/// <summary>The rejected rows of one file: line, column, value and reason.</summary>
public sealed class RejectsModel(MetricEngine engine, ReceivedData received) : KpiPage(engine)
{
    public const int RowsShown = 500;

    public override string Section => "data";

    public override bool HasScope => false;

    public ReceivedFileRow Export { get; private set; } = null!;

    public IReadOnlyList<RejectedRowOfFile> Rows { get; private set; } = [];

    public IActionResult OnGet(int fileId)
    {
        if (received.Files(int.MaxValue).FirstOrDefault(file => file.FileId == fileId) is not { } file)
            return NotFound();

        Export = file;
        Rows = received.RejectedRows(fileId, RowsShown);
        return Page();
    }
}
