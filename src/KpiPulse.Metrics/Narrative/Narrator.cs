using System.Globalization;
using KpiPulse.Metrics.Review;
using KpiPulse.Metrics.Statistics;

namespace KpiPulse.Metrics.Narrative;

/// <summary>Turns a reviewed week into sentences, word for word the same for the same facts. No language model, no judgement of its own.</summary>
public sealed class Narrator(CultureInfo culture)
{
    private const int MostSubjects = 3;

    public Narrative Tell(WeekReview review)
    {
        if (review.Exceptions.Cells == 0)
            return new Narrative(Say("HeadlineNone", review.Week), []);

        return new Narrative(
            Headline(review.Exceptions),
            [
                TotalSentence(review),
                .. review.Exceptions.Listed.GroupBy(finding => WhereText(finding.Where)).Take(MostSubjects).Select(group => FindingSentence(review, group.Key, [.. group])),
                QuietSentence(review),
            ]);
    }

    /// <summary><c>KR Age Support</c>.</summary>
    public static string WhereText(IReadOnlyList<DimensionFilter> where) => string.Join(' ', where.Select(filter => string.Join(", ", filter.Values.Select(value => value.Length == 0 ? "(none)" : value))));

    private string Headline(Exceptions exceptions) => (exceptions.Listed.Count + exceptions.Unlisted) switch
    {
        0 => Say("HeadlineQuiet", Count(exceptions.Cells)),
        1 => Say("HeadlineOne", Count(exceptions.Cells)),
        var found => Say("HeadlineMany", Count(found), Count(exceptions.Cells)),
    };

    private Sentence TotalSentence(WeekReview review)
    {
        var facts = review.Total.Cells.Where(cell => cell.Verdict != CellVerdict.NoData).Select(cell => (cell, fact: FactOf(review, cell, review.Where, null))).ToList();
        List<string> clauses = [.. Labels(FactVerb.Changed, pair => Moved(pair.cell, isRise: pair.cell.Chart.Points[^1].Rule.IsHigh())).Select(Listed)];
        clauses.AddRange(Labels(FactVerb.DidNotChange, pair => pair.cell.Metric.Label).Select(labels => Say(labels.Count == 1 ? "UnchangedOne" : "Unchanged", Join(labels))));
        clauses.AddRange(Labels(FactVerb.TooFewToSay, pair => pair.cell.Metric.Label).Select(labels => Say("TotalTooFew", Join(labels))));
        clauses.AddRange(Labels(FactVerb.Provisional, pair => pair.cell.Metric.Label).Select(labels => Say("TooEarly", Join(labels))));
        return new Sentence(review.Where.Count == 0 ? Say("Everywhere") : WhereText(review.Where), Sum(clauses), [.. facts.Select(pair => pair.fact)]);

        // None or one list: a clause is said only if something is in it.
        IEnumerable<List<string>> Labels(FactVerb verb, Func<(ScorecardCell cell, Fact fact), string> word)
        {
            List<string> words = [.. facts.Where(pair => pair.fact.Verb == verb).Select(word)];
            return words.Count == 0 ? [] : [words];
        }

        string Listed(List<string> moved) => string.Join(Say("Clause"), moved);
    }

    private Sentence FindingSentence(WeekReview review, string subject, IReadOnlyList<Finding> findings) =>
        new(subject, Sum(findings.Select(Clause)), [.. findings.Select(finding => FactOf(review, finding.Cell, [.. review.Where.Where(filter => finding.Where.All(own => own.Dimension != filter.Dimension)), .. finding.Where], finding))]);

    /// <summary>What a finding says, without its subject.</summary>
    public string Clause(Finding finding) => finding.Kind switch
    {
        FindingKind.ChronicMiss => Say("Chronic", finding.Metric.Label, Value(finding.Cell), Size(finding.Cell), MetricFormat.Value(finding.Metric, finding.Expected, culture)),
        FindingKind.Mix => Say("Mix", Moved(finding.Cell, finding.IsRise), Difference(finding, finding.Mix!.Change), Difference(finding, finding.Mix.MixEffect), finding.Mix.Grown, Difference(finding, finding.Mix.RateEffect)),
        _ => finding.Point.Target is { } target
            ? Say("WithTarget", Moved(finding.Cell, finding.IsRise), MetricFormat.Value(finding.Metric, target, culture))
            : Moved(finding.Cell, finding.IsRise),
    };

    private Sentence QuietSentence(WeekReview review)
    {
        var exceptions = review.Exceptions;
        List<string> clauses = [Say(exceptions.Listed.Count == 0 ? "QuietNothing" : "QuietAll")];
        if (exceptions.TooFew > 0)
            clauses.Add(Say("QuietTooFew", Count(exceptions.TooFew)));
        if (exceptions.Immature > 0)
            clauses.Add(Say("QuietTooEarly", Count(exceptions.Immature)));
        if (exceptions.Moved > 0)
            clauses.Add(Say("QuietMoved", Count(exceptions.Moved), Count(exceptions.PerhapsChance)));
        if (review.Status.IsProvisional)
            clauses.Add(Say("Provisional", DateText.Day(review.Status.FinalOn, culture)));
        if (review.Restated > 0)
            clauses.Add(Say("Restated", Count(review.Restated)));
        return new Sentence(Say("QuietSubject", Count(exceptions.Quiet), Count(exceptions.Cells)), Sum(clauses), []);
    }

    private static Fact FactOf(WeekReview review, ScorecardCell cell, IReadOnlyList<DimensionFilter> where, Finding? finding)
    {
        var rule = cell.Chart.Points[^1].Rule;
        var verb = cell.Verdict switch
        {
            CellVerdict.Provisional => FactVerb.Provisional,
            CellVerdict.TooFew => FactVerb.TooFewToSay,
            CellVerdict.UsualVariation => FactVerb.DidNotChange,
            _ => FactVerb.Changed,
        };
        var question = new MetricQuestion(cell.Metric.Id) { Period = review.Week.Days, Where = where, AsOf = review.AsOf, Basis = cell.Point?.Basis };
        return new Fact(verb, question, cell.Point, verb == FactVerb.Changed ? rule : XmrRule.None, finding);
    }

    private string Moved(ScorecardCell cell, bool isRise) =>
        Say(isRise ? "Rose" : "Fell", cell.Metric.Label, Value(cell), Size(cell), NarrativeTexts.Rule(cell.Chart.Points[^1].Rule, culture));

    private string Size(ScorecardCell cell) => cell.Point is { Low: { } low, High: { } high }
        ? Say("NInterval", Count(cell.Point.N), MetricFormat.Range(cell.Metric, low, high, culture))
        : Say("N", Count(cell.Point!.N));

    private string Value(ScorecardCell cell) => MetricFormat.Value(cell.Metric, cell.Point, culture);

    private string Difference(Finding finding, double difference) => MetricFormat.Difference(finding.Metric, difference, culture);

    private string Count(double count) => MetricFormat.Count(count, culture);

    private string Join(IReadOnlyList<string> words) => words is [var only] ? only : Say("And", string.Join(Say("Comma"), words.SkipLast(1)), words[^1]);

    private string Sum(IEnumerable<string> clauses) => string.Join(Say("Clause"), clauses) + ".";

    private string Say(string name, params ReadOnlySpan<object?> arguments) => NarrativeTexts.Text(name, culture, arguments);
}
