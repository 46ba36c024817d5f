using SkiaSharp;

namespace KpiPulse.Reporting.Pdf;

/// <summary>Blocks below one another.</summary>
internal sealed class Stack(IReadOnlyList<Block> blocks, float gap = 8) : Block
{
    public override float HeightAt(float width) => blocks.Sum(block => block.HeightAt(width)) + gap * Math.Max(0, blocks.Count - 1);

    public override void Draw(PaperCanvas canvas, SKRect box)
    {
        var top = box.Top;
        foreach (var block in blocks)
        {
            var height = block.HeightAt(box.Width);
            block.Draw(canvas, new(box.Left, top, box.Right, top + height));
            top += height + gap;
        }
    }

    public override (Block? Fits, Block? Left) Break(float width, float height)
    {
        var (fitting, left) = (new List<Block>(), height);
        for (var i = 0; i < blocks.Count; i++)
        {
            var (fits, rest) = blocks[i].Break(width, left);
            if (fits is not null) fitting.Add(fits);
            if (rest is null)
            {
                left -= fits!.HeightAt(width) + gap;
                continue;
            }

            var following = blocks.Skip(i + 1).Prepend(rest).ToList();
            while (fits is null && fitting is [.., { KeepsWithNext: true } heading])
            {
                fitting.RemoveAt(fitting.Count - 1);
                following.Insert(0, heading);
            }
            return (fitting.Count == 0 ? null : new Stack(fitting, gap), new Stack(following, gap));
        }
        return (this, null);
    }
}
