using CsCheck;
using KpiPulse.Metrics.RootCause;
using Xunit;

namespace KpiPulse.Tests.Metrics.RootCause;

public sealed class ResponseMixTests
{
    [Fact]
    public void The_same_willingness_among_other_invitations_is_all_invited() =>
        AssertSplit(-0.1, 0, [new(new("A", 50, 45, 25, 22.5), 100, 50), new(new("B", 50, 25, 75, 37.5), 100, 150)]);

    // 50 : 50 answers become 25 : 75 while 100 : 100 are invited as before; A satisfies 90 %, B 50 %: (.25 - .5) * .4 = -.1.
    [Fact]
    public void The_same_invitations_answered_by_others_is_all_answering() =>
        AssertSplit(0, -0.1, [new(new("A", 50, 45, 25, 22.5), 100, 100), new(new("B", 50, 25, 75, 37.5), 100, 100)]);

    [Fact]
    public void Both_parts_add_up_to_the_mix_effect()
    {
        var segment = Gen.Select(Gen.Int[1, 400], Gen.Int[1, 400], Gen.Double[0.05, 0.95], Gen.Double[0.05, 0.95], Gen.Int[0, 900], Gen.Int[0, 900],
            (n0, n1, r0, r1, i0, i1) => new InvitedSegment(new SegmentChange("s", n0, n0 * r0, n1, n1 * r1), i0, i1));

        segment.List[2, 6].Sample(segments =>
        {
            var split = Kitagawa.Split(segments.Select(each => each.Answers))!;
            Assert.Equal(split.MixEffect, ResponseMix.Of(segments).MixEffect, 1e-9);
        });
    }

    private static void AssertSplit(double invited, double answering, IEnumerable<InvitedSegment> segments)
    {
        var split = ResponseMix.Of(segments);
        Assert.Equal((invited, answering), (Math.Round(split.Invited, 12), Math.Round(split.Answering, 12)));
    }
}
