using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace KpiPulse.Reporting.Pdf;

/// <param name="Name">ASCII.</param>
internal sealed record Attachment(string Name, string MediaType, byte[] Content);

/// <summary>
/// What Skia's PDF backend cannot say: language, bookmarks, attached files, and dates that do not depend on the machine's zone. They are appended as an incremental update
/// (ISO 32000-1, 7.5.6), so that the drawn pages stay byte for byte what Skia wrote.
/// </summary>
internal sealed partial class PdfUpdate
{
    private readonly byte[] pdf;
    private readonly string text;
    private readonly SortedDictionary<int, byte[]> objects = [];
    private int next;

    private PdfUpdate(byte[] pdf)
    {
        this.pdf = pdf;
        text = Encoding.Latin1.GetString(pdf);
        next = int.Parse(Trailer().Match(text).Groups["size"].ValueSpan, CultureInfo.InvariantCulture);
    }

    /// <param name="at">UTC; the file's date, so that the same snapshot gives the same bytes.</param>
    public static byte[] Append(byte[] pdf, string language, DateTime at, IReadOnlyList<Bookmark> bookmarks, IReadOnlyList<Attachment> attachments)
    {
        var update = new PdfUpdate(pdf);
        var root = int.Parse(Trailer().Match(update.text).Groups["root"].ValueSpan, CultureInfo.InvariantCulture);
        var catalog = update.ObjectText(root);
        var names = attachments.Select(file => (file.Name, File: update.AddFile(file))).OrderBy(pair => pair.Name, StringComparer.Ordinal).ToList();
        update.objects[root] = Encoding.Latin1.GetBytes(string.Create(CultureInfo.InvariantCulture, $"""
            {catalog[..catalog.LastIndexOf(">>", StringComparison.Ordinal)]}
            /Lang ({language})
            /PageMode /UseOutlines
            /Outlines {update.AddBookmarks(bookmarks)} 0 R
            /ViewerPreferences <</DisplayDocTitle true>>
            /Names <</EmbeddedFiles <</Names [{string.Join(' ', names.Select(pair => $"({pair.Name}) {pair.File} 0 R"))}]>>>>>>
            """));
        var info = int.Parse(Trailer().Match(update.text).Groups["info"].ValueSpan, CultureInfo.InvariantCulture);
        update.objects[info] = Encoding.Latin1.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"{update.ObjectText(info)[..^2]}\n/CreationDate (D:{at:yyyyMMddHHmmss}Z)\n/ModDate (D:{at:yyyyMMddHHmmss}Z)>>"));
        return update.Bytes(root);
    }

    private int Add(string content) => Add(Encoding.Latin1.GetBytes(content));

    private int Add(byte[] content)
    {
        objects[next] = content;
        return next++;
    }

    private int AddFile(Attachment file)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true)) zlib.Write(file.Content);
        var head = string.Create(CultureInfo.InvariantCulture, $"<</Type /EmbeddedFile /Subtype /{file.MediaType.Replace("/", "#2F", StringComparison.Ordinal)} /Filter /FlateDecode /Length {packed.Length} /Params <</Size {file.Content.Length}>>>> stream\n");
        var stream = Add([.. Encoding.Latin1.GetBytes(head), .. packed.ToArray(), .. "\nendstream"u8]);
        return Add(string.Create(CultureInfo.InvariantCulture, $"<</Type /Filespec /F ({file.Name}) /UF ({file.Name}) /EF <</F {stream} 0 R>>>>"));
    }

    private int AddBookmarks(IReadOnlyList<Bookmark> bookmarks)
    {
        var pages = PageObjects(Trailer().Match(text).Groups["root"].Value).ToList();
        var (root, first) = (next, next + 1);
        Add(string.Create(CultureInfo.InvariantCulture, $"<</Type /Outlines /First {first} 0 R /Last {first + bookmarks.Count - 1} 0 R /Count {bookmarks.Count}>>"));
        for (var i = 0; i < bookmarks.Count; i++)
        {
            var siblings = (i > 0 ? Reference("/Prev", first + i - 1) : "") + (i + 1 < bookmarks.Count ? Reference("/Next", first + i + 1) : "");
            Add(string.Create(CultureInfo.InvariantCulture, $"<</Title {Unicode(bookmarks[i].Title)} /Parent {root} 0 R{siblings} /Dest [{pages[bookmarks[i].Page - 1]} 0 R /Fit]>>"));
        }
        return root;

        static string Reference(string name, int number) => string.Create(CultureInfo.InvariantCulture, $" {name} {number} 0 R");
    }

    /// <summary>The page objects in their order; Skia nests the tree when there are many.</summary>
    private IEnumerable<string> PageObjects(string number)
    {
        var node = ObjectText(int.Parse(number, CultureInfo.InvariantCulture));
        if (PagesOfCatalog().Match(node) is { Success: true } catalog)
            return PageObjects(catalog.Groups["pages"].Value);
        return Kids().Match(node) is { Success: true } kids
            ? Reference().Matches(kids.Groups["kids"].Value).SelectMany(kid => PageObjects(kid.Groups["number"].Value))
            : [number];
    }

    private string ObjectText(int number)
    {
        var mark = string.Create(CultureInfo.InvariantCulture, $"\n{number} 0 obj\n");
        var start = text.LastIndexOf(mark, StringComparison.Ordinal) + mark.Length;
        return text[start..text.IndexOf("\nendobj", start, StringComparison.Ordinal)];
    }

    private byte[] Bytes(int root)
    {
        using var output = new MemoryStream();
        output.Write(pdf);
        output.Write("\n"u8);
        var table = new StringBuilder("xref\n");
        foreach (var (number, content) in objects)
        {
            table.Append(CultureInfo.InvariantCulture, $"{number} 1\n{output.Position:D10} 00000 n \n");
            output.Write(Encoding.Latin1.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{number} 0 obj\n")));
            output.Write(content);
            output.Write("\nendobj\n"u8);
        }
        var (start, trailer) = (output.Position, Trailer().Match(text));
        // Equal pages are the same document; what is attached makes it another version of it.
        var (id, version) = (Convert.ToHexString(SHA256.HashData(pdf))[..32], Convert.ToHexString(SHA256.HashData(output.ToArray()))[..32]);
        output.Write(Encoding.Latin1.GetBytes(table.Append(CultureInfo.InvariantCulture,
            $"trailer\n<</Size {next}\n/Root {root} 0 R\n/Info {trailer.Groups["info"].Value} 0 R\n/Prev {trailer.Groups["start"].Value}\n/ID [<{id}> <{version}>]>>\nstartxref\n{start}\n%%EOF\n").ToString()));
        return output.ToArray();
    }

    private static string Unicode(string title) => "<FEFF" + Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(title)) + ">";

    [GeneratedRegex(@"trailer\s*<</Size (?<size>\d+)\s*/Root (?<root>\d+) 0 R\s*/Info (?<info>\d+) 0 R.*?>>\s*startxref\s*(?<start>\d+)\s*%%EOF\s*\z", RegexOptions.Singleline | RegexOptions.RightToLeft)]
    private static partial Regex Trailer();

    [GeneratedRegex(@"/Type /Catalog.*?/Pages (?<pages>\d+) 0 R", RegexOptions.Singleline)]
    private static partial Regex PagesOfCatalog();

    [GeneratedRegex(@"/Kids \[(?<kids>[^\]]*)\]")]
    private static partial Regex Kids();

    [GeneratedRegex(@"(?<number>\d+) 0 R")]
    private static partial Regex Reference();
}
