using System.Text;
using KpiPulse.Warehouse.Landing;

namespace KpiPulse.Ingestion.Profiles;

/// <summary>The profile's date patterns (<c>dd/MM/yyyy HH:mm</c>, <c>iso</c>, <c>unix</c>) in DuckDB's terms.</summary>
internal static class DatePattern
{
    // Longest first.
    private static readonly (string Token, string Strptime)[] Tokens =
    [
        ("yyyy", "%Y"), ("yy", "%y"), ("MMMM", "%B"), ("MMM", "%b"), ("MM", "%m"), ("M", "%m"), ("dddd", "%A"), ("ddd", "%a"), ("dd", "%d"), ("d", "%d"),
        ("HH", "%H"), ("H", "%H"), ("hh", "%I"), ("h", "%I"), ("mm", "%M"), ("m", "%M"), ("ss", "%S"), ("s", "%S"), ("ffffff", "%f"), ("fff", "%g"), ("tt", "%p"), ("zzz", "%z"),
    ];

    /// <exception cref="FormatException">A pattern that cannot be read; the message says why.</exception>
    public static TimeShape Shape(IReadOnlyList<string> patterns, string? zone) =>
        new(patterns.Where(IsPattern).Select(Strptime).ToList(), patterns.Contains("iso"), patterns.Contains("unix"), patterns.Contains("unix_ms"), string.Join(" or ", patterns)) { Zone = zone };

    public static bool NamesItsOffset(string pattern) => pattern is "unix" or "unix_ms" || pattern.Contains("zzz", StringComparison.Ordinal);

    private static bool IsPattern(string pattern) => pattern is not ("iso" or "unix" or "unix_ms");

    private static string Strptime(string pattern)
    {
        var text = new StringBuilder();
        for (var at = 0; at < pattern.Length;)
        {
            if (pattern[at] == '\'')
            {
                var end = pattern.IndexOf('\'', at + 1);
                if (end < 0)
                    throw new FormatException($"the date pattern '{pattern}' opens a quote that it does not close");
                text.Append(pattern.AsSpan(at + 1, end - at - 1));
                at = end + 1;
                continue;
            }

            var (token, strptime) = Tokens.FirstOrDefault(candidate => string.CompareOrdinal(pattern, at, candidate.Token, 0, candidate.Token.Length) == 0);
            if (token is null && char.IsAsciiLetter(pattern[at]) && pattern[at] != 'T' && pattern[at] != 'Z')
                throw new FormatException($"the date pattern '{pattern}' has the letter '{pattern[at]}', which means nothing; known are yyyy yy MMMM MMM MM M dd d HH H hh h mm m ss s fff ffffff tt zzz, and texts in '…'");

            text.Append(strptime ?? (pattern[at] == '%' ? "%%" : pattern[at].ToString()));
            at += token?.Length ?? 1;
        }

        return text.ToString();
    }
}
