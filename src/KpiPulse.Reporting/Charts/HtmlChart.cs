using System.Text.Encodings.Web;

namespace KpiPulse.Reporting.Charts;

/// <summary>A chart on a page: its drawing, and its table to be unfolded.</summary>
public static class HtmlChart
{
    public static string Render(ChartModel model)
    {
        var table = ChartTable.Of(model);
        var head = string.Concat(table.Columns.Select(column => $"<th scope=\"col\"{ClassOf(column)}>{Encoded(column.Name)}</th>"));
        var rows = string.Concat(table.Rows.Select(row => $"<tr>{string.Concat(table.Columns.Zip(row, Cell))}</tr>"));
        return $"""
            <div class="chart-scroll">{SvgChart.Render(model)}</div>
            <details class="show-table"><summary>{Encoded(model.Words.ShowTable)}</summary>
            <div class="table-scroll"><table class="table"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div></details>
            """;
    }

    private static string Cell(ChartColumn column, ChartCell cell) =>
        $"<td{ClassOf(column)}>{(cell.Href is { } href ? $"<a href=\"{Encoded(href)}\">{Encoded(cell.Text)}</a>" : Encoded(cell.Text))}</td>";

    private static string ClassOf(ChartColumn column) => column.IsNumeric ? " class=\"num\"" : "";

    private static string Encoded(string text) => HtmlEncoder.Default.Encode(text);
}
