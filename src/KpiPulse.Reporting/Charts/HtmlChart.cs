using System.Text;
using System.Text.Encodings.Web;

namespace KpiPulse.Reporting.Charts;

/// <summary>A chart on a page: its drawing, and its table to be unfolded.</summary>
public static class HtmlChart
{
    public static string Render(ChartModel model)
    {
        var table = ChartTable.Of(model);
        var html = new StringBuilder($"<div class=\"chart-scroll\">{SvgChart.Render(model)}</div>\n<details class=\"show-table\"><summary>{Encoded(model.Words.ShowTable)}</summary><div class=\"table-scroll\"><table class=\"table\"><thead><tr>");
        foreach (var column in table.Columns)
            html.Append($"<th scope=\"col\"{ClassOf(column)}>{Encoded(column.Name)}</th>");
        html.Append("</tr></thead><tbody>");
        foreach (var row in table.Rows)
        {
            html.Append("<tr>");
            foreach (var (column, cell) in table.Columns.Zip(row))
                html.Append($"<td{ClassOf(column)}>{(cell.Href is { } href ? $"<a href=\"{Encoded(href)}\">{Encoded(cell.Text)}</a>" : Encoded(cell.Text))}</td>");
            html.Append("</tr>");
        }

        return html.Append("</tbody></table></div></details>").ToString();
    }

    private static string ClassOf(ChartColumn column) => column.IsNumeric ? " class=\"num\"" : "";

    private static string Encoded(string text) => HtmlEncoder.Default.Encode(text);
}
