using Microsoft.Extensions.Caching.Memory;

namespace KpiPulse.Reporting.Charts;

/// <summary>
/// Charts and their tables made once. The key is the whole model, every point with all that is said about it: whatever a chart depends on (data version, question,
/// scope, events, culture) reaches it through its model, so nobody can be handed a stale one or another reader's. One SVG serves both themes.
/// </summary>
public sealed class ChartShelf : IDisposable
{
    private const long CharactersKept = 40_000_000;

    private readonly MemoryCache made = new(new MemoryCacheOptions { SizeLimit = CharactersKept });

    /// <returns>What stands below a figure's caption.</returns>
    public string Html(ChartModel model) => made.GetOrCreate(new Key(model), entry =>
    {
        var html = HtmlChart.Render(model);
        entry.Size = html.Length;
        return html;
    })!;

    public void Dispose() => made.Dispose();

    /// <summary>Equal where all that models and points say is equal. (A record with lists compares which lists they are, not what is in them.)</summary>
    internal sealed class Key(ChartModel model) : IEquatable<Key>
    {
        private readonly ChartModel frame = model with { Points = [], Months = [] };
        private readonly ChartPoint[] points = [.. model.AllPoints];
        private readonly int weeks = model.Points.Count;

        public bool Equals(Key? other) => other is not null && weeks == other.weeks && frame == other.frame && points.AsSpan().SequenceEqual(other.points);

        public override bool Equals(object? obj) => Equals(obj as Key);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.Add(frame);
            foreach (var point in points)
                hash.Add(point);
            return hash.ToHashCode();
        }
    }
}
