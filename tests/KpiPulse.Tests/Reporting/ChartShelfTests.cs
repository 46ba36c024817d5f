using KpiPulse.Reporting.Charts;
using Xunit;

namespace KpiPulse.Tests.Reporting;

public sealed class ChartShelfTests
{
    [Fact]
    public void A_chart_is_drawn_once_and_handed_out_again()
    {
        using var shelf = new ChartShelf();

        var made = shelf.Html(SampleCharts.Trend());

        Assert.Same(made, shelf.Html(SampleCharts.Trend()));
        Assert.Equal(HtmlChart.Render(SampleCharts.Trend()), made);
    }

    [Fact]
    public void Below_the_drawing_stands_its_table()
    {
        var html = HtmlChart.Render(SampleCharts.Trend() with { Points = [new ChartPoint("W1 <b>", 0.9) { Href = "/tickets?a=1&b=2" }] });

        Assert.StartsWith("<div class=\"chart-scroll\"><svg", html, StringComparison.Ordinal);
        Assert.Contains("<td><a href=\"/tickets?a=1&amp;b=2\">W1 &lt;b&gt;</a></td><td class=\"num\">90.0</td>", html, StringComparison.Ordinal);
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
            model with { Words = model.Words with { Value = "Wert" } },
        ];

        var keys = others.Append(model).Select(each => new ChartShelf.Key(each)).ToList();

        Assert.Equal(keys.Count, keys.Distinct().Count());
        Assert.Equal(new ChartShelf.Key(SampleCharts.Trend()), new ChartShelf.Key(SampleCharts.Trend()));
    }
}
