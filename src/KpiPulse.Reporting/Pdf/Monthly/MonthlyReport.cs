using KpiPulse.Metrics;
using KpiPulse.Metrics.Freeze;
using KpiPulse.Metrics.RootCause;
using KpiPulse.Metrics.Statistics;
using KpiPulse.Reporting.Pdf.Weekly;

namespace KpiPulse.Reporting.Pdf.Monthly;

/// <summary>A change of a rate split by the values of one dimension.</summary>
internal sealed record MonthSplit(MonthCell Cell, Dimension By, Kitagawa Split);

/// <summary>All that the monthly report says; the pages only lay it out.</summary>
/// <param name="Drawn">Whole-scope months by metric id.</param>
internal sealed record MonthlyReport(
    ReportRequest Request, DateTime AsOf, string Zone, bool IsFinal, string State, MonthRow Total, MonthTable ByMarket, MonthTable ByLob, MonthTable ByCell,
    IReadOnlyDictionary<string, MonthCell> Drawn, IReadOnlyList<MonthSplit> Splits, IReadOnlyList<InputFile> Inputs)
{
    private const int MostListed = 7;
    private const double FalseDiscoveryRate = 0.05;

    private readonly Lazy<IReadOnlyList<MonthCell>> clear = new(() => ClearOf(
        [.. ((MonthRow[])[Total, .. ByMarket.Rows, .. ByLob.Rows, .. ByCell.Rows]).SelectMany(row => row.Cells), .. Drawn.Values.Where(cell => Total.Cells.All(other => other.Metric != cell.Metric))]));

    /// <summary>Changes against the month before that chance alone would not bring among so many cells, largest first.</summary>
    public IReadOnlyList<MonthCell> Clear => clear.Value;

    public IReadOnlyList<MonthCell> Listed => [.. Clear.Where(cell => cell.Where.Count > 0).OrderByDescending(cell => cell.Affected).Take(MostListed)];

    public int Cells => ByCell.Rows.Sum(row => row.Cells.Count(cell => cell.Point?.Value is not null));

    public int Moved => ByCell.Rows.Sum(row => row.Cells.Count(IsClear));

    /// <summary>Also for another reading of the same cell.</summary>
    public bool IsClear(MonthCell cell) => Clear.Any(other => other.Metric == cell.Metric && other.Where.Select(filter => filter.ToString()).SequenceEqual(cell.Where.Select(filter => filter.ToString())));

    private static IReadOnlyList<MonthCell> ClearOf(IEnumerable<MonthCell> cells)
    {
        var tested = cells.Where(cell => cell.PValue is not null).ToList();
        var kept = BenjaminiHochberg.Adjust([.. tested.Select(cell => cell.PValue!.Value)], FalseDiscoveryRate).Kept;
        return [.. tested.Zip(kept).Where(pair => pair.Second).Select(pair => pair.First)];
    }
}
