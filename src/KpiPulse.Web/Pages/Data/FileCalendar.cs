using KpiPulse.Metrics;
using KpiPulse.Metrics.Completeness;

namespace KpiPulse.Web.Pages.Data;

/// <summary>Expected files as source × day, over the last weeks in which anything was expected.</summary>
public sealed record FileCalendar(IReadOnlyList<IsoWeek> Weeks, IReadOnlyList<CalendarRow> Rows)
{
    private const int WeeksShown = 5;

    public static FileCalendar Of(IReadOnlyList<ExpectedFile> files)
    {
        if (files.Count == 0)
            return new FileCalendar([], []);

        var last = IsoWeek.Of(files.Max(file => file.PeriodStart));
        List<IsoWeek> weeks = [.. Enumerable.Range(1 - WeeksShown, WeeksShown).Select(last.AddWeeks)];
        return new FileCalendar(weeks, [.. files.GroupBy(file => file.SourceId).Select(source => new CalendarRow(source.Key, CellsOf(weeks, source.ToDictionary(file => file.PeriodStart))))]);
    }

    private static List<CalendarCell> CellsOf(List<IsoWeek> weeks, Dictionary<DateOnly, ExpectedFile> files)
    {
        List<CalendarCell> cells = [];
        for (var day = weeks[0].FirstDay; day < weeks[^1].Days.End; day = day.AddDays(cells[^1].Days))
        {
            var file = files.GetValueOrDefault(day);
            cells.Add(new CalendarCell(file is null ? 1 : file.PeriodEnd.DayNumber - day.DayNumber, file));
        }

        return cells;
    }
}

public sealed record CalendarRow(string SourceId, IReadOnlyList<CalendarCell> Cells);

/// <param name="File">Null where none was expected.</param>
public sealed record CalendarCell(int Days, ExpectedFile? File)
{
    public string Glyph => File?.State switch
    {
        "loaded" => "✓",
        "refused" => "✕",
        "late" => "!",
        "awaited" => "…",
        _ => "",
    };
}
