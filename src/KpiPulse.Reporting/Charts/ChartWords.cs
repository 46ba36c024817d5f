namespace KpiPulse.Reporting.Charts;

/// <summary>The few words a chart adds by itself, so that a page in another language can bring its own.</summary>
public sealed record ChartWords
{
    public static readonly ChartWords English = new();

    public string Value { get; init; } = "Value";
    public string Low { get; init; } = "Low";
    public string High { get; init; } = "High";
    public string Numerator { get; init; } = "Numerator";
    public string Denominator { get; init; } = "Denominator";
    public string SampleSize { get; init; } = "n";
    public string Target { get; init; } = "Target";
    public string Mean { get; init; } = "Mean";
    public string LowerLimit { get; init; } = "Lower limit";
    public string UpperLimit { get; init; } = "Upper limit";
    public string PriorYear { get; init; } = "Prior year";
    public string Signal { get; init; } = "Signal";
    public string Rule { get; init; } = "Rule";
    public string Event { get; init; } = "Event";
    public string Share { get; init; } = "Share";
    public string RunningShare { get; init; } = "Running share";
    public string Weeks { get; init; } = "6 weeks";
    public string Months { get; init; } = "12 months";
    public string NoData { get; init; } = "no data";
    public string ShowTable { get; init; } = "Show table";

    /// <summary>Unit after a difference of two percentages.</summary>
    public string Points { get; init; } = "pp";

    public Func<SignalMeaning, string> SignalWord { get; init; } = meaning => Palette.For(meaning).Word;
}
