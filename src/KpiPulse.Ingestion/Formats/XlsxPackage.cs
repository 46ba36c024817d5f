using System.IO.Compression;

namespace KpiPulse.Ingestion.Formats;

/// <summary>A workbook as the zip file that it is: looked through before anything of it is used.</summary>
internal static class XlsxPackage
{
    private const int MostEntries = 2_000;
    private const long MostUnpacked = 1L << 30;
    private const long MostRatio = 100;
    private const long HarmlessEntry = 8 << 20;

    private static ReadOnlySpan<byte> ErrorMark => "t=\"e\""u8;

    private static ReadOnlySpan<byte> ErrorMarkOfOthers => "t='e'"u8;

    /// <summary>Looks at the archive's own list before anything is unpacked.</summary>
    /// <returns>True when a cell may hold the error of a formula.</returns>
    /// <exception cref="FileRefusedException">Macros, hostile names, bombs, or no workbook at all.</exception>
    public static bool Check(string path, string name)
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
            var holdsErrors = false;
            foreach (var entry in archive.Entries)
                holdsErrors |= CheckPart(entry, name);
            return archive.GetEntry("xl/workbook.xml") is not null
                ? holdsErrors
                : throw new FileRefusedException($"{name} is a zip file, but no workbook. Unpack it and drop what is inside.");
        }
        catch (InvalidDataException failure)
        {
            throw new FileRefusedException($"{name} is no sound workbook ({failure.Message}). Fetch it again from the sender.", failure);
        }
    }

    /// <summary>Reads the part once: its check sum, which nobody looks at afterwards, and entities, which are how XML attacks and which no spreadsheet program writes.</summary>
    private static bool CheckPart(ZipArchiveEntry entry, string name)
    {
        using var stream = entry.Open();
        var buffer = new byte[1 << 16];
        var crc = new Crc32();
        var holdsErrors = false;

        // The mark of an error may lie across two readings: what it could begin in is kept.
        var kept = 0;
        for (int read; (read = stream.ReadAtLeast(buffer.AsSpan(kept), buffer.Length - kept, throwOnEndOfStream: false)) > 0;)
        {
            if (crc.Bytes == 0 && System.Text.Encoding.UTF8.GetString(buffer, 0, Math.Min(read, 1024)).Contains("<!DOCTYPE", StringComparison.OrdinalIgnoreCase))
                throw new FileRefusedException($"{name} declares XML entities in {entry.FullName}, as no spreadsheet program does. It is not taken.");
            crc.Add(buffer.AsSpan(kept, read));
            var seen = buffer.AsSpan(0, kept + read);
            holdsErrors |= seen.IndexOf(ErrorMark) >= 0 || seen.IndexOf(ErrorMarkOfOthers) >= 0;
            kept = Math.Min(seen.Length, ErrorMark.Length - 1);
            seen[^kept..].CopyTo(buffer);
            // A part that is longer than the archive's list says is how a bomb hides.
            if (crc.Bytes > entry.Length)
                break;
        }

        if (crc.Value != entry.Crc32 || crc.Bytes != entry.Length)
            throw new FileRefusedException($"{name} is damaged: the check sum of {entry.FullName} does not fit its contents. Fetch it again from the sender.");
        return holdsErrors;
    }
}
