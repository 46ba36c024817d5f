using KpiPulse.Reporting.Fonts;
using SkiaSharp;

namespace KpiPulse.Reporting.Pdf;

/// <param name="Share">Of the table's width, in proportion to the other columns.</param>
internal sealed record PaperColumn(string Header, float Share, TextAnchor Align = TextAnchor.Start);

/// <summary>Rows under a header that is repeated on each page; a page never holds a single row of a longer table.</summary>
internal sealed class Table(IReadOnlyList<PaperColumn> columns, IReadOnlyList<IReadOnlyList<Block>> rows) : Block
{
    private const float Pad = 2.2f;
    private const float ColumnGap = 10;
    private const int FewestRows = 2;

    public override float HeightAt(float width) => HeaderHeight(width) + rows.Sum(row => RowHeight(row, width));

    public override void Draw(PaperCanvas canvas, SKRect box)
    {
        var top = box.Top;
        DrawRow(canvas, [.. Headers], box, top, HeaderHeight(box.Width));
        top += HeaderHeight(box.Width);
        canvas.Rule(box.Left, box.Right, top, Palette.Line);
        foreach (var row in rows)
        {
            var height = RowHeight(row, box.Width);
            DrawRow(canvas, row, box, top, height);
            top += height;
            canvas.Rule(box.Left, box.Right, top, Palette.Grid);
        }
    }

    public override (Block? Fits, Block? Left) Break(float width, float height)
    {
        var left = height - HeaderHeight(width);
        var count = rows.TakeWhile(row => (left -= RowHeight(row, width)) >= -0.01f).Count();
        if (count == rows.Count) return (this, null);
        if (rows.Count - count < FewestRows) count = rows.Count - FewestRows;
        return count < FewestRows ? (null, this) : (new Table(columns, [.. rows.Take(count)]), new Table(columns, [.. rows.Skip(count)]));
    }

    private IEnumerable<TextBlock> Headers => columns.Select(column => new TextBlock(column.Header, Paper.SmallStrong with { Anchor = column.Align }, Palette.Usual));

    private float HeaderHeight(float width) => RowHeight([.. Headers], width);

    private float RowHeight(IReadOnlyList<Block> cells, float width) => cells.Zip(WidthsAt(width), (cell, own) => cell.HeightAt(own)).Max() + 2 * Pad;

    private void DrawRow(PaperCanvas canvas, IReadOnlyList<Block> cells, SKRect box, float top, float height)
    {
        var left = box.Left;
        foreach (var (cell, width) in cells.Zip(WidthsAt(box.Width)))
        {
            var own = cell.HeightAt(width);
            var start = top + (height - own) / 2;
            cell.Draw(canvas, new(left, start, left + width, start + own));
            left += width + ColumnGap;
        }
    }

    private IEnumerable<float> WidthsAt(float width)
    {
        var free = width - ColumnGap * (columns.Count - 1);
        var total = columns.Sum(column => column.Share);
        return columns.Select(column => free * column.Share / total);
    }
}
