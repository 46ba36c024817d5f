using System.Text.Json;
using KpiPulse.Metrics.Statistics;
using Xunit;

namespace KpiPulse.Tests.Metrics.Statistics;

public sealed class RaterAgreementTests
{
    public static TheoryData<string> Cases =>
        [.. Vectors.Json("qa_calibration.json").EnumerateArray().Select(item => item.GetProperty("case_id").GetString()!)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agreement_and_kappa_are_the_contracts(string id)
    {
        JsonElement item = Vectors.Json("qa_calibration.json").EnumerateArray()
            .Single(item => item.GetProperty("case_id").GetString() == id);

        var agreement = RaterAgreement.Of(Levels(item, "rater_a"), Levels(item, "rater_b"));

        Vectors.AssertClose(item.GetProperty("expected_agreement").GetRawText(), agreement?.Agreement);
        Vectors.AssertClose(item.GetProperty("expected_kappa").GetRawText(), agreement?.Kappa);
    }

    [Fact]
    public void Raters_who_each_use_another_level_agree_no_better_than_chance() =>
        Assert.Equal(0, RaterAgreement.Of([1, 1, 1], [0, 0, 0])!.Kappa);

    // Differences 5, 5.1, 0.
    [Fact]
    public void Scores_agree_within_five_points() =>
        Assert.Equal(2.0 / 3, RaterAgreement.OfScores([90, 80, 70.3], [95, 85.1, 70.3]));

    [Fact]
    public void Without_pairs_there_is_no_agreement()
    {
        Assert.Null(RaterAgreement.Of([], []));
        Assert.Null(RaterAgreement.OfScores([], []));
        Assert.Throws<ArgumentException>(() => RaterAgreement.Of([1], []));
    }

    private static double[] Levels(JsonElement item, string rater) =>
        [.. item.GetProperty(rater).EnumerateArray().Select(level => level.GetDouble())];
}
