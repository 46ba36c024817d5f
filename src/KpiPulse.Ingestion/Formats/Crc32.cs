namespace KpiPulse.Ingestion.Formats;

/// <summary>The check sum of gzip and zip, over bytes that stream by.</summary>
internal sealed class Crc32
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(index => Enumerable.Range(0, 8).Aggregate((uint)index, (crc, _) => (crc & 1) != 0 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1))];

    private uint state = 0xFFFFFFFFu;

    public long Bytes { get; private set; }

    public uint Value => ~state;

    public void Add(ReadOnlySpan<byte> part)
    {
        var crc = state;
        foreach (var value in part)
            crc = Table[(crc ^ value) & 0xFF] ^ (crc >> 8);
        state = crc;
        Bytes += part.Length;
    }
}
