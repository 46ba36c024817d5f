using System.Buffers.Binary;
using System.IO.Compression;

namespace KpiPulse.Ingestion.Formats;

/// <summary>
/// Unpacks with our own eyes on the trailer: neither DuckDB nor <see cref="GZipStream"/> notices a file that was cut off (measured).
/// </summary>
internal static class Gzip
{
    private const long HarmlessBytes = 16 << 20;
    private const long MaxRatio = 200;

    public static bool IsGzip(ByteFacts facts) => facts.StartsWith([0x1F, 0x8B]);

    /// <summary>The first bytes of what is packed.</summary>
    public static byte[] Head(string path, int bytes)
    {
        using var packed = File.OpenRead(path);
        using var unpacked = new GZipStream(packed, CompressionMode.Decompress);
        var head = new byte[bytes];
        var filled = 0;
        try
        {
            for (int read; filled < bytes && (read = unpacked.Read(head.AsSpan(filled, Math.Min(4096, bytes - filled)))) > 0;)
                filled += read;
        }
        catch (InvalidDataException)
        {
            // Unpacking the whole tells what is wrong; the header may be readable all the same.
        }

        return head[..filled];
    }

    /// <exception cref="FileRefusedException">Cut off, damaged, or swelling beyond reason.</exception>
    public static ByteFacts Unpack(string path, string name, string target)
    {
        var facts = new ByteFacts();
        var crc = new Crc32();
        using var packed = File.OpenRead(path);
        try
        {
            using var unpacked = new GZipStream(packed, CompressionMode.Decompress, leaveOpen: true);
            using var to = new FileStream(target, FileMode.Create, FileAccess.Write);
            var buffer = new byte[1 << 18];
            for (int read; (read = unpacked.Read(buffer)) > 0;)
            {
                var part = buffer.AsSpan(0, read);
                crc.Add(part);
                facts.Add(part);
                to.Write(part);
                if (facts.Bytes > HarmlessBytes && facts.Bytes > MaxRatio * packed.Length)
                    throw new FileRefusedException($"{name} unpacks to more than {MaxRatio} times its size, as no export does. If it is genuine, unpack it and drop the plain file.");
            }
        }
        catch (InvalidDataException failure)
        {
            throw new FileRefusedException($"{name} is not a sound gzip file ({failure.Message}). Fetch it again from the sender.", failure);
        }

        facts.End();
        CheckTrailer(packed, name, crc.Value, facts.Bytes);
        return facts;
    }

    private static void CheckTrailer(FileStream packed, string name, uint crc, long bytes)
    {
        Span<byte> trailer = stackalloc byte[8];
        packed.Position = Math.Max(0, packed.Length - 8);
        packed.ReadExactly(trailer);
        if (BinaryPrimitives.ReadUInt32LittleEndian(trailer) != crc || BinaryPrimitives.ReadUInt32LittleEndian(trailer[4..]) != (uint)bytes)
            throw new FileRefusedException($"{name} is cut off, damaged or made of several gzip members: its check sum and length do not fit its contents. Fetch it again, or drop the unpacked file.");
    }
}
