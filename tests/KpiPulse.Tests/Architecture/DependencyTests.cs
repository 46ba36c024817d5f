using System.Reflection;
using KpiPulse.Ingestion;
using KpiPulse.Metrics;
using KpiPulse.Reporting;
using KpiPulse.Warehouse;
using KpiPulse.Web;
using Xunit;

namespace KpiPulse.Tests.Architecture;

/// <summary>The direction of dependencies: inbox → Ingestion → Warehouse ← Metrics ← Reporting ← Web.</summary>
public sealed class DependencyTests
{
    private static readonly Assembly Warehouse = typeof(KpiWarehouse).Assembly;
    private static readonly Assembly Ingestion = typeof(InboxIngestion).Assembly;
    private static readonly Assembly Metrics = typeof(MetricEngine).Assembly;
    private static readonly Assembly Reporting = typeof(Palette).Assembly;
    private static readonly Assembly Web = typeof(KpiPulseApp).Assembly;

    [Fact]
    public void Stages_know_only_the_stages_before_them()
    {
        Assert.Equal([], StagesOf(Warehouse));
        Assert.Equal(["KpiPulse.Warehouse"], StagesOf(Ingestion));
        Assert.Equal(["KpiPulse.Warehouse"], StagesOf(Metrics));
        Assert.Subset(new HashSet<string> { "KpiPulse.Metrics" }, StagesOf(Reporting).ToHashSet());
    }

    [Theory]
    [InlineData("DuckDB.NET.Data")]
    [InlineData("DuckDB.NET.Bindings")]
    [InlineData("Dapper")]
    public void Only_the_warehouse_knows_DuckDB(string package)
    {
        foreach (var stage in (Assembly[])[Ingestion, Metrics, Reporting, Web])
            Assert.DoesNotContain(package, ReferencesOf(stage));
    }

    [Theory]
    [InlineData("ScottPlot")]
    [InlineData("SkiaSharp")]
    public void Only_reporting_knows_how_ink_is_made(string package)
    {
        foreach (var stage in (Assembly[])[Warehouse, Ingestion, Metrics, Web])
            Assert.DoesNotContain(package, ReferencesOf(stage));
    }

    [Fact]
    public void Only_the_web_knows_HTTP()
    {
        foreach (var stage in (Assembly[])[Warehouse, Ingestion, Metrics, Reporting])
            Assert.DoesNotContain(ReferencesOf(stage), name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || name.StartsWith("Hangfire", StringComparison.Ordinal));
    }

    /// <summary>Stages measure with what .NET has; who listens, and where a queue is, is the host's affair.</summary>
    [Theory]
    [InlineData("OpenTelemetry")]
    [InlineData("Npgsql")]
    public void Only_the_web_knows_who_listens(string package)
    {
        Assert.Contains(ReferencesOf(Web), name => name.StartsWith(package, StringComparison.Ordinal));
        foreach (var stage in (Assembly[])[Warehouse, Ingestion, Metrics, Reporting])
            Assert.DoesNotContain(ReferencesOf(stage), name => name.StartsWith(package, StringComparison.Ordinal));
    }

    private static IEnumerable<string> StagesOf(Assembly assembly) => ReferencesOf(assembly).Where(name => name.StartsWith("KpiPulse.", StringComparison.Ordinal)).Order();

    private static List<string> ReferencesOf(Assembly assembly) => [.. assembly.GetReferencedAssemblies().Select(name => name.Name!)];
}
