using KpiPulse.Metrics.Freeze;

namespace KpiPulse.Metrics.Passport;

/// <summary>Where a number comes from, so that anybody can check it.</summary>
/// <param name="Answer">The numbers themselves, with numerator, denominator and basis.</param>
/// <param name="Sql">The query as it ran.</param>
/// <param name="Parameters">Its parameters, as SQL would write them.</param>
/// <param name="Beside">What must be seen beside it, so that nothing can hide; empty for most metrics.</param>
/// <param name="Models">The models behind its rows, in the order in which they are built.</param>
/// <param name="Files">The received files whose rows stand behind it.</param>
/// <param name="Weeks">The ISO weeks that it covers, and whether they are closed; empty in another zone than the reporting zone.</param>
/// <param name="Restatements">The same cells where they were frozen with other numbers, newest week first.</param>
public sealed record NumberPassport(
    MetricAnswer Answer,
    long DataVersion,
    string Sql,
    IReadOnlyList<KeyValuePair<string, string>> Parameters,
    IReadOnlyList<FactBeside> Beside,
    IReadOnlyList<string> Models,
    IReadOnlyList<InputFile> Files,
    IReadOnlyList<FrozenWeek> Weeks,
    IReadOnlyList<Restatement> Restatements)
{
    /// <summary>Newest week first; null while no frozen number differs.</summary>
    public Restatement? LastRestatement => Restatements is [var last, ..] ? last : null;
}
