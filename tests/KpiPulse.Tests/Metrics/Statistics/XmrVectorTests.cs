using System.Globalization;
using System.Text.Json;
using KpiPulse.Metrics;
using KpiPulse.Metrics.Statistics;
using Xunit;

namespace KpiPulse.Tests.Metrics.Statistics;

public sealed class XmrVectorTests
{
    // Figures that NHSRplotthedots publishes, on R's rnorm(20) after set.seed(123).
    private static readonly double?[] Published =
    [
        -0.56047565, -0.23017749, 1.55870831, 0.07050839, 0.12928774, 1.71506499, 0.46091621, -1.26506123, -0.68685285,
        -0.44566197, 1.22408180, 0.35981383, 0.40077145, 0.11068272, -0.55584113, 1.78691314, 0.49785048, -1.96661716,
        0.70135590, -0.47279141,
    ];

    public static TheoryData<string> Series => Vectors.Cases("xmr_points.csv", "series_id");

    [Theory]
    [MemberData(nameof(Series))]
    public void Every_point_has_the_contracts_limits_rule_and_type(string id)
    {
        var rows = Vectors.Csv("xmr_points.csv").Where(row => row["series_id"] == id).ToList();

        var points = ChartOf(id).Points;

        Assert.Equal(rows.Count, points.Count);
        Assert.All(rows.Zip(points), pair => AssertPoint(pair.First, pair.Second));
    }

    [Theory]
    [MemberData(nameof(Series))]
    public void Every_chart_has_the_contracts_icons(string id)
    {
        var row = Vectors.Csv("xmr_summary.csv").Single(row => row["series_id"] == id);

        var chart = ChartOf(id);

        Assert.Equal(row["expected_variation_icon_last_point"], SnakeCase(chart.Variation));
        Assert.Equal(row["expected_assurance"], SnakeCase(chart.Assurance));
    }

    [Fact]
    public void Limits_equal_the_published_snapshot()
    {
        JsonElement expected = Anchor("AN05");

        var limits = XmrChart.Of(Published, new XmrPlan()).LatestLimits!;

        Vectors.AssertClose(expected.GetProperty("mean").GetRawText(), limits.Mean);
        Vectors.AssertClose(expected.GetProperty("lpl").GetRawText(), limits.Lower);
        Vectors.AssertClose(expected.GetProperty("upl").GetRawText(), limits.Upper);
    }

    [Theory]
    [InlineData(true, "screened")]
    [InlineData(false, "unscreened")]
    public void Screened_limits_equal_the_published_snapshot(bool screens, string name)
    {
        JsonElement[] expected = [.. Anchor("AN06").GetProperty(name).EnumerateArray()];
        double?[] values = [.. Published];
        values[14] = 10;

        var limits = XmrChart.Of(values, new XmrPlan { ScreensOutliers = screens }).LatestLimits!;

        Vectors.AssertClose(expected[0].GetRawText(), limits.Lower);
        Vectors.AssertClose(expected[1].GetRawText(), limits.Upper);
    }

    private static XmrChart ChartOf(string id)
    {
        JsonElement series = Vectors.Json("xmr_series.json").GetProperty(id);
        return XmrChart.Of([.. series.GetProperty("y").EnumerateArray().Select(Optional)], new XmrPlan
        {
            Direction = Enum.Parse<ImprovementDirection>(series.GetProperty("direction").GetString()!, ignoreCase: true),
            Target = Optional(series.GetProperty("target")),
            FixAfterPoints = (int?)Optional(series.GetProperty("fix_after")),
            RebaseAt = [.. series.GetProperty("rebase_at").EnumerateArray().Select(index => index.GetInt32())],
            ScreensOutliers = series.GetProperty("screen_outliers").GetBoolean(),
        });
    }

    private static void AssertPoint(IReadOnlyDictionary<string, string> row, XmrPoint point)
    {
        Assert.Equal(int.Parse(row["idx"], CultureInfo.InvariantCulture) - 1, point.Index);
        Assert.Equal(int.Parse(row["rebase_group"], CultureInfo.InvariantCulture), point.Group);
        Vectors.AssertClose(row["expected_mean"], point.Limits.Mean);
        Vectors.AssertClose(row["expected_amr"], point.Limits.AverageMovingRange);
        Vectors.AssertClose(row["expected_lpl"], point.Limits.Lower);
        Vectors.AssertClose(row["expected_upl"], point.Limits.Upper);
        Assert.Equal(row["expected_special_cause_type"], NhsName(point.Rule));
        Assert.Equal(row["expected_point_type"], SnakeCase<XmrPointType>(point.Type));
        Assert.Equal(row["expected_short_group_warning"], point.Limits.IsTrial ? "true" : "false");
    }

    private static string NhsName(XmrRule rule) => rule switch
    {
        XmrRule.AboveUpperLimit => "Above UCL",
        XmrRule.BelowLowerLimit => "Below LCL",
        XmrRule.RisingTrend => "7 Point Trend (Increasing)",
        XmrRule.FallingTrend => "7 Point Trend (Decreasing)",
        XmrRule.TwoOfThreeNearUpperLimit => "2 in 3 Above CL",
        XmrRule.TwoOfThreeNearLowerLimit => "2 in 3 Below CL",
        XmrRule.ShiftAboveMean => "7 Points Above CL",
        XmrRule.ShiftBelowMean => "7 Points Below CL",
        _ => "Common Cause",
    };

    private static string SnakeCase<T>(T? value)
        where T : struct, Enum => value is { } known ? JsonNamingPolicy.SnakeCaseLower.ConvertName(known.ToString()) : "";

    private static double? Optional(JsonElement element) =>
        element.ValueKind == JsonValueKind.Null ? null : element.GetDouble();

    private static JsonElement Anchor(string id) =>
        Vectors.Json("anchors.json").GetProperty("items").EnumerateArray()
            .Single(item => item.GetProperty("id").GetString() == id).GetProperty("expected");
}
