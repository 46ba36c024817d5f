using System.Globalization;

namespace KpiPulse.Reporting.Charts;

/// <summary>How one chart writes its numbers: one unit and one scale for all of them, at most three significant digits.</summary>
internal sealed record UnitFormat(ChartUnit Unit, double Factor, string Suffix, CultureInfo Culture)
{
    private const string NoBreak = "\u00A0";

    public static UnitFormat Of(ChartModel model)
    {
        var largest = model.AllPoints.Select(point => Math.Abs(point.Value ?? 0)).DefaultIfEmpty(0).Max();
        var (factor, suffix) = model.Unit switch
        {
            ChartUnit.Percent => (100.0, NoBreak + "%"),
            ChartUnit.Points => (100.0, NoBreak + model.Words.Points),
            ChartUnit.Minutes when largest >= 2 * 24 * 60 => (1 / 1440.0, NoBreak + "d"),
            ChartUnit.Minutes when largest >= 2 * 60 => (1 / 60.0, NoBreak + "h"),
            ChartUnit.Minutes => (1.0, NoBreak + "min"),
            ChartUnit.Days => (1.0, NoBreak + "d"),
            _ => (1.0, ""),
        };
        return new(model.Unit, factor, suffix, model.Culture);
    }

    public string WithUnit(double value) => Bare(value) + Suffix;

    public string Bare(double value) => Unit == ChartUnit.Points ? Signed(value * Factor) : Plain(value * Factor, Decimals(value * Factor));

    /// <summary>A target is a round number by intention: 92, not 92.0.</summary>
    public string Target(double value)
    {
        var scaled = value * Factor;
        return Plain(scaled, Math.Abs(scaled - Math.Round(scaled)) < 1e-9 ? 0 : Math.Abs(scaled * 10 - Math.Round(scaled * 10)) < 1e-9 ? 1 : 2);
    }

    public string Step(double value, string pointWord) =>
        Signed(value * Factor) + (Unit == ChartUnit.Percent ? NoBreak + pointWord : Suffix);

    public string Tick(double value, double step)
    {
        var decimals = Math.Max(0, (int)Math.Ceiling(-Math.Log10(step * Factor) - 1e-9));
        return Plain(value * Factor, IsHalfStep(step * Factor, decimals) ? decimals + 1 : decimals);
    }

    public string Count(double value) => Plain(value, value == Math.Floor(value) ? 0 : 1);

    private static bool IsHalfStep(double step, int decimals)
    {
        var scaled = step * Math.Pow(10, decimals);
        return Math.Abs(scaled - Math.Round(scaled)) > 1e-6;
    }

    // A change that rounds to nothing has no direction.
    private string Signed(double scaled)
    {
        var text = Plain(Math.Abs(scaled), Decimals(scaled));
        var isZero = text.All(c => !char.IsDigit(c) || c == '0');
        return (isZero ? "" : scaled < 0 ? "−" : "+") + text;
    }

    private int Decimals(double scaled) => (Unit, Math.Abs(scaled)) switch
    {
        (ChartUnit.Count, var size) when size == Math.Floor(size) => 0,
        (_, >= 99.95) => 0,
        (ChartUnit.Score, < 9.995) => 2,
        _ => 1,
    };

    private string Plain(double number, int decimals) =>
        number.ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), Culture).Replace('-', '−');
}
