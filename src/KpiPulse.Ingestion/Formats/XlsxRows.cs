using System.Globalization;
using System.IO.Compression;
using System.Xml;
using ExcelDataReader;

namespace KpiPulse.Ingestion.Formats;

/// <summary>One sheet of a workbook: the first filled row names the columns, each row below is a record. Values only; formulas are never run.</summary>
internal sealed class XlsxRows(string path, string name, string? sheet) : ITabularRows
{
    private const int MostEntries = 2_000;
    private const long MostUnpacked = 1L << 30;
    private const long MostRatio = 100;
    private const long HarmlessEntry = 8 << 20;

    private List<string>? header;

    /// <summary>Looks at the archive's own list before anything is unpacked.</summary>
    /// <exception cref="FileRefusedException">Macros, hostile names, bombs, or no workbook at all.</exception>
    public static void Check(string path, string name)
    {
        try
        {
            using var archive = ZipFile.OpenRead(path);
            if (archive.Entries.Count > MostEntries)
                throw new FileRefusedException($"{name} holds {archive.Entries.Count} parts, as no workbook does. Export it as CSV.");
            if (archive.Entries.Any(entry => entry.FullName.Contains("vbaProject", StringComparison.OrdinalIgnoreCase)))
                throw new FileRefusedException($"{name} holds macros. Save it as .xlsx without macros, or as CSV.");
            if (archive.Entries.Any(entry => entry.FullName.Contains("..", StringComparison.Ordinal) || Path.IsPathRooted(entry.FullName)))
                throw new FileRefusedException($"{name} holds a part whose name leads out of the workbook. It is not taken.");
            if (archive.Entries.Sum(entry => entry.Length) > MostUnpacked || archive.Entries.Any(entry => entry.Length > HarmlessEntry && entry.Length > MostRatio * entry.CompressedLength))
                throw new FileRefusedException($"{name} unpacks to far more than its size, as no export does. Export it as CSV.");
            foreach (var entry in archive.Entries)
                CheckPart(entry, name);
            if (archive.GetEntry("xl/workbook.xml") is null)
                throw new FileRefusedException($"{name} is a zip file, but no workbook. Unpack it and drop what is inside.");
        }
        catch (InvalidDataException failure)
        {
            throw new FileRefusedException($"{name} is no sound workbook ({failure.Message}). Fetch it again from the sender.", failure);
        }
    }

    public IReadOnlyList<string> Names()
    {
        try
        {
            foreach (var row in Cells())
                return header = [.. row.Cells.Select(cell => cell.Trim())];
            return [];
        }
        catch (Exception failure) when (IsUnsound(failure))
        {
            throw Unsound(failure);
        }
    }

    public IEnumerable<TabularRow> Rows()
    {
        var names = header ?? Names();
        foreach (var row in SoundCells().Skip(1))
        {
            var values = new Dictionary<string, string>(StringComparer.Ordinal);
            for (var column = 0; column < Math.Min(names.Count, row.Cells.Count); column++)
                values[names[column]] = row.Cells[column];
            yield return new TabularRow(row.Number, values, row.Cells.Skip(names.Count).Any(cell => cell.Length > 0) ? "has values beyond the last column of the header" : null);
        }
    }

    private IEnumerable<(long Number, List<string> Cells)> SoundCells()
    {
        using var rows = Cells().GetEnumerator();
        while (true)
        {
            try
            {
                if (!rows.MoveNext())
                    yield break;
            }
            catch (Exception failure) when (IsUnsound(failure))
            {
                throw Unsound(failure);
            }

            yield return rows.Current;
        }
    }

    /// <summary>What the reader throws at XML that is whole by its check sums and still no workbook.</summary>
    private static bool IsUnsound(Exception failure) =>
        failure is InvalidDataException or XmlException or ExcelDataReader.Exceptions.ExcelReaderException or FormatException or ArgumentException or InvalidOperationException or IndexOutOfRangeException or OverflowException or NullReferenceException or KeyNotFoundException;

    private FileRefusedException Unsound(Exception failure) => new($"{name} is no sound workbook ({failure.Message}). Fetch it again from the sender, or export it as CSV.", failure);

    private IEnumerable<(long Number, List<string> Cells)> Cells()
    {
        System.Text.Encoding.RegisterProvider(System.Text.CodePagesEncodingProvider.Instance);
        using var stream = File.OpenRead(path);
        using var reader = ExcelReaderFactory.CreateOpenXmlReader(stream);
        while (sheet is not null && reader.Name != sheet)
        {
            if (!reader.NextResult())
                throw new FileRefusedException($"{name} has no sheet '{sheet}'. Name the right one in format.sheet of the profile.");
        }

        for (long number = 1; reader.Read(); number++)
        {
            var cells = Enumerable.Range(0, reader.FieldCount).Select(column => Text(reader.GetValue(column))).ToList();
            if (cells.Any(cell => cell.Length > 0))
                yield return (number, cells);
        }
    }

    private static string Text(object? value) => value switch
    {
        null => "",
        DateTime instant => instant.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        bool truth => truth ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    /// <summary>Reads the part once: its check sum, which nobody looks at afterwards, and entities, which are how XML attacks and which no spreadsheet program writes.</summary>
    private static void CheckPart(ZipArchiveEntry entry, string name)
    {
        using var stream = entry.Open();
        var buffer = new byte[1 << 16];
        var crc = new Crc32();
        for (int read; (read = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)) > 0;)
        {
            if (crc.Bytes == 0 && System.Text.Encoding.UTF8.GetString(buffer, 0, Math.Min(read, 1024)).Contains("<!DOCTYPE", StringComparison.OrdinalIgnoreCase))
                throw new FileRefusedException($"{name} declares XML entities in {entry.FullName}, as no spreadsheet program does. It is not taken.");
            crc.Add(buffer.AsSpan(0, read));
            // A part that is longer than the archive's list says is how a bomb hides.
            if (crc.Bytes > entry.Length)
                break;
        }

        if (crc.Value != entry.Crc32 || crc.Bytes != entry.Length)
            throw new FileRefusedException($"{name} is damaged: the check sum of {entry.FullName} does not fit its contents. Fetch it again from the sender.");
    }
}
