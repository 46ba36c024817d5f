using KpiPulse.Ingestion;
using KpiPulse.Metrics;
using KpiPulse.Metrics.Review;
using KpiPulse.Testing;
using KpiPulse.Warehouse;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace KpiPulse.Tests.Ingestion;

/// <summary>The folder between the ingesting node and read-only ones.</summary>
public sealed class PublishedCopiesTests : IDisposable
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(15);

    private readonly IngestionFixture fixture = new();
    private readonly TempFolder folder = new();
    private readonly PublishedCopies copies;
    private readonly CopyPublisher publisher;

    public PublishedCopiesTests()
    {
        copies = new PublishedCopies(Path.Combine(folder.Path, "copies"));
        publisher = new CopyPublisher(fixture.Temp.Warehouse, copies, Rest);
    }

    [Fact]
    public void A_change_is_published_once_and_what_did_not_change_is_renewed()
    {
        Assert.Null(copies.Current());
        Assert.True(publisher.Look());
        var first = copies.Current()!;
        fixture.Ingest("tickets.csv", Tickets(3));

        Assert.False(publisher.Look());
        Later();
        Assert.True(publisher.Look());
        var second = copies.Current()!;
        Later();
        Assert.False(publisher.Look());

        Assert.Equal(0, TicketsIn(first));
        Assert.Equal(3, TicketsIn(second));
        Assert.Equal(second with { AsOf = Now, StaleAfter = Now + TimeSpan.FromMinutes(1) }, copies.Current());
        Assert.Equal(Now - Rest, second.AsOf);
    }

    /// <summary>Data and words alike; a line of the audit log alone is none that pages show.</summary>
    [Fact]
    public void What_people_write_is_published_too_without_a_new_data_version()
    {
        publisher.Look();
        Later();
        var version = fixture.Temp.Warehouse.DataVersion;

        new KpiPulse.Metrics.Access.AuditTrail(fixture.Temp.Warehouse).Add("somebody", "export", "/tickets.csv");
        Assert.False(publisher.Look());
        Later();
        Comment();
        Assert.True(publisher.Look());

        Assert.Equal(version, fixture.Temp.Warehouse.DataVersion);
        Assert.Equal("A launch", Assert.Single(CommentsIn(copies.Current()!)).Body);
    }

    [Fact]
    public void A_copy_half_written_is_never_the_current_one_and_goes_with_the_next()
    {
        publisher.Look();
        var first = copies.Current()!;
        string[] leftovers = [copies.PathOf(first) + ".part", copies.PathOf(first) + ".part.wal", Path.Combine(copies.Folder, "kpipulse-20991231T235959999Z.duckdb"), Path.Combine(copies.Folder, "current.json.part")];
        foreach (var path in leftovers)
            File.WriteAllText(path, "half of it");

        Assert.Equal(first, copies.Current());
        Comment();
        Later();
        publisher.Look();

        Assert.All(leftovers, path => Assert.False(File.Exists(path), path));
        Assert.Single(CommentsIn(copies.Current()!));
    }

    [Fact]
    public void The_copy_before_stays_for_who_has_just_read_its_name_and_an_open_one_is_read_to_its_end()
    {
        publisher.Look();
        var first = copies.Current()!;
        using var open = Open(copies.PathOf(first));

        for (var comments = 1; comments <= 3; comments++)
        {
            Comment();
            Later();
            Assert.True(publisher.Look());
        }

        Assert.Equal(2, Directory.GetFiles(copies.Folder, "*.duckdb").Length);
        Assert.False(File.Exists(copies.PathOf(first)));
        Assert.Empty(CommentsIn(open));
        Assert.Equal(3, CommentsIn(copies.Current()!).Count);
    }

    [Fact]
    public void A_copy_that_cannot_be_written_harms_nothing_and_is_tried_again()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(copies.Folder)!);
        File.WriteAllText(copies.Folder, "no folder");

        Assert.ThrowsAny<IOException>(() => publisher.Look());
        Assert.Equal(IngestStatus.Loaded, fixture.Ingest("tickets.csv", Tickets(2)).Status);
        File.Delete(copies.Folder);
        Assert.False(publisher.Look());
        Later();

        Assert.True(publisher.Look());
        Assert.Equal(2, TicketsIn(copies.Current()!));
    }

    [Fact]
    public void A_copy_is_locked_down_and_takes_no_write()
    {
        publisher.Look();

        using var copy = Open(copies.PathOf(copies.Current()!));
        var before = File.ReadAllBytes(copies.PathOf(copies.Current()!));

        Assert.True(Assert.Throws<WarehouseException>(() => copy.Write(session => session.Run("test", "delete from tickets"))).IsReadOnly);
        Assert.True(Assert.Throws<WarehouseException>(copy.RefreshEverything).IsReadOnly);
        using (var session = copy.Read())
            Assert.Contains("read-only", Assert.Throws<WarehouseException>(() => session.Run("test", "delete from tickets")).Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(copies.PathOf(copies.Current()!)));
    }

    /// <summary>Commits, checkpoints and copies at once: each copy opens, and holds what was over when it began, and nothing by halves.</summary>
    [Fact]
    public async Task Copies_taken_while_others_write_are_whole()
    {
        fixture.Temp.Warehouse.Write(session => session.Run("test", "create table rows_of_rounds (round bigint, number bigint); create table sums_of_rounds (round bigint, total bigint)"));
        var written = 0;
        using var enough = new CancellationTokenSource();
        var writing = Task.Run(() =>
        {
            for (var round = 0; !enough.IsCancellationRequested; round++)
            {
                // Two tables, many rows and a checkpoint now and then.
                fixture.Temp.Warehouse.Write(session => session.Run("test", $"insert into rows_of_rounds select {round}, range from range(2000); insert into sums_of_rounds values ({round}, 2000)"));
                Interlocked.Increment(ref written);
                if (round % 7 == 6)
                    fixture.Temp.Warehouse.Checkpoint();
            }
        }, TestContext.Current.CancellationToken);
        for (var copy = 0; copy < 12; copy++)
        {
            var before = Volatile.Read(ref written);
            var path = Path.Combine(folder.Path, "beside.duckdb");
            FileCopy.Write(fixture.Temp.Warehouse, path);

            using var opened = Open(path);
            using var session = opened.Read();
            var (rounds, rows) = session.Ask<(long, long)>("test", "select (select count(*) from sums_of_rounds), (select count(*) from rows_of_rounds)")[0];
            Assert.True(rounds >= before, $"{rounds} of {before}");
            Assert.Equal(rounds * 2000, rows);
            Assert.False(File.Exists(path + ".wal"));
        }

        await enough.CancelAsync();
        await writing;
        Assert.True(written > 12, $"{written} commits are too few to tell.");
    }

    /// <summary>The first handle that a process closes ends its locks on a file: a copy must not do that to the warehouse.</summary>
    [Fact]
    public async Task The_warehouse_stays_locked_for_other_processes_after_a_copy()
    {
        publisher.Look();

        using var second = IngestProcess.Start(fixture.Temp.Options.DataFolder, [fixture.Exports.File("tickets.csv", Tickets(1))]);
        await second.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, second.ExitCode);
        Assert.Equal(0, fixture.Count("tickets"));
    }

    [Fact]
    public void A_copy_of_other_definitions_is_refused()
    {
        publisher.Look();
        var sql = Path.Combine(folder.Path, "sql");
        foreach (var path in Directory.EnumerateFiles(fixture.Temp.Options.SqlFolder, "*", SearchOption.AllDirectories))
            folder.File(Path.Combine("sql", Path.GetRelativePath(fixture.Temp.Options.SqlFolder, path)), File.ReadAllText(path));
        File.AppendAllText(Path.Combine(sql, "models", "metrics", "metric_csat.sql"), "\n-- another definition\n");

        var refusal = Assert.Throws<WarehouseException>(() => Open(copies.PathOf(copies.Current()!), sql));

        Assert.Contains("another version", refusal.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        fixture.Dispose();
        folder.Dispose();
    }

    private void Comment() => new ReviewComments(fixture.Temp.Warehouse).Add(new(2026, 46), "csat", [], "A launch", "Aya");

    private IReadOnlyList<ReviewComment> CommentsIn(PublishedCopy copy)
    {
        using var warehouse = Open(copies.PathOf(copy));
        return CommentsIn(warehouse);
    }

    private static IReadOnlyList<ReviewComment> CommentsIn(KpiWarehouse warehouse) => new ReviewComments(warehouse).Of(new IsoWeek(2026, 46));

    private DateTime Now => fixture.Temp.Clock.GetUtcNow().UtcDateTime;

    private void Later() => fixture.Temp.Clock.Advance(Rest);

    private long TicketsIn(PublishedCopy copy)
    {
        using var warehouse = Open(copies.PathOf(copy));
        using var session = warehouse.Read();
        return session.Ask<long>("test", "select count(*) from fct_tickets")[0];
    }

    private KpiWarehouse Open(string copy, string? sql = null)
    {
        var own = new WarehouseOptions { DataFolder = Path.Combine(folder.Path, "own"), Copy = copy, MemoryLimit = "512MB" };
        var options = sql is null ? own : new WarehouseOptions { DataFolder = own.DataFolder, Copy = own.Copy, MemoryLimit = own.MemoryLimit, SqlFolder = sql };
        return KpiWarehouse.Open(options, fixture.Temp.Clock, NullLogger.Instance);
    }

    private static string Tickets(int count) => IngestionFixture.Canonical + string.Concat(Enumerable.Range(1, count).Select(number =>
        $"T{number},2026-11-10T10:00:00Z,2026-11-10T09:00:00Z,open,SG,Login\n"));
}
