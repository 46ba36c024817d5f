using SkiaSharp;

namespace KpiPulse.Reporting.Pdf;

/// <summary>Blocks beside one another, in shares of the width; as high as the highest.</summary>
internal sealed class Columns(IReadOnlyList<(Block Block, float Share)> columns, float gap = 18) : Block
{
    public static Columns Equal(IReadOnlyList<Block> blocks, float gap = 18) => new([.. blocks.Select(block => (block, 1f))], gap);

    /// <summary>Rows of so many blocks; the last row keeps their width.</summary>
    public static Stack Grid(IReadOnlyList<Block> blocks, int across, float gap = 14) =>
        new([.. blocks.Chunk(across).Select(row => Equal([.. row.Concat(Enumerable.Repeat<Block>(new Gap(0), across - row.Length))], gap))], 10);

    public override float HeightAt(float width) => columns.Zip(WidthsAt(width), (column, own) => column.Block.HeightAt(own)).Max();

    public override void Draw(PaperCanvas canvas, SKRect box)
    {
        var left = box.Left;
        foreach (var (column, width) in columns.Zip(WidthsAt(box.Width)))
        {
            column.Block.Draw(canvas, new(left, box.Top, left + width, box.Top + column.Block.HeightAt(width)));
            left += width + gap;
        }
    }

    private IEnumerable<float> WidthsAt(float width)
    {
        var free = width - gap * (columns.Count - 1);
        return columns.Select(column => free * column.Share / columns.Sum(each => each.Share));
    }
}
