using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace KpiPulse.Tests.Ingestion;

/// <summary>Workbooks as small as a spreadsheet program would read them.</summary>
internal static class Workbooks
{
    public static string Text(string text) => $"""t="inlineStr"><is><t>{System.Security.SecurityElement.Escape(text)}</t></is>""";

    public static string Number(double number) => string.Create(CultureInfo.InvariantCulture, $"><v>{number:R}</v>");

    /// <summary>A formula that failed.</summary>
    public static string Error(string error) => $"""t="e"><f>1/0</f><v>{error}</v>""";

    /// <param name="sheets">Name and rows; null leaves a cell out.</param>
    public static byte[] Of(params (string Name, IEnumerable<IReadOnlyList<string?>> Rows)[] sheets)
    {
        using var to = new MemoryStream();
        using (var zip = new ZipArchive(to, ZipArchiveMode.Create))
        {
            Part(zip, "[Content_Types].xml", $"""<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>{Each(sheets, at => $"""<Override PartName="/xl/worksheets/sheet{at}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>""")}</Types>""");
            Part(zip, "_rels/.rels", """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>""");
            Part(zip, "xl/workbook.xml", $"""<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>{Each(sheets, at => $"""<sheet name="{sheets[at - 1].Name}" sheetId="{at}" r:id="rId{at}"/>""")}</sheets></workbook>""");
            Part(zip, "xl/_rels/workbook.xml.rels", $"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{Each(sheets, at => $"""<Relationship Id="rId{at}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet{at}.xml"/>""")}</Relationships>""");
            for (var at = 1; at <= sheets.Length; at++)
                Part(zip, $"xl/worksheets/sheet{at}.xml", $"""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{string.Concat(sheets[at - 1].Rows.Select(Row))}</sheetData></worksheet>""");
        }

        return to.ToArray();
    }

    private static string Row(IReadOnlyList<string?> cells, int at) => cells.Count == 0 ? "" : $"""<row r="{at + 1}">{string.Concat(cells.Select((cell, column) => cell is null ? "" : $"""<c r="{(char)('A' + column)}{at + 1}" {cell}</c>"""))}</row>""";

    private static string Each<T>(T[] sheets, Func<int, string> text) => string.Concat(Enumerable.Range(1, sheets.Length).Select(text));

    private static void Part(ZipArchive zip, string name, string text)
    {
        using var stream = zip.CreateEntry(name, CompressionLevel.Optimal).Open();
        stream.Write(Encoding.UTF8.GetBytes(text));
    }
}
