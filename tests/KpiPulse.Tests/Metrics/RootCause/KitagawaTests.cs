using KpiPulse.Metrics.RootCause;
using Xunit;

namespace KpiPulse.Tests.Metrics.RootCause;

public sealed class KitagawaTests
{
    public static TheoryData<string> Cases => Vectors.Cases("kitagawa_totals.csv");

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_split_of_a_change_is_the_contracts(string id)
    {
        var row = Vectors.Case("kitagawa_totals.csv", id);

        var split = Kitagawa.Split(SegmentsOf(id).Select(segment => segment.Change));

        Vectors.AssertClose(row["expected_r0"], split?.Rate0);
        Vectors.AssertClose(row["expected_r1"], split?.Rate1);
        Vectors.AssertClose(row["expected_delta"], split?.Change);
        Vectors.AssertClose(row["expected_rate_effect"], split?.RateEffect);
        Vectors.AssertClose(row["expected_mix_effect"], split?.MixEffect);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Each_segments_effect_is_the_contracts_and_they_add_up(string id)
    {
        var segments = SegmentsOf(id);

        var split = Kitagawa.Split(segments.Select(segment => segment.Change));

        Assert.All(segments, segment =>
        {
            var effect = split?.Segments.Single(effect => effect.Segment == segment.Change);
            Vectors.AssertClose(segment.Row["expected_rate_effect"], effect?.RateEffect);
            Vectors.AssertClose(segment.Row["expected_mix_effect_centred"], effect?.MixEffect);
            Vectors.AssertClose(segment.Row["expected_total_effect"], effect?.TotalEffect);
        });
        Assert.Equal(split?.Change ?? 0, split?.RateEffect + split?.MixEffect ?? 0, 1e-12);
    }

    [Fact]
    public void All_segments_up_and_the_total_down_is_a_simpson_warning()
    {
        Assert.True(Kitagawa.Split([new("IN", 900, 810, 500, 460), new("SG", 100, 60, 500, 310)])!.IsSimpson);
        Assert.False(Kitagawa.Split([new("IN", 900, 810, 500, 440), new("SG", 100, 60, 500, 310)])!.IsSimpson);
    }

    [Fact]
    public void Segments_that_nobody_had_twice_cannot_be_a_simpson_case() =>
        Assert.False(Kitagawa.Split([new("A", 0, 0, 100, 80), new("B", 100, 90, 0, 0)])!.IsSimpson);

    [Fact]
    public void A_segment_without_rows_has_no_effect() =>
        Assert.Equal(0, Kitagawa.Split([new("A", 10, 5, 10, 6), new("EMPTY", 0, 0, 0, 0)])!.Segments[1].TotalEffect);

    [Fact]
    public void Without_one_of_the_periods_there_is_no_change_to_split() =>
        Assert.Null(Kitagawa.Split([new("A", 0, 0, 100, 80)]));

    [Fact]
    public void Small_segments_are_folded_and_nothing_is_lost()
    {
        SegmentChange[] segments =
        [
            new("IN", 900, 810, 500, 460), new("VN", 29, 20, 400, 300), new("PH", 60, 50, 12, 10), new("NEW", 0, 0, 90, 80), new("GONE", 30, 9, 0, 0),
        ];

        var folded = Kitagawa.FoldSmall(segments);

        Assert.Equal(["IN", "NEW", "GONE", Kitagawa.SmallSegments], folded.Select(segment => segment.Name));
        Assert.Equal(new SegmentChange(Kitagawa.SmallSegments, 89, 70, 412, 310), folded[^1]);
        Assert.Equal(Kitagawa.Split(segments)!.Change, Kitagawa.Split(folded)!.Change, 1e-12);
    }

    [Fact]
    public void Large_segments_are_left_as_they_are() =>
        Assert.Single(Kitagawa.FoldSmall([new SegmentChange("IN", 30, 20, 30, 25)]));

    private static List<(SegmentChange Change, IReadOnlyDictionary<string, string> Row)> SegmentsOf(string id) =>
    [
        .. Vectors.Csv("kitagawa_segments.csv").Where(row => row["case_id"] == id).Select(row => (
            new SegmentChange(row["segment"], row.Number("n0"), row.Number("k0"), row.Number("n1"), row.Number("k1")), row)),
    ];
}
