using System.IO.Compression;
using System.Text;
using UglyToad.PdfPig;

namespace KpiPulse.Tests.Web.Access;

/// <summary>All text that a body holds, however it is packed.</summary>
internal static class TextOf
{
    public static string Everything(byte[] body)
    {
        var text = new StringBuilder(Encoding.UTF8.GetString(body));
        if (body.AsSpan().StartsWith("%PDF"u8))
        {
            using var pdf = PdfDocument.Open(body);
            foreach (var page in pdf.GetPages())
                text.Append(page.Text);
        }
        else if (body.AsSpan().StartsWith("PK"u8))
        {
            using var zip = new ZipArchive(new MemoryStream(body));
            foreach (var entry in zip.Entries)
            {
                using var reader = new StreamReader(entry.Open());
                text.Append(reader.ReadToEnd());
            }
        }

        return text.ToString();
    }
}
