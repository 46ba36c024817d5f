using KpiPulse.Reporting;
using KpiPulse.Reporting.Charts;
using Xunit;

namespace KpiPulse.Tests.Reporting;

/// <summary>One small chart of each kind, every feature used somewhere.</summary>
internal static class SampleCharts
{
    public static ChartModel Trend(string title = "KR SLA fell below its usual range", int weeks = 26, string eventLabel = "New routing") => new()
    {
        Kind = ChartKind.Trend,
        Title = title,
        Subtitle = "SLA first reply, share met · n = 1,204 · Asia/Seoul",
        Unit = ChartUnit.Percent,
        Points = [.. Enumerable.Range(0, weeks).Select(i => new ChartPoint($"2026-W{21 + i}", i == 7 ? null : i == weeks - 1 ? 0.861 : 0.93 + 0.01 * Math.Sin(i))
        {
            Numerator = 1037,
            Denominator = 1204,
            SampleSize = 1204,
            Target = i < 8 ? 0.90 : 0.92,
            Mean = i < 12 ? 0.93 : 0.94,
            LowerLimit = i < 12 ? 0.90 : 0.91,
            UpperLimit = i < 12 ? 0.96 : 0.97,
            Low = 0.84,
            High = 0.88,
            Signal = i == weeks - 1 ? SignalMeaning.Concern : SignalMeaning.UsualVariation,
            Rule = i == weeks - 1 ? "below the lower limit" : "",
            Event = i == 12 ? eventLabel : "",
            Href = i % 2 == 1 ? $"/tickets?week={21 + i}&metric=sla" : null,
        })],
    };

    public static ChartModel SixTwelve() => Trend() with
    {
        Kind = ChartKind.SixTwelve,
        Points = [.. Enumerable.Range(0, 6).Select(i => new ChartPoint($"2026-W{41 + i}", 0.85 - 0.01 * i) { PriorYear = 0.84, Target = 0.85, Href = "/w" })],
        Months = [.. Enumerable.Range(0, 12).Select(i => new ChartPoint(i == 0 ? "2025-12" : $"2026-{i:00}", 0.84 + 0.002 * i) { PriorYear = 0.83, Target = 0.85, Href = "/m" })],
    };

    public static ChartModel Waterfall() => new()
    {
        Kind = ChartKind.Waterfall,
        Title = "CSAT 85.9 → 81.3 %: worse service, hardly mix",
        Subtitle = "CSAT · IN Account Security",
        Unit = ChartUnit.Percent,
        LabelHeader = "Step",
        Points =
        [
            new("4-week mean", 0.859) { Target = 0.85 },
            new("T1 · MNL-2 · “code not received”", -0.026) { Signal = SignalMeaning.Concern, Href = "/why/1" },
            new("mix: more Appeals", -0.015) { Signal = SignalMeaning.Neutral },
            new("unexplained", -0.005),
            new("W46", 0.813),
        ],
    };

    public static ChartModel Pareto() => new()
    {
        Kind = ChartKind.Pareto,
        Title = "Two reasons carry two thirds of the misses",
        Unit = ChartUnit.Count,
        LabelHeader = "Reason",
        Points = [new("Waiting on T2", 60) { Href = "/r/1" }, new("Evening queue unstaffed", 30), new("Other", 10)],
    };

    public static ChartModel Bars() => new()
    {
        Kind = ChartKind.Bars,
        Title = "MNL-2 costs most",
        Unit = ChartUnit.Score,
        LabelHeader = "Site",
        Points = [new("MNL-2", -2.6) { Signal = SignalMeaning.Concern }, new("KUL", 0.4)],
    };

    public static ChartModel SmallMultiple() => Trend(weeks: 13) with { Kind = ChartKind.SmallMultiple };

    public static TheoryData<ChartKind> Kinds => [.. Enum.GetValues<ChartKind>()];

    public static ChartModel Of(ChartKind kind) => kind switch
    {
        ChartKind.SixTwelve => SixTwelve(),
        ChartKind.SmallMultiple => SmallMultiple(),
        ChartKind.Waterfall => Waterfall(),
        ChartKind.Pareto => Pareto(),
        ChartKind.Bars => Bars(),
        _ => Trend(),
    };
}
