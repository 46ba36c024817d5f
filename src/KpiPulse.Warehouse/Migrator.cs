using System.Security.Cryptography;
using System.Text;

namespace KpiPulse.Warehouse;

/// <summary>Migrations, once, in order of their names; one that was edited after it ran stops the start.</summary>
internal static class Migrator
{
    public static void Migrate(KpiWarehouse warehouse)
    {
        var applied = warehouse.Write(session =>
        {
            session.Run("schema_migrations", "create table if not exists schema_migrations (name varchar not null, sha256 varchar not null, applied_at timestamp not null)");
            return session.Ask<AppliedMigration>("schema_migrations", "select name, sha256 from schema_migrations").ToDictionary(row => row.Name, row => row.Sha256, StringComparer.Ordinal);
        }, readState: false);

        var ran = false;
        foreach (var file in warehouse.Sql.Files("migrations"))
        {
            var hash = HashOf(file);
            if (!applied.TryGetValue(file.Name, out var appliedHash))
            {
                Run(warehouse, file, hash);
                ran = true;
            }
            else if (appliedHash != hash)
            {
                throw new WarehouseException($"{file.Path} was edited after it ran on this warehouse. Restore the file and put the change into a new migration, or run `kpipulse rebuild`.");
            }
        }

        // Replaying DDL from a write-ahead log is where DuckDB has failed others: put it into the file at once.
        if (ran)
            warehouse.Checkpoint();
    }

    /// <summary>Whether a copy that nothing may be written to has exactly this program's tables.</summary>
    public static bool HasRun(Session session, KpiWarehouse warehouse) =>
        session.Ask<AppliedMigration>("schema_migrations", "select name, sha256 from schema_migrations").ToHashSet()
            .SetEquals(warehouse.Sql.Files("migrations").Select(file => new AppliedMigration(file.Name, HashOf(file))));

    private static string HashOf(SqlFile file) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(file.Text.ReplaceLineEndings("\n"))));

    private static void Run(KpiWarehouse warehouse, SqlFile file, string hash) =>
        warehouse.Write(session =>
        {
            session.Run(file.Path, file.Text);
            return session.Run("schema_migrations", "insert into schema_migrations values ($name, $hash, $at)", new { name = file.Name, hash, at = warehouse.Clock.GetUtcNow().UtcDateTime });
        }, readState: false);

    private sealed record AppliedMigration(string Name, string Sha256);
}
