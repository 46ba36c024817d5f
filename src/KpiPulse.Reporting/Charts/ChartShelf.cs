using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Caching.Memory;

namespace KpiPulse.Reporting.Charts;

/// <summary>
/// Charts drawn once. The key is the whole drawing, every point with all that is said about it, and its size: whatever a chart depends on (data version, question,
/// scope, events, culture) reaches it through its model, so nobody can be handed a stale one or another reader's. One SVG serves both themes.
/// </summary>
public sealed class ChartShelf : IDisposable
{
    private const long CharactersKept = 40_000_000;

    private readonly MemoryCache drawn = new(new MemoryCacheOptions { SizeLimit = CharactersKept });

    public string Svg(ChartModel model)
    {
        var (width, height) = SvgChart.SizeOf(model);
        return drawn.GetOrCreate(KeyOf(model, width, height), entry =>
        {
            var svg = SvgChart.Render(model, width, height);
            entry.Size = svg.Length;
            return svg;
        })!;
    }

    public void Dispose() => drawn.Dispose();

    internal static string KeyOf(ChartModel model, int width, int height)
    {
        var key = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{width}×{height}\n{model.Kind}\n{model.Unit}\n{model.Culture.Name}\n{model.Title}\n{model.Subtitle}\n{model.LabelHeader}\n{model.AxisFrom:r}\n{model.AxisUntil:r}\n{model.Points.Count}\n{model.Words}\n");
        foreach (var point in model.AllPoints)
            key.Append(CultureInfo.InvariantCulture, $"{point}\n");
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key.ToString())));
    }
}
