namespace KpiPulse.Metrics.RootCause;

/// <summary>A segment's invitations in two periods, beside its answers.</summary>
public sealed record InvitedSegment(SegmentChange Answers, double Invited0, double Invited1);

/// <summary>
/// The mix effect of a survey metric, split once more: other people were invited, or other ones of them answered. Shares of answers are
/// invitations times response rates; the Shapley value of the two, so that both parts add up to the mix effect exactly.
/// </summary>
public sealed record ResponseMix(double Invited, double Answering)
{
    public double MixEffect => Invited + Answering;

    public static ResponseMix Of(IEnumerable<InvitedSegment> segments)
    {
        List<InvitedSegment> all = [.. segments.Where(segment => segment.Answers.N0 > 0 || segment.Answers.N1 > 0)];
        double n0 = all.Sum(segment => segment.Answers.N0), n1 = all.Sum(segment => segment.Answers.N1);
        if (n0 <= 0 || n1 <= 0)
            return new ResponseMix(0, 0);

        double rate0 = all.Sum(segment => segment.Answers.K0) / n0, rate1 = all.Sum(segment => segment.Answers.K1) / n1;
        double[] lean = [.. all.Select(segment => (segment.Answers.Rate0 + segment.Answers.Rate1 - rate0 - rate1) / 2)];
        var (old, @new) = (Of(all, inviting: 0, answering: 0, lean), Of(all, inviting: 1, answering: 1, lean));
        var (invitedOnly, answeredOnly) = (Of(all, inviting: 1, answering: 0, lean), Of(all, inviting: 0, answering: 1, lean));
        return new ResponseMix((invitedOnly - old + (@new - answeredOnly)) / 2, (answeredOnly - old + (@new - invitedOnly)) / 2);
    }

    /// <summary>How the answers would lean, had invitations and response rates been those of the given periods.</summary>
    private static double Of(List<InvitedSegment> all, int inviting, int answering, double[] lean)
    {
        double sum = 0, weight = 0;
        for (var place = 0; place < all.Count; place++)
        {
            var answers = InvitedOf(all[place], inviting) * ResponseOf(all[place], answering);
            sum += answers * lean[place];
            weight += answers;
        }

        return weight > 0 ? sum / weight : 0;
    }

    // Answers come days after their invitations, so a week can have answers and no invitation of its own: each of those is one that was answered.
    private static double InvitedOf(InvitedSegment segment, int period) => period == 0
        ? segment.Invited0 > 0 ? segment.Invited0 : segment.Answers.N0
        : segment.Invited1 > 0 ? segment.Invited1 : segment.Answers.N1;

    /// <summary>A segment that is absent in one period borrows its willingness from the other (K3).</summary>
    private static double ResponseOf(InvitedSegment segment, int period)
    {
        var (own, other) = (Response(0), Response(1));
        return (period == 0 ? own ?? other : other ?? own) ?? 0;

        double? Response(int which) => InvitedOf(segment, which) is > 0 and var invited ? (which == 0 ? segment.Answers.N0 : segment.Answers.N1) / invited : null;
    }
}
