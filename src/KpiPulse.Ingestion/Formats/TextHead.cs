using System.Text;
using KpiPulse.Ingestion.Profiles;
using KpiPulse.Warehouse.Landing;

namespace KpiPulse.Ingestion.Formats;

/// <summary>The beginning of a text file, unpacked, in UTF-8: enough to find the header.</summary>
internal sealed class TextHead
{
    private const int Bytes = 1 << 20;

    private readonly byte[] raw;

    private TextHead(byte[] raw, bool isWhole)
    {
        this.raw = raw;
        IsWhole = isWhole;
    }

    public bool IsWhole { get; }

    public static TextHead Of(string path, ByteFacts facts)
    {
        if (Gzip.IsGzip(facts))
            return new TextHead(Gzip.Head(path, Bytes), isWhole: false);

        using var stream = File.OpenRead(path);
        var head = new byte[Bytes];
        return new TextHead(head[..stream.ReadAtLeast(head, Bytes, throwOnEndOfStream: false)], stream.Length <= Bytes);
    }

    public bool StartsWith(ReadOnlySpan<byte> mark) => raw.AsSpan().StartsWith(mark);

    public bool IsZip => StartsWith("PK"u8);

    public bool IsParquet => StartsWith("PAR1"u8);

    /// <summary>Begins as JSON does; a CSV header that begins with a brace is nobody's.</summary>
    public bool IsJson => raw.AsSpan().TrimStart((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF, (byte)' ', (byte)'\r', (byte)'\n', (byte)'\t']) is [(byte)'{' or (byte)'[', ..] && !IsParquet;

    public bool LooksLikeHtml => Encoding.ASCII.GetString(raw, 0, Math.Min(raw.Length, 256)).TrimStart('\0', ' ', '\r', '\n', '\t') is var text
        && (text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase));

    public bool LooksLikeUtf16WithoutMark => raw.Length >= 4 && EncodingOf(null) is null && raw.AsSpan(0, Math.Min(raw.Length, 400)).Count((byte)0) > Math.Min(raw.Length, 400) / 4;

    public string? FirstLine() => (EncodingOf(null) ?? Encoding.UTF8).GetString(raw).Split('\n')[0].Trim() is { Length: > 0 } line ? line : null;

    /// <summary>What the bytes must be recoded from; null for UTF-8.</summary>
    public Encoding? EncodingOf(string? declared) => TextEncodings.Of(raw, declared);

    /// <summary>The header row as the profile expects it, and how the profile reads it.</summary>
    public HeaderReading? Read(SourceProfile profile)
    {
        var format = profile.File.Format;
        var text = EncodingOf(format.Encoding) is { } encoding ? Encoding.UTF8.GetBytes(encoding.GetString(raw)) : raw;
        HeaderReading? best = null;
        foreach (var delimiter in format.Delimiter)
        {
            var dialect = new CsvDialect((byte)delimiter[0], (byte)format.Quote[0], (byte)(format.Escape ?? format.Quote)[0]);
            var records = new RecordReader(new MemoryStream(text), dialect);
            while (records.Read() && records.Line <= format.SkipLines + Math.Max(1, format.HeaderWithin))
            {
                if (records.Line <= format.SkipLines || records.IsBlank)
                    continue;

                var names = RecordReader.Values(records.Content, dialect, Encoding.UTF8).ConvertAll(name => name.Trim().Trim('\ufeff').Trim());
                var translation = ProfileTranslation.Of(profile, names);
                var reading = new HeaderReading(profile, new CsvHeader(names, dialect, records.Line, records.NextLine, records.NextOffset), translation);
                if (best is null || translation.Missing.Count < best.Translation.Missing.Count)
                    best = reading;
                if (translation.Missing.Count == 0)
                    return best;
            }
        }

        return best;
    }
}

/// <summary>One profile's reading of a header.</summary>
internal sealed record HeaderReading(SourceProfile Profile, CsvHeader Header, ProfileTranslation Translation);

/// <summary>UTF-8 needs nothing; the rest is recoded on the way to the staging folder.</summary>
internal static class TextEncodings
{
    static TextEncodings() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static Encoding? Of(ReadOnlySpan<byte> start, string? declared)
    {
        if (start.StartsWith([(byte)0xEF, (byte)0xBB, (byte)0xBF]))
            return null;
        if (start.StartsWith([(byte)0xFF, (byte)0xFE]))
            return Encoding.Unicode;
        if (start.StartsWith([(byte)0xFE, (byte)0xFF]))
            return Encoding.BigEndianUnicode;
        return declared is null || declared.Equals("utf-8", StringComparison.OrdinalIgnoreCase) ? null : Encoding.GetEncoding(declared);
    }

    /// <summary>Bytes that are no text in the encoding become <see cref="StagedFile.NoText"/>, which rejects their record.</summary>
    public static (ByteFacts Facts, bool HoldsNoText) Recode(string path, Encoding encoding, string target)
    {
        var facts = new ByteFacts();
        var holdsNoText = false;
        var strict = Encoding.GetEncoding(encoding.CodePage, EncoderFallback.ReplacementFallback, new DecoderReplacementFallback(StagedFile.NoText.ToString()));
        using var reader = new StreamReader(path, strict, detectEncodingFromByteOrderMarks: false, 1 << 16);
        using var to = new FileStream(target, FileMode.Create, FileAccess.Write);
        if (reader.Peek() == '\ufeff')
            reader.Read();
        var characters = new char[1 << 16];
        var encoder = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetEncoder();
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(characters.Length)];
        int read;
        do
        {
            read = reader.Read(characters);
            holdsNoText |= characters.AsSpan(0, read).Contains(StagedFile.NoText);
            var written = encoder.GetBytes(characters.AsSpan(0, read), bytes, flush: read == 0);
            facts.Add(bytes.AsSpan(0, written));
            to.Write(bytes.AsSpan(0, written));
        }
        while (read > 0);
        facts.End();
        return (facts, holdsNoText);
    }
}
