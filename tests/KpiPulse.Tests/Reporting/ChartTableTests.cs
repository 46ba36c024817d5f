using KpiPulse.Reporting.Charts;
using Xunit;

namespace KpiPulse.Tests.Reporting;

public sealed class ChartTableTests
{
    [Theory, MemberData(nameof(SampleCharts.Kinds), MemberType = typeof(SampleCharts))]
    public void The_table_has_a_row_for_each_point_and_says_its_value(ChartKind kind)
    {
        var model = SampleCharts.Of(kind);

        var table = ChartTable.Of(model);

        Assert.Equal(model.AllPoints.Select(point => point.Label), table.Rows.Select(row => row[0].Text));
        Assert.Equal(model.AllPoints.Select(point => point.Value), table.Rows.Select(row => row[1].Number));
        Assert.All(table.Rows, row => Assert.Equal(table.Columns.Count, row.Count));
    }

    [Fact]
    public void A_column_that_no_point_fills_is_left_out()
    {
        var table = ChartTable.Of(SampleCharts.Bars());

        Assert.Equal(["Site", "Value", "Signal"], table.Columns.Select(column => column.Name));
    }

    [Fact]
    public void Percentages_read_as_percent_and_stay_shares_as_numbers()
    {
        var last = ChartTable.Of(SampleCharts.Trend()).Rows[^1][1];

        Assert.Equal("86.1", last.Text);
        Assert.Equal(0.861, last.Number);
    }

    [Fact]
    public void The_unit_stands_once_in_the_header() =>
        Assert.Equal("Value, %", ChartTable.Of(SampleCharts.Trend()).Columns[1].Name);

    [Fact]
    public void A_gap_is_an_empty_cell_not_a_zero()
    {
        var gap = ChartTable.Of(SampleCharts.Trend()).Rows[7][1];

        Assert.Equal("", gap.Text);
        Assert.Null(gap.Number);
    }

    [Fact]
    public void A_signal_is_named_in_shape_and_word()
    {
        var table = ChartTable.Of(SampleCharts.Trend());
        var column = table.Columns.Select(c => c.Name).ToList().IndexOf("Signal");

        Assert.Equal("▼ concern", table.Rows[^1][column].Text);
    }

    [Fact]
    public void A_pareto_tells_each_running_share()
    {
        var rows = ChartTable.Of(SampleCharts.Pareto()).Rows;

        Assert.Equal([0.6, 0.9, 1.0], rows.Select(row => Math.Round(row[3].Number!.Value, 9)));
    }

    [Fact]
    public void Steps_of_a_waterfall_are_signed_points_and_its_ends_levels()
    {
        var rows = ChartTable.Of(SampleCharts.Waterfall()).Rows;

        Assert.Equal(["85.9", "−2.6\u00A0pp", "−1.5\u00A0pp", "−0.5\u00A0pp", "81.3"], rows.Select(row => row[1].Text));
    }

    [Fact]
    public void A_difference_of_shares_is_signed_points()
    {
        var model = SampleCharts.Bars() with { Unit = ChartUnit.Points, Points = [new("MNL-2", -0.026), new("KUL", 0.004), new("BLR", -0.0001)] };

        var table = ChartTable.Of(model);

        Assert.Equal("Value, pp", table.Columns[1].Name);
        Assert.Equal(["−2.6", "+0.4", "0.0"], table.Rows.Select(row => row[1].Text));
    }

    [Fact]
    public void Long_durations_are_told_in_hours()
    {
        var model = SampleCharts.Bars() with { Unit = ChartUnit.Minutes, Points = [new("KR", 432), new("JP", 30)] };

        var table = ChartTable.Of(model);

        Assert.Equal("Value, h", table.Columns[1].Name);
        Assert.Equal(["7.2", "0.5"], table.Rows.Select(row => row[1].Text));
    }
}
