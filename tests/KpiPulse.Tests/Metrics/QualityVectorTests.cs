using System.Text.Json;
using KpiPulse.Metrics;
using KpiPulse.Testing;
using Xunit;

namespace KpiPulse.Tests.Metrics;

/// <summary>Q1–Q8: every review of the vectors through the warehouse, with a scorecard of its own.</summary>
public sealed class QualityVectorTests(QualityVectorTests.Reviews reviews) : IClassFixture<QualityVectorTests.Reviews>
{
    private static readonly JsonElement File = Vectors.Json("qa_scoring.json");

    public static TheoryData<string> Cases() => [.. File.GetProperty("reviews").EnumerateArray().Select(review => review.GetProperty("case_id").GetString()!)];

    public static TheoryData<string> Aggregates() => [.. File.GetProperty("aggregates").EnumerateArray().Select(set => set.GetProperty("case_id").GetString()!)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_review_scores_what_was_worked_by_hand(string id)
    {
        var expected = Case("reviews", id).GetProperty("expected");
        var fact = reviews.Fact(id);

        if (!expected.GetProperty("valid").GetBoolean())
        {
            // Its scorecard item is refused at import, so there is nothing to rate by.
            Assert.Equal("no rated item", fact.ExclusionReason);
            return;
        }

        Vectors.AssertClose(expected.GetProperty("raw_score").GetRawText(), fact.RawScore);
        Vectors.AssertClose(expected.GetProperty("final_score").GetRawText(), fact.FinalScore);
        Assert.Equal(Truth(expected, "auto_failed"), fact.IsAutoFailed);
        Assert.Equal(Truth(expected, "passed"), fact.IsPassed);
        Assert.Equal(
            (Truth(expected, "customer_critical_error"), Truth(expected, "business_critical_error"), Truth(expected, "compliance_critical_error")),
            (fact.HasCustomerCriticalError, fact.HasBusinessCriticalError, fact.HasComplianceCriticalError));
        Assert.Equal(
            (Truth(expected, "customer_critical_opportunity"), Truth(expected, "business_critical_opportunity"), Truth(expected, "compliance_critical_opportunity")),
            (fact.HasCustomerCriticalItem, fact.HasBusinessCriticalItem, fact.HasComplianceCriticalItem));
        Assert.Equal((expected.GetProperty("noncritical_opportunities").GetInt64(), expected.GetProperty("noncritical_defects").GetInt64()), (fact.NoncriticalOpportunities, fact.NoncriticalDefects));
    }

    [Theory]
    [MemberData(nameof(Aggregates))]
    public void Reviews_together_score_what_was_worked_by_hand(string id)
    {
        var set = Case("aggregates", id);
        var expected = set.GetProperty("expected");
        var ids = set.GetProperty("reviews").EnumerateArray().Select(review => review.GetString()!).ToList();

        var quality = reviews.Ask("quality", ids);
        var passed = reviews.Ask("quality_pass_rate", ids);
        var facts = ids.Select(reviews.Fact).ToList();
        var scored = facts.Where(fact => fact.FinalScore is not null).ToList();

        Assert.Equal(expected.GetProperty("reviews_scored").GetInt32(), (int)quality.N);
        Vectors.AssertClose(expected.GetProperty("iqs").GetRawText(), quality.Value);
        Vectors.AssertClose(expected.GetProperty("pass_rate").GetRawText(), 100 * passed.Value);
        Vectors.AssertClose(expected.GetProperty("auto_fail_rate").GetRawText(), Percent(scored.Count(fact => fact.IsAutoFailed == true), scored.Count));
        Vectors.AssertClose(expected.GetProperty("customer_critical_accuracy").GetRawText(), Accuracy(facts, fact => fact.HasCustomerCriticalItem, fact => fact.HasCustomerCriticalError));
        Vectors.AssertClose(expected.GetProperty("business_critical_accuracy").GetRawText(), Accuracy(facts, fact => fact.HasBusinessCriticalItem, fact => fact.HasBusinessCriticalError));
        Vectors.AssertClose(expected.GetProperty("compliance_critical_accuracy").GetRawText(), Accuracy(facts, fact => fact.HasComplianceCriticalItem, fact => fact.HasComplianceCriticalError));
        Vectors.AssertClose(expected.GetProperty("noncritical_accuracy").GetRawText(), 100 - Percent(facts.Sum(fact => fact.NoncriticalDefects ?? 0), facts.Sum(fact => fact.NoncriticalOpportunities ?? 0)));
    }

    private static JsonElement Case(string list, string id) => File.GetProperty(list).EnumerateArray().Single(candidate => candidate.GetProperty("case_id").GetString() == id);

    private static bool? Truth(JsonElement expected, string name) => expected.GetProperty(name).ValueKind == JsonValueKind.Null ? null : expected.GetProperty(name).GetBoolean();

    private static double? Percent(long part, long whole) => whole == 0 ? null : 100d * part / whole;

    private static double? Accuracy(List<ReviewFact> facts, Func<ReviewFact, bool?> isRated, Func<ReviewFact, bool?> isWrong)
    {
        var rated = facts.Where(fact => isRated(fact) == true).ToList();
        return Percent(rated.Count(fact => isWrong(fact) == false), rated.Count);
    }

    public sealed record ReviewFact(
        double? RawScore, double? FinalScore, bool? IsAutoFailed, bool? IsPassed,
        bool? HasCustomerCriticalError, bool? HasBusinessCriticalError, bool? HasComplianceCriticalError,
        bool? HasCustomerCriticalItem, bool? HasBusinessCriticalItem, bool? HasComplianceCriticalItem,
        long? NoncriticalOpportunities, long? NoncriticalDefects, string? ExclusionReason);

    public sealed class Reviews : IDisposable
    {
        private readonly TempWarehouse temp = new();

        public Reviews()
        {
            var all = File.GetProperty("reviews").EnumerateArray().ToList();
            temp.Load(
                ("tickets", [.. all.Select(review => new { ticket_id = Id(review), created_at = new DateTime(2026, 11, 2), agent_id = Id(review) })]),
                ("qa_scorecard_items", [.. all.SelectMany(review => ItemsOf(review).Where(IsAccepted).Select(item => ScorecardItem(review, item)))]),
                ("qa_reviews", [.. all.Select(review => new
                {
                    review_id = Id(review), ticket_id = Id(review), agent_id = Id(review), interaction_at = new DateTime(2026, 11, 2), reviewed_at = new DateTime(2026, 11, 3), scorecard_id = Id(review),
                })]),
                ("qa_review_items", [.. all.SelectMany(review => ItemsOf(review).Select(item => new { review_id = Id(review), item_id = item.GetProperty("item_id").GetString(), value = Number(item, "value") }))]));
        }

        public ReviewFact Fact(string id)
        {
            using var session = temp.Warehouse.Read();
            return session.Ask<ReviewFact>("fct_qa_reviews", """
                select
                    raw_score, final_score, is_auto_failed, is_passed, has_customer_critical_error, has_business_critical_error, has_compliance_critical_error,
                    has_customer_critical_item, has_business_critical_item, has_compliance_critical_item, noncritical_opportunities, noncritical_defects, exclusion_reason,
                from fct_qa_reviews where review_id = $id
                """, new { id }).Single();
        }

        public MetricPoint Ask(string metric, IReadOnlyList<string> ids) =>
            new MetricEngine(temp.Warehouse).Ask(new MetricQuestion(metric) { Where = [new DimensionFilter("agent", ids)] }, Scope.Everything).Only!;

        public void Dispose() => temp.Dispose();

        private static string Id(JsonElement review) => review.GetProperty("case_id").GetString()!;

        private static List<JsonElement> ItemsOf(JsonElement review) => [.. review.GetProperty("items").EnumerateArray()];

        private static double? Number(JsonElement item, string name) => item.GetProperty(name).ValueKind == JsonValueKind.Number ? item.GetProperty(name).GetDouble() : null;

        // What the import does with a scale without length.
        private static bool IsAccepted(JsonElement item) => Number(item, "scale_min") < Number(item, "scale_max");

        private static object ScorecardItem(JsonElement review, JsonElement item) => new
        {
            scorecard_id = Id(review),
            version = 1,
            item_id = item.GetProperty("item_id").GetString(),
            weight = Number(item, "weight"),
            scale_min = Number(item, "scale_min"),
            scale_max = Number(item, "scale_max"),
            critical = item.GetProperty("critical").GetString(),
            auto_fail = item.GetProperty("auto_fail").GetBoolean(),
            pass_mark = review.GetProperty("pass_threshold").GetDouble(),
            valid_from = new DateTime(2026, 1, 1),
        };
    }
}
