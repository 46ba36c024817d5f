using KpiPulse.Ingestion;
using KpiPulse.Testing;
using KpiPulse.Warehouse;

namespace KpiPulse.Tests.Ingestion;

/// <summary>A warehouse, its ingestion and a folder of exports.</summary>
public sealed class IngestionFixture : IDisposable
{
    public const string Canonical = "ticket_id,source_updated_at,created_at,status,market,lob\n";

    public IngestionFixture()
    {
        Ingestion = new InboxIngestion(Temp.Warehouse);
    }

    public TempWarehouse Temp { get; } = new();

    public TempFolder Exports { get; } = new();

    public InboxIngestion Ingestion { get; private set; }

    public string Inbox => Path.Combine(Temp.Options.DataFolder, "inbox");

    public IngestedFile Ingest(string name, string text, string? source = null) => Ingestion.Ingest([Exports.File(name, text)], source).Files[0];

    public IngestedFile Ingest(string name, byte[] bytes, string? source = null)
    {
        var path = Path.Combine(Exports.Path, name);
        File.WriteAllBytes(path, bytes);
        return Ingestion.Ingest([path], source).Files[0];
    }

    public IngestionRun IngestPaths(params string[] paths) => Ingestion.Ingest(paths);

    public IngestionRun IngestInbox() => Ingestion.IngestInbox();

    public IngestionRun CatchUp() => Ingestion.CatchUp();

    public IngestionRun Rebuild() => Ingestion.Rebuild();

    public void Profile(string json, string name = "own.json")
    {
        Directory.CreateDirectory(Path.Combine(Temp.Options.DataFolder, "sources"));
        File.WriteAllText(Path.Combine(Temp.Options.DataFolder, "sources", name), json);
    }

    public IReadOnlyList<T> Ask<T>(string sql)
    {
        using var session = Temp.Warehouse.Read();
        return session.Ask<T>("test", sql);
    }

    public long Count(string table) => Ask<long>($"select count(*) from {table}")[0];

    public string HashOf(string table, string except = "file_id, line_no") => HashOf(Temp.Warehouse, table, except);

    /// <summary>The same for the same content, whichever file and line it came from, in whatever order.</summary>
    public static string HashOf(KpiWarehouse warehouse, string table, string except)
    {
        using var session = warehouse.Read();
        return session.Ask<string>("test", $"select coalesce(md5(string_agg(row_text, chr(10) order by row_text)), '') from (select cast(row_value as varchar) as row_text from (select row_value from (select * exclude ({except}) from {table}) as row_value))")[0];
    }

    public void Reopen()
    {
        Ingestion.Dispose();
        Temp.Reopen();
        Ingestion = new InboxIngestion(Temp.Warehouse);
    }

    public void CloseWarehouse()
    {
        Ingestion.Dispose();
        Temp.Warehouse.Dispose();
    }

    public void OpenWarehouse() => Reopen();

    public void Dispose()
    {
        Ingestion.Dispose();
        Temp.Dispose();
        Exports.Dispose();
    }
}
