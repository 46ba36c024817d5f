using KpiPulse.Metrics.Review;
using KpiPulse.Metrics.Statistics;

namespace KpiPulse.Metrics.Narrative;

/// <summary>All that a sentence may say.</summary>
public enum FactVerb
{
    Changed,

    /// <summary>Did not change beyond its usual range.</summary>
    DidNotChange,
    TooFewToSay,
    Provisional,
    Restated,
}

/// <summary>What a sentence rests on: the number, where it is, how many rows, the interval around it and the rule that fired.</summary>
/// <param name="Question">Asks for the number again; its rows are the evidence.</param>
/// <param name="Rule">None where nothing fired.</param>
/// <param name="Finding">Null for a total and for what did not change.</param>
public sealed record Fact(FactVerb Verb, MetricQuestion Question, MetricPoint? Point, XmrRule Rule, Finding? Finding = null)
{
    public double N => Point?.N ?? 0;

    public double? Low => Point?.Low;

    public double? High => Point?.High;
}

/// <summary>One sentence: what it is about, what it says of it, and the facts it was made from.</summary>
public sealed record Sentence(string Subject, string Text, IReadOnlyList<Fact> Facts)
{
    public override string ToString() => $"{Subject} {Text}";
}

/// <summary>The week in words: a headline and at most five sentences.</summary>
public sealed record Narrative(string Headline, IReadOnlyList<Sentence> Sentences)
{
    public const int MostSentences = 5;
}
