using System.Text;
using System.Xml.Linq;
using KpiPulse.Reporting;
using KpiPulse.Reporting.Charts;
using Xunit;

namespace KpiPulse.Tests.Reporting;

public sealed class SparklineTests
{
    private static readonly SparklineModel ThirteenWeeks = new([.. Enumerable.Range(0, 13).Select(i => (double?)(0.85 + 0.03 * Math.Sin(i * 1.7)))])
    {
        BandLow = 0.8215,
        BandHigh = 0.8785,
        Target = 0.8333,
    };

    [Theory]
    [InlineData(SignalMeaning.Improvement)]
    [InlineData(SignalMeaning.Concern)]
    [InlineData(SignalMeaning.UsualVariation)]
    [InlineData(SignalMeaning.TooFew)]
    [InlineData(SignalMeaning.Provisional)]
    [InlineData(SignalMeaning.Neutral)]
    public void A_sparkline_is_well_formed_and_under_700_bytes(SignalMeaning signal)
    {
        var svg = Sparkline.Render(ThirteenWeeks with { Signal = signal }, 0.7, 1);

        Assert.InRange(Encoding.UTF8.GetByteCount(svg), 100, 700);
        Assert.Contains(Palette.For(signal).CssClass, XElement.Parse(svg).Descendants().Last().Attribute("class")!.Value);
    }

    [Fact]
    public void A_week_without_a_value_is_a_gap()
    {
        var line = XElement.Parse(Sparkline.Render(new([0.1, 0.2, null, 0.3, null, 0.4]), 0, 1)).Elements().First().Attribute("d")!.Value;

        Assert.Equal(3, line.Count(c => c == 'M'));
        Assert.Equal(2, line.Split("h0").Length - 1);
    }

    [Fact]
    public void Values_beyond_the_scale_stay_inside_the_picture()
    {
        var svg = Sparkline.Render(new([-5, 5]), 0, 1);

        Assert.Contains("M2 21L92 1\"", svg);
    }

    [Fact]
    public void A_missing_newest_week_has_no_mark() =>
        Assert.DoesNotContain("class=\"m", Sparkline.Render(new([0.5, null]), 0, 1));

    [Fact]
    public void No_values_and_a_flat_scale_do_no_harm()
    {
        Assert.StartsWith("<svg", Sparkline.Render(new([]), 0, 0));
        Assert.StartsWith("<svg", Sparkline.Render(new([0.5]), 0.5, 0.5));
    }
}
