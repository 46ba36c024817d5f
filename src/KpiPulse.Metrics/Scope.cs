namespace KpiPulse.Metrics;

/// <summary>One dimension and the values let through; the empty text stands for "no value".</summary>
public sealed record DimensionFilter(string Dimension, IReadOnlyList<string> Values)
{
    public override string ToString() => $"{Dimension}={string.Join(',', Values)}";

    /// <summary>Equal keys let the same rows through; a value with a comma is not two values.</summary>
    internal string Key => $"{Uri.EscapeDataString(Dimension)}={string.Join(',', Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(Uri.EscapeDataString))}";
}

/// <summary>
/// Which rows a reader may see: a part of every question and of every cache key, applied in <see cref="QuestionSql"/> and nowhere else.
/// </summary>
public sealed class Scope
{
    public static readonly Scope Everything = new([]);

    public Scope(IReadOnlyList<DimensionFilter> limits) => Limits = limits;

    public IReadOnlyList<DimensionFilter> Limits { get; }

    /// <summary>Equal keys see equal rows.</summary>
    public string Key => string.Join('&', Limits.Select(limit => limit.Key).Order(StringComparer.Ordinal));
}
