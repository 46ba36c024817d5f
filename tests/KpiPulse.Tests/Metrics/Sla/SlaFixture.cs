using Dapper;
using DuckDB.NET.Data;
using KpiPulse.Warehouse;

namespace KpiPulse.Tests.Metrics.Sla;

/// <summary>The models over rows that a test inserts; to be replaced by the warehouse's own refresh.</summary>
internal sealed class SlaFixture : IDisposable
{
    private static readonly string SqlFolder = Path.Combine(AppContext.BaseDirectory, "sql");

    public SlaFixture()
    {
        // As the warehouse does, which a test of SQL alone never opens.
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        Connection.Open();
        Connection.Execute("create macro reporting_zone() as 'Asia/Singapore'");
        Connection.Execute("create macro reporting_offset() as to_seconds(28800)");
        foreach (var file in Files("migrations").Concat(Files("macros")))
            Connection.Execute(File.ReadAllText(file));
    }

    public DuckDBConnection Connection { get; } = new("DataSource=:memory:");

    public void Run(string sql) => Connection.Execute(sql);

    public IReadOnlyList<T> Query<T>(string sql) => [.. Connection.Query<T>(sql)];

    public static string ModelText(string name) => File.ReadAllText(Files("models").Single(file => Path.GetFileNameWithoutExtension(file) == name));

    public static string QueryText(string name) => File.ReadAllText(Path.Combine(SqlFolder, "queries", name + ".sql"));

    /// <summary>Each model as a table of its name, each after the models that its text names.</summary>
    public void BuildModels()
    {
        var models = Files("models").ToDictionary(file => Path.GetFileNameWithoutExtension(file), File.ReadAllText);
        var built = new HashSet<string>();
        foreach (var name in models.Keys.Order(StringComparer.Ordinal))
            Build(name);

        void Build(string name)
        {
            if (!built.Add(name))
                return;
            foreach (var reference in ModelGraph.WordsOf(models[name]).Where(word => word != name && models.ContainsKey(word)))
                Build(reference);

            try
            {
                Connection.Execute($"create or replace table {name} as\n{models[name]}");
            }
            catch (DuckDBException exception)
            {
                throw new InvalidOperationException($"{name}: {exception.Message}", exception);
            }
        }
    }

    public void Dispose() => Connection.Dispose();

    private static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(Path.Combine(SqlFolder, folder), "*.sql", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
}
