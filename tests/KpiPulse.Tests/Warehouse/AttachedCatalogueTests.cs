using System.Text.RegularExpressions;
using Dapper;
using DuckDB.NET.Data;
using KpiPulse.Testing;
using KpiPulse.Warehouse;
using Xunit;

namespace KpiPulse.Tests.Warehouse;

/// <summary>The warehouse as a catalogue that was attached under a name, beside the plain file: the same SQL, the same rows.</summary>
public sealed partial class AttachedCatalogueTests : IDisposable
{
    private const int Seed = 7;

    private readonly TempWarehouse file = new(ticketsPerSlice: 40);
    private readonly TempWarehouse attached = new(ticketsPerSlice: 40, attach: "elsewhere.duckdb");

    [Fact]
    public void Migrations_models_and_checks_make_the_same_tables_by_batches_and_by_rebuild()
    {
        foreach (var temp in (TempWarehouse[])[file, attached])
            Batches(temp);
        Assert.Equal(RandomBatchesTests.Content(file), RandomBatchesTests.Content(attached));

        attached.Reopen();
        attached.Warehouse.RefreshEverything();

        file.Warehouse.RefreshEverything();
        Assert.Equal(RandomBatchesTests.Content(file), RandomBatchesTests.Content(attached));
    }

    [Fact]
    public void Everything_kept_lies_in_the_attached_file()
    {
        Batches(attached);

        using var session = attached.Warehouse.Read();
        Assert.Equal(["warehouse"], session.Ask<string>("tables", "select distinct database_name from duckdb_tables() where not temporary"));
        Assert.True(File.Exists(Path.Combine(attached.Options.DataFolder, "elsewhere.duckdb")));
        Assert.False(File.Exists(Path.Combine(attached.Options.DataFolder, "kpipulse.duckdb")));
    }

    /// <summary>
    /// Each file is executed with null for every parameter and rolled back. Slots are comments in the text; the few files that are no statement
    /// without them, or want a value, fail alike.
    /// </summary>
    [Fact]
    public void Every_other_file_finds_its_tables_there()
    {
        var (there, here) = (Outcomes(attached), Outcomes(file));

        Assert.Equal(here, there);
        Assert.True(here.Count(outcome => outcome.EndsWith(": ran", StringComparison.Ordinal)) > 0.8 * here.Count, string.Join('\n', here));
    }

    [Fact]
    public void A_backup_is_whole()
    {
        Batches(attached);

        var path = Backup.Take(attached.Warehouse);

        using var copy = new DuckDBConnection($"Data Source={path};access_mode=READ_ONLY");
        copy.Open();
        using var command = copy.CreateCommand();
        command.CommandText = "select count(*) from fct_tickets";
        using var session = attached.Warehouse.Read();
        Assert.Equal(session.Ask<long>("fct_tickets", "select count(*) from fct_tickets")[0], command.ExecuteScalar());
    }

    public void Dispose()
    {
        file.Dispose();
        attached.Dispose();
    }

    private static void Batches(TempWarehouse temp)
    {
        var desk = new RandomDesk(Seed);
        temp.Load([.. RandomDesk.Reference]);
        RandomBatchesTests.Land(temp, desk, desk.NewTickets(60), isStale: false);
        for (var batch = 0; batch < 4; batch++)
        {
            var change = desk.Change();
            RandomBatchesTests.Land(temp, desk, change.Statements, change.IsReference);
        }
    }

    private static List<string> Outcomes(TempWarehouse temp)
    {
        using var session = temp.Warehouse.Read();
        return [.. ((string[])["queries", "doctor", "checks", "landing"]).SelectMany(folder => temp.Warehouse.Sql.Files(folder)).Select(file =>
        {
            var nothing = new DynamicParameters();
            foreach (Match parameter in Parameter().Matches(file.Text))
                nothing.Add(parameter.Groups[1].Value, null);
            session.Run("begin", "begin transaction");
            try
            {
                session.Run(file.Path, file.Text.Replace("/*{histories}*/", TicketSlices.OfOne(temp.Warehouse, file.Text), StringComparison.Ordinal), nothing);
                return $"{file.Path}: ran";
            }
            catch (WarehouseException failure)
            {
                return failure.Message.Split('\n')[0];
            }
            finally
            {
                session.Run("rollback", "rollback");
            }
        })];
    }

    [GeneratedRegex(@"\$([a-z]\w*)")]
    private static partial Regex Parameter();
}
