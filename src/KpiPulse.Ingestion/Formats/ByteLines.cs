namespace KpiPulse.Ingestion.Formats;

/// <summary>Lines as bytes, whatever ends them; numbered from 1, blank ones too. A line is good until the next one is asked for.</summary>
internal static class ByteLines
{
    public static IEnumerable<(long Number, ReadOnlyMemory<byte> Line)> Of(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        var buffer = new byte[1 << 17];
        int begin = 0, filled = 0;
        long number = 1;
        var afterCarriageReturn = false;
        while (true)
        {
            var length = buffer.AsSpan(begin, filled - begin).IndexOfAny((byte)'\n', (byte)'\r');
            if (length < 0)
            {
                if (Fill(stream, ref buffer, ref begin, ref filled))
                    continue;
                if (filled > begin)
                    yield return (number, buffer.AsMemory(begin, filled - begin));
                yield break;
            }

            // The second byte of a CRLF ends nothing.
            var isSecond = afterCarriageReturn && length == 0 && buffer[begin] == '\n';
            afterCarriageReturn = buffer[begin + length] == '\r';
            var line = buffer.AsMemory(begin, length);
            begin += length + 1;
            if (!isSecond)
                yield return (number++, line);
        }
    }

    private static bool Fill(FileStream stream, ref byte[] buffer, ref int begin, ref int filled)
    {
        Buffer.BlockCopy(buffer, begin, buffer, 0, filled - begin);
        filled -= begin;
        begin = 0;
        if (filled == buffer.Length)
            Array.Resize(ref buffer, buffer.Length * 2);
        var read = stream.Read(buffer, filled, buffer.Length - filled);
        filled += read;
        return read > 0;
    }
}
