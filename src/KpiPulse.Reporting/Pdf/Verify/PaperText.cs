using System.Text;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;

namespace KpiPulse.Reporting.Pdf.Verify;

/// <summary>What a reader sees on the pages of a PDF, read back from its text.</summary>
internal sealed class PaperText : IDisposable
{
    private readonly PdfDocument document;
    private readonly Dictionary<int, Page> pages = [];

    private PaperText(PdfDocument document) => this.document = document;

    public int Pages => document.NumberOfPages;

    /// <exception cref="ReportUnreadableException">The bytes are no PDF.</exception>
    public static PaperText Open(byte[] pdf)
    {
        try
        {
            return new(PdfDocument.Open(pdf));
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // The library tells a broken file by many kinds of exception.
            throw new ReportUnreadableException($"This is not a PDF that can be read: {failure.Message}", failure);
        }
    }

    public string? Attachment(string name) =>
        document.Advanced.TryGetEmbeddedFiles(out var files) && files.FirstOrDefault(file => file.Name == name) is { } found
            ? Encoding.UTF8.GetString(found.Bytes)
            : null;

    /// <summary>The text inside the box, without spaces: how wide a space is drawn is not what was said.</summary>
    public string At(int number, FigureBox box)
    {
        if (number < 1 || number > Pages) return "";
        var page = PageAt(number);
        var letters = page.Letters.Where(letter =>
            (letter.StartBaseLine.X + letter.EndBaseLine.X) / 2 is var x && x >= box.Left - 0.5 && x <= box.Right + 0.5
            && page.Height - letter.StartBaseLine.Y is var y && y >= box.Top && y <= box.Bottom);
        return Plain(string.Concat(letters.OrderBy(letter => letter.StartBaseLine.X).Select(letter => letter.Value)));
    }

    /// <summary>The page's words in the order in which they were drawn.</summary>
    public IReadOnlyList<string> WordsOf(int number) => [.. PageAt(number).GetWords().Select(word => word.Text)];

    public static string Plain(string text) => string.Concat(text.Normalize(NormalizationForm.FormKC).Where(character => !char.IsWhiteSpace(character)));

    public void Dispose() => document.Dispose();

    private Page PageAt(int number)
    {
        if (!pages.TryGetValue(number, out var page)) pages[number] = page = document.GetPage(number);
        return page;
    }
}

/// <summary>The message says what the file is instead.</summary>
public sealed class ReportUnreadableException(string message, Exception? inner = null) : Exception(message, inner);
