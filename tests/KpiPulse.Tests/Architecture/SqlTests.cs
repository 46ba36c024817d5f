using System.Text.RegularExpressions;
using KpiPulse.Metrics;
using KpiPulse.Testing;
using KpiPulse.Warehouse;
using Xunit;

namespace KpiPulse.Tests.Architecture;

/// <summary>The rules of <c>sql/README.md</c>, held by reading the text.</summary>
public sealed partial class SqlTests
{
    private static readonly SqlFolder Sql = new(Repository.Folder("sql"));

    [Fact]
    public void A_layer_reads_only_layers_to_its_left()
    {
        string[] layers = ["int_", "fct_", "dim_", "metric_"];
        var graph = ModelGraph.Of(Sql.Files("models"));
        foreach (var model in graph.InOrder)
        {
            foreach (var reference in model.References)
                Assert.True(LayerOf(reference) <= LayerOf(model.Name), $"{model.Name} reads {reference}, which lies to its right.");
        }

        int LayerOf(string name) => Array.FindIndex(layers, prefix => name.StartsWith(prefix, StringComparison.Ordinal)) is var layer and >= 0
            ? (layer == 2 ? 1 : layer)
            : throw new InvalidOperationException($"The model {name} has none of the prefixes {string.Join(", ", layers)}.");
    }

    [Fact]
    public void A_model_that_is_always_rebuilt_never_reads_one_kept_by_ticket()
    {
        var graph = ModelGraph.Of(Sql.Files("models"));
        var kinds = graph.InOrder.ToDictionary(model => model.Name, model => model.Kind);

        foreach (var model in graph.Whole)
            Assert.DoesNotContain(model.References, reference => kinds[reference] == ModelKind.ByTicket);
    }

    [Fact]
    public void What_is_computed_in_passing_is_read_by_models_by_ticket_and_queries_that_compute_it_only()
    {
        var graph = ModelGraph.Of(Sql.Files("models"));
        var passing = graph.InOrder.Where(model => model.Kind == ModelKind.InPassing).Select(model => model.Name).ToHashSet();

        Assert.NotEmpty(passing);
        Assert.All(graph.Whole.Concat(graph.Views), model => Assert.DoesNotContain(model.References, passing.Contains));
        foreach (var file in ((string[])["queries", "checks", "doctor"]).SelectMany(folder => Sql.Files(folder)).Where(file => !file.Text.Contains("/*{histories}*/", StringComparison.Ordinal)))
            Assert.DoesNotMatch($@"\b({string.Join('|', passing)})\b", file.Text);
    }

    [Fact]
    public void Every_metric_row_has_the_same_columns()
    {
        using var temp = new TempWarehouse();
        using var session = temp.Warehouse.Read();
        string[] expected =
        [
            "metric", "subject_id", "source_system", "ticket_id", "attributed_at", "attributed_on", "visible_from", "visible_until", "basis",
            "market", "lob", "tier", "channel", "site", "team", "agent", "priority", "status", "language", "category", "subcategory", "extra", "contributor", "numerator", "denominator",
        ];

        foreach (var view in temp.Warehouse.Models.Metrics)
        {
            // One computes its instants, and says what is kept beside them.
            Assert.Equal(
                view.Name == "metric_backlog" ? [.. expected, "stored_at"] : expected,
                session.Ask<string>(view.Name, "select column_name from duckdb_columns() where table_name = $name order by column_index", new { name = view.Name }));
        }
    }

    [Fact]
    public void The_day_asked_about_reaches_the_facts_behind_every_metric()
    {
        using var temp = new TempWarehouse();
        // DuckDB keeps a view's text without `not materialized`: a view in the file is another one than that of the process that made it.
        temp.Reopen();
        using var session = temp.Warehouse.Read();

        foreach (var view in temp.Warehouse.Models.Metrics)
        {
            var plan = session.Ask<Plan>(view.Name, $"explain (format json) select count(*) from {view.Name} where attributed_on = date '2026-11-16'")[0].ExplainValue;
            // What DuckDB itself found twice, the day is in already.
            Assert.False(Regex.IsMatch(plan, "\"CTE Name\": \"(?!__common_subplan)"), $"{view.Name} computes a part of itself for all of history; what it reads twice must be a view:\n{plan}");
        }
    }

    [Fact]
    public void Every_metric_of_the_catalogue_has_rows_of_its_own_in_some_model()
    {
        var graph = ModelGraph.Of(Sql.Files("models"));

        Assert.All(MetricCatalog.All, metric => Assert.StartsWith("metric_", graph.RowsOf(metric.Rows).Name, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(@"\bprimary key\b")]
    [InlineData(@"\bunique\b")]
    [InlineData(@"\bcreate (unique )?index\b")]
    [InlineData(@"\bcreate sequence\b")]
    [InlineData(@"\bon conflict\b")]
    [InlineData(@"\breturning\b")]
    [InlineData(@"\bcreate type\b")]
    [InlineData(@"\bgenerated always\b")]
    public void The_SQL_stays_within_what_DuckLake_supports(string refused)
    {
        foreach (var file in Sql.Files(""))
            Assert.False(Regex.IsMatch(LineComment().Replace(file.Text, "").ToLowerInvariant(), refused), $"{file.Path} uses what DuckLake refuses: {refused}");
    }

    [Fact]
    public void SQL_is_lower_case()
    {
        foreach (var file in Sql.Files(""))
            Assert.DoesNotMatch(@"\b(SELECT|FROM|WHERE|JOIN|GROUP BY|ORDER BY|INSERT|CREATE)\b", LineComment().Replace(file.Text, ""));
    }

    [Fact]
    public void Statements_stand_in_sql_files_and_not_in_the_stages_that_ask()
    {
        foreach (var project in (string[])["KpiPulse.Ingestion", "KpiPulse.Metrics", "KpiPulse.Reporting", "KpiPulse.Web"])
        {
            foreach (var path in Directory.EnumerateFiles(Repository.Folder($"src/{project}"), "*.cs", SearchOption.AllDirectories))
                Assert.False(Statement().IsMatch(File.ReadAllText(path)), $"{path} holds a SQL statement. Put it into sql/queries.");
        }
    }

    private sealed record Plan(string ExplainKey, string ExplainValue);

    [GeneratedRegex("--[^\n]*")]
    private static partial Regex LineComment();

    [GeneratedRegex(@"""[^""\n]*\b(select\s[^""\n]*\sfrom\s|insert into\s|delete from\s|update\s\w+\sset\s|create (or replace )?(table|view)\s)")]
    private static partial Regex Statement();
}
