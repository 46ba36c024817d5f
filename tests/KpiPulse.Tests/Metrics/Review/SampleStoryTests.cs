using System.Globalization;
using KpiPulse.Metrics;
using KpiPulse.Metrics.Narrative;
using KpiPulse.Metrics.Review;
using KpiPulse.Tests.Web;
using Xunit;

namespace KpiPulse.Tests.Metrics.Review;

/// <summary>The stories of sample-data/README.md, found or left alone as it says.</summary>
public sealed class SampleStoryTests(SampleApp sample)
{
    [Fact]
    public async Task The_sudden_miss_leads_the_list()
    {
        var first = (await Exceptions("2026-W46")).Listed[0];

        Assert.Equal((FindingKind.Change, "KR Age Support", "sla_first_reply"), Named(first));
        Assert.Equal(142, first.Point.N);
        Assert.True(first.IsConcern);
        Assert.InRange(first.Affected, 18, 25);
    }

    [Fact]
    public async Task Its_CSAT_is_listed_too() =>
        Assert.Contains((FindingKind.Change, "KR Age Support", "csat"), (await Exceptions("2026-W46")).Listed.Select(Named));

    [Fact]
    public async Task The_mix_shift_is_named_as_mix_with_figures_worked_by_hand()
    {
        var mix = Assert.Single((await Exceptions("2026-W46")).Listed, finding => finding.Kind == FindingKind.Mix);

        Assert.Equal((FindingKind.Mix, "IN", "csat"), Named(mix));
        Assert.Equal("Appeals", mix.Mix!.Grown);
        Assert.Equal(-0.0962, mix.Mix.MixEffect, 4);
        Assert.Equal(-0.0057, mix.Mix.RateEffect, 4);
    }

    [Theory]
    [InlineData("2026-W46")]
    [InlineData("2026-W45")]
    [InlineData("2026-W44")]
    public async Task The_chronic_miss_is_listed_week_after_week_and_not_as_a_change(string week) =>
        Assert.Contains((FindingKind.ChronicMiss, "ID Account Access", "sla_resolution"), (await Exceptions(week)).Listed.Select(Named));

    [Fact]
    public async Task The_improvement_and_the_slow_decline_are_listed()
    {
        var listed = (await Exceptions("2026-W46")).Listed;

        Assert.False(Assert.Single(listed, finding => Named(finding) == (FindingKind.Change, "TH Account Security", "sla_resolution")).IsConcern);
        Assert.True(Assert.Single(listed, finding => Named(finding) == (FindingKind.Change, "PH Appeals", "quality")).IsConcern);
    }

    [Fact]
    public async Task Nothing_else_is_listed_and_so_not_the_false_alarm()
    {
        var exceptions = await Exceptions("2026-W46");

        Assert.Equal(6, exceptions.Listed.Count);
        Assert.Equal(0, exceptions.Unlisted);
        Assert.DoesNotContain(exceptions.Listed, finding => Named(finding).Item2.StartsWith("SG", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_week_in_words()
    {
        var told = new Narrator(CultureInfo.GetCultureInfo("en")).Tell(await Review("2026-W46"));

        Assert.Equal("6 things stand out in 308 cells", told.Headline);
        Assert.Equal(Narrative.MostSentences, told.Sentences.Count);
        Assert.Equal(
            "KR Age Support SLA first reply fell to 79.6% (n = 142; 72.2–85.4%), below its usual range, target 92.0%; CSAT fell to 62.7% (n = 59; 50.0–73.9%), below its usual range, target 85.0%.",
            told.Sentences[1].ToString());
        Assert.All(told.Sentences.SelectMany(sentence => sentence.Facts), fact => Assert.Equal(fact.Verb == FactVerb.Changed, fact.Rule != KpiPulse.Metrics.Statistics.XmrRule.None));
    }

    private async Task<Exceptions> Exceptions(string week) => (await Review(week)).Exceptions;

    private async Task<WeekReview> Review(string week) => (await sample.App).Get<WeekReviewReader>().Read(IsoWeek.Parse(week), [], Scope.Everything);

    private static (FindingKind, string, string) Named(Finding finding) => (finding.Kind, Narrator.WhereText(finding.Where), finding.Metric.Id);
}
