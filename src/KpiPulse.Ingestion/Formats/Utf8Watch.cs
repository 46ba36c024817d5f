using System.Text.Unicode;

namespace KpiPulse.Ingestion.Formats;

/// <summary>Whether bytes that stream by in parts are UTF-8; a character may straddle two parts.</summary>
internal sealed class Utf8Watch
{
    private readonly byte[] carried = new byte[4];
    private int carriedBytes;

    public bool IsValid { get; private set; } = true;

    public void Add(ReadOnlySpan<byte> part)
    {
        if (!IsValid)
            return;

        if (carriedBytes > 0)
        {
            var needed = Math.Min(Length(carried[0]) - carriedBytes, part.Length);
            part[..needed].CopyTo(carried.AsSpan(carriedBytes));
            carriedBytes += needed;
            part = part[needed..];
            if (carriedBytes < Length(carried[0]))
                return;
            IsValid = Utf8.IsValid(carried.AsSpan(0, carriedBytes));
            carriedBytes = 0;
        }

        var whole = WholeCharacters(part);
        IsValid &= Utf8.IsValid(part[..whole]);
        part[whole..].CopyTo(carried);
        carriedBytes = part.Length - whole;
    }

    /// <summary>Bytes up to a character that the part breaks off.</summary>
    private static int WholeCharacters(ReadOnlySpan<byte> part)
    {
        for (var back = 1; back <= Math.Min(3, part.Length); back++)
        {
            var here = part[^back];
            if (here >= 0xC0)
                return Length(here) > back ? part.Length - back : part.Length;
            if (here < 0x80)
                break;
        }

        return part.Length;
    }

    private static int Length(byte lead) => lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
}
