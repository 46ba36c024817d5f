using System.IO.Compression;
using System.Xml;

namespace KpiPulse.Ingestion.Formats;

/// <summary>
/// Cells of one sheet whose formula failed, as the sheet writes them (<c>#N/A</c>). The reader of workbooks gives them as empty, which would make a
/// failure look like "no value".
/// </summary>
internal static class CellErrors
{
    private const string Relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreWhitespace = true };

    /// <param name="sheet">The first one if null.</param>
    /// <returns>By row (from 1) and column (from 0).</returns>
    public static IReadOnlyDictionary<(long Row, int Column), string> Of(string path, string? sheet)
    {
        Dictionary<(long Row, int Column), string> errors = [];
        using var archive = ZipFile.OpenRead(path);
        var id = Elements(archive, "xl/workbook.xml", "sheet", cells => (Name: cells.GetAttribute("name"), Id: cells.GetAttribute("id", Relationships)))
            .FirstOrDefault(found => sheet is null || string.Equals(found.Name, sheet, StringComparison.OrdinalIgnoreCase)).Id;
        var target = Elements(archive, "xl/_rels/workbook.xml.rels", "Relationship", part => (Id: part.GetAttribute("Id"), Target: part.GetAttribute("Target"))).FirstOrDefault(part => part.Id == id).Target;
        if (target is null)
            return errors;

        foreach (var (place, error) in Elements(archive, target.StartsWith('/') ? target[1..] : "xl/" + target, "c", Error))
        {
            if (error is not null && Place(place) is { } cell)
                errors[cell] = error;
        }

        return errors;
    }

    private static (string? Place, string? Error) Error(XmlReader cell)
    {
        var place = cell.GetAttribute("r");
        if (cell.GetAttribute("t") != "e" || cell.IsEmptyElement)
            return (place, null);

        using var inner = cell.ReadSubtree();
        return (place, inner.ReadToDescendant("v", cell.NamespaceURI) ? inner.ReadElementContentAsString() : null);
    }

    private static IEnumerable<T> Elements<T>(ZipArchive archive, string part, string element, Func<XmlReader, T> read)
    {
        if (archive.GetEntry(part) is not { } entry)
            yield break;

        using var stream = entry.Open();
        using var xml = XmlReader.Create(stream, Settings);
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == element)
                yield return read(xml);
        }
    }

    /// <summary><c>AB12</c> as row 12, column 27.</summary>
    private static (long Row, int Column)? Place(string? reference)
    {
        var letters = reference is null ? 0 : reference.TakeWhile(char.IsAsciiLetterUpper).Count();
        return letters > 0 && long.TryParse(reference.AsSpan(letters), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var row)
            ? (row, reference![..letters].Aggregate(0, (column, letter) => column * 26 + letter - 'A' + 1) - 1)
            : null;
    }
}
