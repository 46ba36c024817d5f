using KpiPulse.Metrics.Misses;
using KpiPulse.Metrics.Tickets;
using Xunit;

namespace KpiPulse.Tests.Metrics.Misses;

public sealed class EvidenceSampleTests
{
    [Fact]
    public void The_same_seed_draws_the_same_rows_in_whatever_order_they_come()
    {
        var rows = Rows(("A", "x", 60), ("B", "x", 40));

        var one = EvidenceSample.Draw(rows, 20, seed: 7);
        var other = EvidenceSample.Draw([.. rows.Reverse()], 20, seed: 7);

        Assert.Equal(one.Select(row => row.SubjectId), other.Select(row => row.SubjectId));
        Assert.NotEqual(one.Select(row => row.SubjectId), EvidenceSample.Draw(rows, 20, seed: 8).Select(row => row.SubjectId));
    }

    [Fact]
    public void Every_stratum_gets_its_share_and_the_largest_remainders_the_rest()
    {
        // 25 of 90: 13.9, 8.3 and 2.8 rows; 13 + 8 + 2 = 23, the two left go to the first and the third.
        var rows = Rows(("A", "x", 50), ("A", "y", 30), ("B", "x", 10));

        var drawn = EvidenceSample.Draw(rows, 25, seed: 1);

        Assert.Equal([14, 8, 3], drawn.GroupBy(row => row.Team + row.Category).OrderBy(group => group.Key).Select(group => group.Count()));
        Assert.Equal(25, drawn.Select(row => row.SubjectId).Distinct().Count());
    }

    [Fact]
    public void Fewer_rows_than_asked_for_are_all_taken()
    {
        Assert.Equal(12, EvidenceSample.Draw(Rows(("A", "x", 12)), 25, seed: 1).Count);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(26)]
    public void A_sample_has_five_to_twenty_five_rows(int size)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => EvidenceSample.Draw(Rows(("A", "x", 50)), size, seed: 1));
    }

    private static TicketRow[] Rows(params (string Team, string Category, int Count)[] strata) =>
        [.. strata.SelectMany(stratum => Enumerable.Range(0, stratum.Count).Select(number => Row(stratum.Team, stratum.Category, number)))];

    private static TicketRow Row(string team, string category, int number)
    {
        var at = new DateTime(2026, 11, 9, 0, 0, 0, DateTimeKind.Utc).AddMinutes(number);
        var id = $"{team}-{category}-{number}";
        return new TicketRow(id, "desk", id, at, null, "KR", "Age Support", "1", "web", "MNL-2", team, null, null, "open", "ko", category, null, at, null, 0);
    }
}
