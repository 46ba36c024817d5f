using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using KpiPulse.Warehouse.Landing;

namespace KpiPulse.Warehouse;

/// <summary>How a model is kept: rebuilt each time, replaced for touched tickets, or asked as a view.</summary>
internal enum ModelKind
{
    Whole,
    ByTicket,

    /// <summary>By ticket too, but only for the models after it: nothing else reads it, so it is never written to the file.</summary>
    InPassing,
    View,
}

/// <param name="References">Other models named in the text.</param>
internal sealed record Model(string Name, string Path, string Text, ModelKind Kind, IReadOnlyList<string> References)
{
    /// <summary>Says which tickets are worth computing, not what is said of them: no number comes from it.</summary>
    public bool OnlyNarrows { get; } = FirstLine(Text).EndsWith("narrows only", StringComparison.Ordinal);

    /// <summary>Computed in passing by the one model that reads it, without rows of its own.</summary>
    public bool IsViewInPassing { get; } = FirstLine(Text).Contains("in passing as a view", StringComparison.Ordinal);

    /// <summary>Where a model says its grain and how it is refreshed.</summary>
    public static ReadOnlySpan<char> FirstLine(string text) => text.AsSpan(0, text.IndexOf('\n', StringComparison.Ordinal) is var end and >= 0 ? end : text.Length);
}

/// <summary>What stands behind a metric's rows.</summary>
/// <param name="Models">In the order to build them; the last one yields the rows.</param>
/// <param name="Tables">The canonical tables that they read.</param>
internal sealed record Lineage(IReadOnlyList<Model> Models, IReadOnlyList<string> Tables);

/// <summary>The models in the order to build them, found by the names in their texts.</summary>
internal sealed partial class ModelGraph
{
    private ModelGraph(IReadOnlyList<Model> inOrder, string sha256)
    {
        InOrder = inOrder;
        Sha256 = sha256;
    }

    public IReadOnlyList<Model> InOrder { get; }

    public string Sha256 { get; }

    public IEnumerable<Model> Whole => InOrder.Where(model => model.Kind == ModelKind.Whole);

    public IEnumerable<Model> ByTicket => InOrder.Where(model => model.Kind is ModelKind.ByTicket or ModelKind.InPassing);

    /// <summary>All that follow from tickets before metrics do, views among them.</summary>
    public IEnumerable<Model> Derived => InOrder.Where(model => model.Kind != ModelKind.Whole && !IsMetric(model.Name));

    /// <summary>Kept by ticket, made of the tickets' own rows and of reference data only, with <c>created_at</c>.</summary>
    public IEnumerable<Model> Streamed => InOrder.Where(model => model.Kind == ModelKind.ByTicket
        && !model.References.Intersect(Derived.Select(other => other.Name)).Any()
        && !WordsOf(model.Text).Intersect(TicketSlices.Tables.Where(table => table != "tickets")).Any());

    /// <summary>Those that have a table.</summary>
    public IEnumerable<Model> Kept => InOrder.Where(model => model.Kind is ModelKind.Whole or ModelKind.ByTicket);

    public IEnumerable<Model> Views => InOrder.Where(model => model.Kind == ModelKind.View);

    /// <summary>The views that yield the rows of metrics; the other views are facts.</summary>
    public IEnumerable<Model> Metrics => Views.Where(view => IsMetric(view.Name));

    public static bool IsMetric(string model) => model.StartsWith("metric_", StringComparison.Ordinal);

    /// <summary>The view that yields the rows of a metric.</summary>
    /// <param name="rows">The <c>metric</c> value of the rows.</param>
    public Model RowsOf(string rows) => Metrics.Single(view => view.Text.Contains($"'{rows}'", StringComparison.Ordinal));

    /// <param name="rows">The <c>metric</c> value of the rows.</param>
    public Lineage Behind(string rows)
    {
        var models = Behind([RowsOf(rows).Name], model => !model.OnlyNarrows);
        var words = models.SelectMany(model => WordsOf(model.Text)).ToHashSet(StringComparer.Ordinal);
        return new Lineage(models, [.. CanonicalTables.All.Select(table => table.Name).Where(words.Contains)]);
    }

    /// <summary>The models computed in passing that a text names, and those that they read, in the order to build them.</summary>
    public IReadOnlyList<Model> InPassingBehind(string text) => Behind(WordsOf(text), model => model.Kind == ModelKind.InPassing);

    /// <summary>The named models and those that they read, as far as they count, in the order to build them.</summary>
    private List<Model> Behind(IEnumerable<string> names, Func<Model, bool> counts)
    {
        var needed = names.ToHashSet(StringComparer.Ordinal);
        return [.. InOrder.Reverse().Where(model =>
        {
            if (!needed.Contains(model.Name) || !counts(model))
                return false;
            needed.UnionWith(model.References);
            return true;
        }).Reverse()];
    }

    /// <exception cref="WarehouseException">A cycle, or a model whose first line does not say how it is refreshed.</exception>
    public static ModelGraph Of(IReadOnlyList<SqlFile> files)
    {
        var names = files.Select(file => file.Name).ToHashSet(StringComparer.Ordinal);
        var models = files.ToDictionary(file => file.Name, file => new Model(file.Name, file.Path, file.Text, KindOf(file), ReferencesOf(file, names)), StringComparer.Ordinal);
        var inOrder = new List<Model>();
        var visiting = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in models.Keys.Order(StringComparer.Ordinal))
            Visit(name);

        var everything = string.Join('\n', inOrder.Select(model => model.Text.ReplaceLineEndings("\n")));
        return new ModelGraph(inOrder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(everything))));

        void Visit(string name)
        {
            var model = models[name];
            if (inOrder.Contains(model))
                return;
            if (!visiting.Add(name))
                throw new WarehouseException($"{model.Path} reads itself by way of other models ({string.Join(" -> ", visiting)}). Break the circle.");

            foreach (var reference in model.References)
                Visit(reference);
            visiting.Remove(name);
            inOrder.Add(model);
        }
    }

    private static ModelKind KindOf(SqlFile file)
    {
        if (IsMetric(file.Name))
            return ModelKind.View;

        var firstLine = Model.FirstLine(file.Text);
        return firstLine.Contains("refresh: by ticket, in passing", StringComparison.Ordinal) ? ModelKind.InPassing
            : firstLine.Contains("refresh: by ticket", StringComparison.Ordinal) ? ModelKind.ByTicket
            : firstLine.Contains("refresh: whole", StringComparison.Ordinal) ? ModelKind.Whole
            : firstLine.Contains("refresh: none, a view", StringComparison.Ordinal) ? ModelKind.View
            : throw new WarehouseException($"{file.Path}: the first line must say its grain and 'refresh: by ticket', 'refresh: by ticket, in passing', 'refresh: by ticket, in passing as a view', 'refresh: whole' or 'refresh: none, a view'.");
    }

    private static List<string> ReferencesOf(SqlFile file, HashSet<string> names) =>
        [.. WordsOf(file.Text).Where(word => names.Contains(word) && word != file.Name).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The names in a text outside of its comments.</summary>
    public static IEnumerable<string> WordsOf(string text) => Word().Matches(Comment().Replace(text, "")).Select(match => match.Value);

    [GeneratedRegex("[a-z_][a-z0-9_]*")]
    private static partial Regex Word();

    [GeneratedRegex("--[^\n]*")]
    private static partial Regex Comment();
}
