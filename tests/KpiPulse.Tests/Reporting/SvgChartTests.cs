using System.Xml.Linq;
using KpiPulse.Reporting.Charts;
using Xunit;

namespace KpiPulse.Tests.Reporting;

public sealed class SvgChartTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Theory, MemberData(nameof(SampleCharts.Kinds), MemberType = typeof(SampleCharts))]
    public void Two_renders_of_one_model_are_the_same_bytes(ChartKind kind) =>
        Assert.Equal(SvgChart.Render(SampleCharts.Of(kind)), SvgChart.Render(SampleCharts.Of(kind)));

    [Theory, MemberData(nameof(SampleCharts.Kinds), MemberType = typeof(SampleCharts))]
    public void A_chart_is_named_and_described_for_those_who_do_not_see_it(ChartKind kind)
    {
        var model = SampleCharts.Of(kind);

        var image = XElement.Parse(SvgChart.Render(model)).Elements(Svg + "g").Single(group => (string?)group.Attribute("role") == "img");
        var names = image.Attribute("aria-labelledby")!.Value.Split(' ');

        Assert.Equal(model.Title, image.Element(Svg + "title")!.Value);
        Assert.NotEmpty(image.Element(Svg + "desc")!.Value);
        Assert.Equal(names, new[] { "title", "desc" }.Select(name => image.Element(Svg + name)!.Attribute("id")!.Value));
    }

    [Theory, MemberData(nameof(SampleCharts.Kinds), MemberType = typeof(SampleCharts))]
    public void Every_point_with_a_link_has_one_hit_area_with_its_tooltip(ChartKind kind)
    {
        var model = SampleCharts.Of(kind);

        var links = XElement.Parse(SvgChart.Render(model)).Descendants(Svg + "a").ToList();

        Assert.Equal(model.AllPoints.Select(point => point.Href).OfType<string>(), links.Select(link => link.Attribute("href")!.Value));
        Assert.All(links, link => Assert.NotEmpty(link.Element(Svg + "title")!.Value));
    }

    [Theory, MemberData(nameof(SampleCharts.Kinds), MemberType = typeof(SampleCharts))]
    public void Nothing_lies_outside_the_picture(ChartKind kind)
    {
        var root = XElement.Parse(SvgChart.Render(SampleCharts.Of(kind)));
        var (width, height) = ((double)root.Attribute("width")!, (double)root.Attribute("height")!);

        foreach (var box in root.Descendants(Svg + "rect"))
        {
            Assert.InRange((double)box.Attribute("x")!, -0.5, width);
            Assert.InRange((double)box.Attribute("x")! + (double)box.Attribute("width")!, 0, width + 0.5);
            Assert.InRange((double)box.Attribute("y")! + (double)box.Attribute("height")!, 0, height + 0.5);
        }
        foreach (var text in root.Descendants(Svg + "text"))
        {
            Assert.InRange((double)text.Attribute("x")!, 0, width);
            Assert.InRange((double)text.Attribute("y")!, 8, height);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.85)]
    [InlineData(1)]
    public void Charts_that_share_the_axis_of_one_value_have_a_few_ticks(double value)
    {
        var model = SampleCharts.Trend() with { AxisFrom = value, AxisUntil = value };

        var scale = TrendScale.Of(model, 200, (from, until, atMost) => (until - from) / atMost);

        Assert.True(scale.Until > scale.From);
        Assert.InRange(scale.Ticks.Take(100).Count(), 1, 6);
    }

    [Fact]
    public void Charts_on_one_page_share_no_id()
    {
        var pages = SampleCharts.Kinds.Select(kind => SvgChart.Render(SampleCharts.Of(kind.Data))).ToList();

        var ids = pages.SelectMany(svg => XElement.Parse(svg).DescendantsAndSelf().Attributes("id")).Select(id => id.Value).ToList();

        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public void Charts_that_differ_only_in_their_finding_share_no_id()
    {
        static string IdOf(string title) => XElement.Parse(SvgChart.Render(SampleCharts.Trend(title))).Descendants(Svg + "title").First().Attribute("id")!.Value;

        Assert.NotEqual(IdOf("KR fell"), IdOf("JP rose"));
    }

    [Fact]
    public void Clip_paths_point_to_ids_of_their_own_chart()
    {
        var root = XElement.Parse(SvgChart.Render(SampleCharts.Trend()));
        var ids = root.Descendants().Attributes("id").Select(id => $"url(#{id.Value})").ToHashSet();

        Assert.All(root.Descendants().Attributes("clip-path"), clip => Assert.Contains(clip.Value, ids));
    }

    [Fact]
    public void Colours_follow_the_theme_and_no_ground_hides_it()
    {
        var root = XElement.Parse(SvgChart.Render(SampleCharts.Trend()));

        var inks = root.Descendants().Attributes().Where(a => a.Name.LocalName is "fill" or "stroke").Select(a => a.Value).Distinct();

        Assert.All(inks, ink => Assert.True(ink is "none" or "transparent" || ink.StartsWith("var(--", StringComparison.Ordinal), ink));
        Assert.Contains("var(--signal-concern, #B45309)", inks);
    }

    [Fact]
    public void Trailing_commas_and_opaque_grounds_are_cleaned_away()
    {
        var raw = XElement.Parse("""<svg xmlns="http://www.w3.org/2000/svg"><rect width="90" height="50" fill="white"/><text x="1, 2, " y="3, ">ab</text></svg>""");

        SvgPostProcessor.Clean(raw, 90, 50);

        Assert.Empty(raw.Elements(Svg + "rect"));
        Assert.Equal(("1, 2", "3"), ((string)raw.Element(Svg + "text")!.Attribute("x")!, (string)raw.Element(Svg + "text")!.Attribute("y")!));
    }

    [Fact]
    public void A_gap_in_the_values_is_a_gap_in_the_line()
    {
        var lines = XElement.Parse(SvgChart.Render(SampleCharts.Trend())).Descendants(Svg + "path")
            .Where(path => (string?)path.Attribute("stroke-width") == "1.4");

        Assert.Equal(2, lines.Count());
    }

    [Fact]
    public void A_new_baseline_breaks_the_limits()
    {
        var dashed = XElement.Parse(SvgChart.Render(SampleCharts.Trend())).Descendants(Svg + "path")
            .Where(path => (string?)path.Attribute("stroke-dasharray") == "3 3");

        Assert.Equal(4, dashed.Count());
    }

    [Fact]
    public void A_chart_without_any_value_still_renders()
    {
        var empty = SampleCharts.Trend() with { Points = [new("2026-W45", null), new("2026-W46", null)] };

        Assert.StartsWith("<svg", SvgChart.Render(empty));
        Assert.StartsWith("<svg", SvgChart.Render(empty with { Points = [] }));
        Assert.StartsWith("<svg", SvgChart.Render(SampleCharts.Bars() with { Points = [] }));
    }

    [Fact]
    public void No_tick_stands_above_a_hundred_percent()
    {
        var perfect = SampleCharts.Trend() with { Points = [.. Enumerable.Range(10, 20).Select(week => new ChartPoint($"2026-W{week}", 1))] };

        var texts = XElement.Parse(SvgChart.Render(perfect)).Descendants(Svg + "text").Select(text => text.Value);

        Assert.DoesNotContain(texts, text => text.StartsWith("100.", StringComparison.Ordinal) && text.TrimEnd('%', '\u00A0') != "100.0" || text.StartsWith("101", StringComparison.Ordinal));
    }

    [Fact]
    public void Many_threads_draw_the_same_picture()
    {
        var alone = SvgChart.Render(SampleCharts.Trend());

        var together = Enumerable.Range(0, 24).AsParallel().WithDegreeOfParallelism(4).Select(_ => SvgChart.Render(SampleCharts.Trend()));

        Assert.All(together, svg => Assert.Equal(alone, svg));
    }

    [Fact]
    public void A_waterfall_whose_steps_do_not_add_up_is_refused()
    {
        var short_ = SampleCharts.Waterfall() with { Points = [new("before", 0.9), new("cause", -0.02), new("after", 0.8)] };

        Assert.Throws<ArgumentException>(() => SvgChart.Render(short_));
        Assert.Equal(-0.08, ChartModel.WaterfallRemainder(short_.Points), 9);
        Assert.Equal(0, ChartModel.WaterfallRemainder(SampleCharts.Waterfall().Points), 9);
    }
}
