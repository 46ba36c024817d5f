using KpiPulse.Metrics;
using KpiPulse.Metrics.RootCause;
using KpiPulse.Testing;
using KpiPulse.Tests.Web;
using Xunit;

namespace KpiPulse.Tests.Metrics.RootCause;

/// <summary>From the warehouse to the answer, on the sample data: its stories are planted, so what must be named is known.</summary>
public sealed class RootCauseReaderTests(SampleApp sample)
{
    private static readonly IsoWeek W46 = IsoWeek.Parse("2026-W46");

    [Theory]
    [InlineData("csat", "previous")]
    [InlineData("dsat", "four_week_mean")]
    [InlineData("sla_first_reply", "2026-W40")]
    [InlineData("sla_resolution", "four_week_mean")]
    [InlineData("quality_pass_rate", "previous")]
    [InlineData("reopen_rate", "previous")]
    [InlineData("escalation_rate", "four_week_mean")]
    [InlineData("sla_resolution", "target")]
    public async Task The_split_adds_up_and_starts_and_ends_at_the_engines_numbers(string metric, string against)
    {
        var engine = (await sample.App).Get<MetricEngine>();
        var answer = await Explain(metric, against);
        var found = answer.Explanation!;

        var after = engine.Ask(Question(metric), Scope.Everything).Points.Single(point => point.Basis == answer.Question.Basis);
        Assert.Equal(after.Numerator!.Value, found.After.Y, 1e-9);
        Assert.Equal(after.Denominator!.Value, found.After.N, 1e-9);
        var weeks = answer.Against.WeeksBefore(W46);
        if (weeks.Count > 0)
        {
            var before = engine.Ask(Question(metric) with { Period = new Period(weeks[0].FirstDay, weeks[^1].Days.End), Basis = answer.Question.Basis }, Scope.Everything).Only!;
            Assert.Equal(before.Value!.Value, found.Before.Rate!.Value, 1e-12);
        }

        Assert.Equal(found.After.Rate!.Value - found.Before.Rate!.Value, found.Split.MixEffect + found.Split.RateEffect, 1e-9);
        var named = found.Causes.Sum(cause => cause.Contribution);
        Assert.Equal(found.Split.Change, named + found.UnexplainedRate + found.UnexplainedMix, 1e-9);
    }

    [Fact]
    public async Task A_sudden_miss_is_named_down_to_the_site_and_its_reason()
    {
        var answer = await Explain("sla_first_reply", "four_week_mean", ("market", "KR"), ("lob", "Age Support"));

        var cause = answer.Explanation!.Causes[0];
        Assert.Equal(("MNL-2", "age verification document"), (cause.Where["site"], cause.Where["category"]));
        Assert.Equal((81d, 55d), (cause.After.N, cause.After.Y));
        Assert.Equal(ClaimStatus.Supported, cause.Status);
        Assert.Equal(MoveVerdict.Rate, answer.Explanation.Verdict);
        Assert.InRange(cause.ShareOfChange!.Value, 0.7, 1.2);
    }

    [Fact]
    public async Task A_pure_shift_of_proportions_is_mix_and_names_what_grew()
    {
        var answer = await Explain("csat", "four_week_mean", ("market", "IN"));

        var cause = Assert.Single(answer.Explanation!.Causes);
        Assert.Equal((CauseKind.Mix, "Appeals"), (cause.Kind, cause.Where["lob"]));
        Assert.InRange(cause.ShareOfChange!.Value, 0.8, 1.2);
        Assert.Equal(MoveVerdict.Mix, answer.Explanation.Verdict);
        Assert.True(Math.Abs(answer.Explanation.Split.MixEffect) > 4 * Math.Abs(answer.Explanation.Split.RateEffect));
    }

    [Fact]
    public async Task A_false_alarm_is_within_usual_variation()
    {
        foreach (var against in (string[])["previous", "four_week_mean"])
        {
            var answer = await Explain("csat", against, ("market", "SG"), ("lob", "Monetisation"));

            Assert.False(answer.Explanation!.IsReal);
            Assert.Empty(answer.Explanation.Causes);
        }
    }

    [Fact]
    public async Task Dimensions_of_a_source_are_searched_and_people_are_not()
    {
        var answer = await Explain("csat", "previous");

        Assert.Contains("tenure", answer.Searched);
        Assert.Contains("product", answer.Searched);
        Assert.Contains(answer.LeftOut, left => left.Dimension == "agent");
        Assert.DoesNotContain("agent", answer.Searched);
    }

    [Fact]
    public async Task Scope_and_filter_see_the_same_rows()
    {
        var causes = (await sample.App).Get<RootCauseReader>();

        var filtered = causes.Explain(Question("csat", ("market", "KR")), Baseline.FourWeekMean, Scope.Everything).Explanation!;
        var scoped = causes.Explain(Question("csat"), Baseline.FourWeekMean, new Scope([new DimensionFilter("market", ["KR"])])).Explanation!;

        Assert.Equal(filtered.Split, scoped.Split);
        Assert.Equal(filtered.Causes.Select(cause => cause.Where), scoped.Causes.Select(cause => cause.Where));
    }

    [Fact]
    public async Task Against_a_target_the_gap_is_all_rate_and_starts_at_the_target()
    {
        var found = (await Explain("sla_resolution", "target", ("market", "ID"), ("lob", "Account Access"))).Explanation!;

        Assert.Equal(0.90, found.Before.Rate!.Value, 1e-12);
        Assert.Equal(0, found.Split.MixEffect, 1e-12);
        Assert.Equal(81 / 98d - 0.90, found.Split.RateEffect, 1e-9);
    }

    [Fact]
    public async Task As_of_an_earlier_instant_answers_from_what_was_known_then()
    {
        var causes = (await sample.App).Get<RootCauseReader>();

        var then = causes.Explain(Question("csat") with { AsOf = new DateTime(2026, 11, 11, 0, 0, 0, DateTimeKind.Utc) }, Baseline.Previous, Scope.Everything).Explanation!;

        Assert.InRange(then.After.N, 1, 532);
    }

    [Fact]
    public async Task A_week_without_rows_cannot_be_told()
    {
        var answer = (await sample.App).Get<RootCauseReader>().Explain(Question("csat") with { Period = IsoWeek.Parse("2026-W21").Days }, Baseline.Previous, Scope.Everything);

        Assert.Null(answer.Explanation);
        Assert.Contains("2026-W20", answer.CannotTell, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("created", "previous", "is no rate")]
    [InlineData("csat", "last week", "Write previous")]
    [InlineData("csat", "2026-W46", "with itself")]
    public async Task A_question_that_cannot_be_asked_says_what_to_write(string metric, string against, string words)
    {
        var causes = (await sample.App).Get<RootCauseReader>();

        var failure = Assert.Throws<QuestionException>(() => causes.Explain(Question(metric), Baseline.Parse(against), Scope.Everything));

        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_with_the_sign_that_joins_leaves_stays_one_value()
    {
        using var temp = new TempWarehouse();
        var (before, after) = (IsoWeek.Parse("2026-W44"), IsoWeek.Parse("2026-W45"));
        var tickets = (from week in (IsoWeek[])[before, after] from place in Enumerable.Range(0, 30) select (Id: $"{week}-{place}", At: week.FirstDay.AddDays(1).ToDateTime(default), place)).ToArray();
        temp.Load(
            ("tickets", [.. tickets.Select(ticket => new { ticket_id = ticket.Id, created_at = ticket.At, status = "solved", contact_reason = ticket.place % 2 == 0 ? "cards\u001Fdebit" : null })]),
            ("surveys", [.. tickets.Select(ticket => new { survey_id = ticket.Id, ticket_id = ticket.Id, responded_at = ticket.At, score = 1 + ticket.place % 5, scale_max = 5 })]));
        using var engine = new MetricEngine(temp.Warehouse);

        var answer = new RootCauseReader(engine).Explain(new MetricQuestion("csat") { Period = after.Days }, Baseline.Previous, Scope.Everything);

        Assert.Equal(["", "cards debit"], answer.Leaves!.Dimensions.Single(dimension => dimension.Name == "category").Values.Order());
        Assert.Equal((30d, 30d), (answer.Explanation!.Before.N, answer.Explanation.After.N));
    }

    private async Task<RootCauseAnswer> Explain(string metric, string against, params (string Dimension, string Value)[] where) =>
        (await sample.App).Get<RootCauseReader>().Explain(Question(metric, where), Baseline.Parse(against), Scope.Everything);

    private static MetricQuestion Question(string metric, params (string Dimension, string Value)[] where) => new(metric)
    {
        Period = W46.Days,
        Where = [.. where.Select(filter => new DimensionFilter(filter.Dimension, [filter.Value]))],
    };
}
