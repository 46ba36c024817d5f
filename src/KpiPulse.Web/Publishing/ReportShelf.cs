using KpiPulse.Metrics.Delivery;
using KpiPulse.Reporting.Pdf.Verify;
using KpiPulse.Reporting.Pdf.Weekly;

namespace KpiPulse.Web.Publishing;

/// <summary>Published reports as files of the data folder: the PDF, its manifest and its signature beside it.</summary>
public sealed class ReportShelf(string dataFolder, ReportSeal seal)
{
    private string Folder => Path.Combine(dataFolder, "reports");

    /// <summary>Whole or not at all; the same report again changes nothing.</summary>
    public void Put(ReportFile file)
    {
        var path = PathOf(file.Sha256);
        if (File.Exists(path))
            return;

        Directory.CreateDirectory(Folder);
        Write(path + ".manifest.json", System.Text.Encoding.UTF8.GetBytes(file.Manifest.ToJson()));
        Write(ReportSeal.SignaturePathOf(path), seal.Sign(file.Pdf));
        Write(path, file.Pdf);
    }

    /// <summary>Into a folder of the data folder, under a name that people and scripts know.</summary>
    public void CopyTo(string folderName, ReportFile file)
    {
        var folder = Path.Combine(Folder, "folders", folderName);
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, NameOf(file.Manifest));
        Write(path + ".manifest.json", System.Text.Encoding.UTF8.GetBytes(file.Manifest.ToJson()));
        Write(ReportSeal.SignaturePathOf(path), File.ReadAllBytes(ReportSeal.SignaturePathOf(PathOf(file.Sha256))));
        Write(path, file.Pdf);
    }

    public byte[] Signature(ReportFile file) => File.ReadAllBytes(ReportSeal.SignaturePathOf(PathOf(file.Sha256)));

    /// <summary>Null when the file is gone from the shelf.</summary>
    public byte[]? Pdf(PublishedReport report) => File.Exists(PathOf(report.Sha256)) ? File.ReadAllBytes(PathOf(report.Sha256)) : null;

    public SealState? StateOf(PublishedReport report)
    {
        var signature = ReportSeal.SignaturePathOf(PathOf(report.Sha256));
        return Pdf(report) is { } pdf ? seal.Check(pdf, File.Exists(signature) ? File.ReadAllBytes(signature) : null) : null;
    }

    public static string NameOf(ReportManifest manifest) =>
        string.Join('-', ((string?[])["kpipulse", manifest.Kind == ReportKind.Why ? "why" : null, manifest.View?.Metric, manifest.Period, .. manifest.Where.Values.SelectMany(values => values)]).OfType<string>().Select(FileNameOf)) + ".pdf";

    /// <summary>Values come from data and from people: nothing in them may be a path.</summary>
    public static string FileNameOf(string text) => string.Concat(text.Select(letter => char.IsLetterOrDigit(letter) ? letter : '_'));

    private string PathOf(string sha256) => Path.Combine(Folder, sha256 + ".pdf");

    private static void Write(string path, byte[] content)
    {
        var draft = path + ".part";
        File.WriteAllBytes(draft, content);
        File.Move(draft, path, overwrite: true);
    }
}
