using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using KpiPulse.Metrics.Tickets;

namespace KpiPulse.Metrics.Misses;

/// <summary>
/// A seeded sample, stratified by team and category: each stratum by its share, the largest remainders first. Within one the order is
/// that of a hash of seed and subject, so that the same rows give the same sample in whatever order they come.
/// </summary>
public static class EvidenceSample
{
    public const int Smallest = 5;
    public const int Largest = 25;

    public static IReadOnlyList<TicketRow> Draw(IReadOnlyList<TicketRow> rows, int size, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, Smallest);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, Largest);
        if (rows.Count <= size)
            return InTime(rows);

        var strata = rows.GroupBy(row => $"{row.Team}\n{row.Category}", StringComparer.Ordinal)
            .Select(stratum => (stratum.Key, Rows: stratum.OrderBy(row => KeyOf(row, seed)).ToList(), Share: size * stratum.Count() / (double)rows.Count))
            .ToList();
        var left = size - strata.Sum(stratum => (int)stratum.Share);
        var favoured = strata.OrderByDescending(stratum => stratum.Share - Math.Floor(stratum.Share)).ThenBy(stratum => stratum.Key, StringComparer.Ordinal)
            .Take(left).Select(stratum => stratum.Key).ToHashSet(StringComparer.Ordinal);
        return InTime(strata.SelectMany(stratum => stratum.Rows.Take((int)stratum.Share + (favoured.Contains(stratum.Key) ? 1 : 0))));
    }

    private static List<TicketRow> InTime(IEnumerable<TicketRow> rows) => [.. rows.OrderBy(row => row.AttributedAt).ThenBy(row => row.SubjectId, StringComparer.Ordinal)];

    private static ulong KeyOf(TicketRow row, int seed) => BinaryPrimitives.ReadUInt64BigEndian(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{seed}\n{row.SourceSystem}\n{row.SubjectId}"))));
}
