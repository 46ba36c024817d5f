using System.Globalization;
using System.Xml;
using ExcelDataReader;
using KpiPulse.Ingestion.Profiles;

namespace KpiPulse.Ingestion.Formats;

/// <summary>A workbook that <see cref="XlsxPackage"/> has looked through, sheet by sheet. Values only; formulas are never run.</summary>
internal sealed class Workbook
{
    private readonly string path;
    private readonly string name;
    private readonly bool holdsErrors;
    private readonly SortedSet<string> missingSheets = new(StringComparer.Ordinal);

    public Workbook(string path, string name)
    {
        this.path = path;
        this.name = name;
        holdsErrors = XlsxPackage.Check(path, name);
    }

    /// <summary>Sheets that a profile asked for and that are not here.</summary>
    public IReadOnlyCollection<string> MissingSheets => missingSheets;

    /// <summary>The first row that is the profile's header, among so many filled ones as it allows; else the one nearest to it.</summary>
    public HeaderReading? Read(SourceProfile profile)
    {
        var format = profile.File.Format;
        HeaderReading? best = null;
        foreach (var row in Sheet(format.Sheet).Where(row => row.Number > format.SkipLines).Take(Math.Max(1, format.HeaderWithin)))
        {
            List<string> names = [.. row.Cells.Select(cell => cell.Trim())];
            var reading = new HeaderReading(profile, new CsvHeader(names, CsvDialect.Plain, row.Number, row.Number + 1, 0), ProfileTranslation.Of(profile, names));
            if (best is null || reading.Translation.Missing.Count < best.Translation.Missing.Count)
                best = reading;
            if (reading.Translation.Missing.Count == 0)
                break;
        }

        return best;
    }

    public ITabularRows Below(HeaderReading header) => new RowsBelow(this, header.Header, header.Profile.File.Format);

    /// <summary>Filled rows with their numbers; none where the sheet is missing.</summary>
    private IEnumerable<(long Number, List<string> Cells)> Sheet(string? sheet)
    {
        using var rows = Cells(sheet).GetEnumerator();
        while (true)
        {
            try
            {
                if (!rows.MoveNext())
                    yield break;
            }
            catch (Exception failure) when (IsUnsound(failure))
            {
                throw new FileRefusedException($"{name} is no sound workbook ({failure.Message}). Fetch it again from the sender, or export it as CSV.", failure);
            }

            yield return rows.Current;
        }
    }

    private IEnumerable<(long Number, List<string> Cells)> Cells(string? sheet)
    {
        System.Text.Encoding.RegisterProvider(System.Text.CodePagesEncodingProvider.Instance);
        using var stream = File.OpenRead(path);
        using var reader = ExcelReaderFactory.CreateOpenXmlReader(stream);
        while (sheet is not null && !reader.Name.Equals(sheet, StringComparison.OrdinalIgnoreCase))
        {
            if (!reader.NextResult())
            {
                missingSheets.Add(sheet);
                yield break;
            }
        }

        var errors = holdsErrors ? CellErrors.Of(path, sheet) : NoErrors;
        for (long number = 1; reader.Read(); number++)
        {
            var row = number;
            var cells = Enumerable.Range(0, reader.FieldCount).Select(column => Text(reader.GetValue(column)) is { Length: > 0 } text ? text : errors.GetValueOrDefault((row, column), "")).ToList();
            if (cells.Any(cell => cell.Length > 0))
                yield return (number, cells);
        }
    }

    private static readonly IReadOnlyDictionary<(long Row, int Column), string> NoErrors = new Dictionary<(long Row, int Column), string>();

    private static string Text(object? value) => value switch
    {
        null => "",
        DateTime instant => instant.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        bool truth => truth ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    /// <summary>What the reader throws at XML that is whole by its check sums and still no workbook.</summary>
    private static bool IsUnsound(Exception failure) =>
        failure is InvalidDataException or XmlException or ExcelDataReader.Exceptions.ExcelReaderException or FormatException or ArgumentException or InvalidOperationException or IndexOutOfRangeException or OverflowException or NullReferenceException or KeyNotFoundException;

    private sealed class RowsBelow(Workbook workbook, CsvHeader header, FormatPart format) : ITabularRows
    {
        public IEnumerable<TabularRow> Rows()
        {
            // The footer is what is still held back at the end.
            Queue<(long Number, List<string> Cells)> heldBack = new();
            foreach (var filled in workbook.Sheet(format.Sheet).Where(row => row.Number > header.HeaderLine))
            {
                heldBack.Enqueue(filled);
                if (heldBack.Count <= format.FooterLines)
                    continue;

                var row = heldBack.Dequeue();
                var values = new Dictionary<string, string>(StringComparer.Ordinal);
                for (var column = 0; column < Math.Min(header.Names.Count, row.Cells.Count); column++)
                    values[header.Names[column]] = row.Cells[column];
                yield return new TabularRow(row.Number, values, row.Cells.Skip(header.Names.Count).Any(cell => cell.Length > 0) ? "has values beyond the last column of the header" : null);
            }
        }
    }
}
