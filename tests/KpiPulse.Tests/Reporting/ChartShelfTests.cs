using KpiPulse.Reporting.Charts;
using Xunit;

namespace KpiPulse.Tests.Reporting;

public sealed class ChartShelfTests
{
    [Fact]
    public void A_chart_is_drawn_once_and_handed_out_again()
    {
        using var shelf = new ChartShelf();

        var drawn = shelf.Svg(SampleCharts.Trend());

        Assert.Same(drawn, shelf.Svg(SampleCharts.Trend()));
        Assert.Equal(SvgChart.Render(SampleCharts.Trend()), drawn);
    }

    [Fact]
    public void Whatever_is_drawn_differently_has_a_key_of_its_own()
    {
        var model = SampleCharts.Trend();
        ChartModel[] others =
        [
            model with { Title = "another finding" },
            model with { Subtitle = "" },
            model with { Kind = ChartKind.SmallMultiple },
            model with { AxisFrom = 0.5, AxisUntil = 1 },
            model with { Culture = System.Globalization.CultureInfo.GetCultureInfo("de") },
            model with { Points = [.. model.Points.SkipLast(1)] },
            model with { Points = [.. model.Points.SkipLast(1), model.Points[^1] with { Href = "/tickets?market=JP" }] },
            model with { Points = [.. model.Points.SkipLast(1), model.Points[^1] with { Event = "Login outage" }] },
            model with { Points = [.. model.Points.SkipLast(1), model.Points[^1] with { Value = 0.861000001 }] },
            model with { Points = [], Months = model.Points },
        ];

        var keys = others.Append(model).Select(each => ChartShelf.KeyOf(each, 576, 250)).Append(ChartShelf.KeyOf(model, 576, 251)).ToList();

        Assert.Equal(keys.Count, keys.Distinct().Count());
    }
}
