using KpiPulse.Metrics.RootCause;
using Xunit;

namespace KpiPulse.Tests.Metrics.RootCause;

public class TotalQuestionTests
{
    [Theory]
    [InlineData(Concern.Fall, 0.6)]
    [InlineData(Concern.Rise, 1.5)]
    public void A_part_that_moved_against_the_rest_is_named(Concern concern, double factor)
    {
        // All parts grow by 5 %; site 2 on channel 3 moves by a factor of its own.
        var random = new Random(1);
        var leaves = Totals(random, leaf => leaf == (1, 2) ? factor : 1.05);

        var answer = RootCauseEngine.ExplainTotal(leaves, concern);

        var cause = Assert.Single(answer.Causes);
        Assert.Equal(["channel3", "site2"], cause.Where.Values);
        Assert.Equal(factor / 1.05 - 1, cause.RelativeChange, 1);
        Assert.Equal(answer.After - answer.Before, answer.CommonChange + cause.Contribution + answer.Unexplained, 6);
    }

    [Fact]
    public void Growth_of_everything_names_nothing()
    {
        var answer = RootCauseEngine.ExplainTotal(Totals(new Random(2), _ => 1.2), Concern.Rise);

        Assert.Empty(answer.Causes);
        Assert.Equal(0.2, answer.CommonChange / answer.Before, 1);
    }

    private static LeafTable Totals(Random random, Func<(int Site, int Channel), double> factor)
    {
        var cells = (from site in Enumerable.Range(0, 6) from channel in Enumerable.Range(0, 5) from product in Enumerable.Range(0, 8) select (site, channel)).ToArray();
        var before = Array.ConvertAll(cells, _ => 500.0 + random.Next(2000));
        var after = before.Select((y, i) => Math.Round(y * factor(cells[i]) * (1 + 0.04 * (random.NextDouble() - 0.5)))).ToArray();
        return new LeafTable(
            [
                new LeafDimension("site", ["site1", "site2", "site3", "site4", "site5", "site6"], Array.ConvertAll(cells, cell => cell.site)),
                new LeafDimension("channel", ["channel1", "channel2", "channel3", "channel4", "channel5"], Array.ConvertAll(cells, cell => cell.channel)),
                new LeafDimension("product", ["p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8"], [.. Enumerable.Range(0, cells.Length).Select(i => i % 8)]),
            ],
            new LeafCounts(before, before),
            new LeafCounts(after, after));
    }
}
