using DuckDB.NET.Data;
using KpiPulse.Ingestion;
using KpiPulse.Warehouse;
using Xunit;

namespace KpiPulse.Tests.Ingestion;

public sealed class NothingIsLostTests : IDisposable
{
    private const string Tickets = IngestionFixture.Canonical + "T1,2026-10-01T10:00:00Z,2026-10-01T09:00:00Z,open,SG,Login\n";

    private readonly IngestionFixture fixture = new();

    [Fact]
    public void A_file_archived_before_a_crash_is_taken_at_the_next_start()
    {
        var archive = new Archive(Path.Combine(fixture.Temp.Options.DataFolder, "archive"), fixture.Temp.Clock);
        archive.Take(fixture.Exports.File("tickets.csv", Tickets), source: null);
        fixture.Reopen();
        Assert.True(fixture.Ingestion.IsBehind);

        var run = fixture.CatchUp();

        Assert.False(fixture.Ingestion.IsBehind);

        Assert.Equal(IngestStatus.Loaded, Assert.Single(run.Files).Status);
        Assert.Equal(1, fixture.Count("tickets"));
        Assert.Empty(fixture.CatchUp().Files);
    }

    [Fact]
    public void The_drop_folder_is_emptied_once_a_file_stands_still()
    {
        var path = Path.Combine(fixture.Inbox, "tickets.csv");
        File.WriteAllText(path, Tickets);
        File.SetLastWriteTimeUtc(path, fixture.Temp.Clock.GetUtcNow().UtcDateTime);

        Assert.Empty(fixture.IngestInbox().Files);
        fixture.Temp.Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Single(fixture.IngestInbox().Files);

        Assert.False(File.Exists(path));
        Assert.Equal(1, fixture.Count("tickets"));
    }

    [Fact]
    public void A_refused_drop_is_put_aside_with_its_reason()
    {
        File.WriteAllText(Path.Combine(fixture.Inbox, "odd.csv"), "a,b\n1,2\n");
        fixture.Temp.Clock.Advance(TimeSpan.FromDays(30));

        fixture.IngestInbox();

        Assert.Empty(Directory.GetFiles(fixture.Inbox));
        var reason = Assert.Single(Directory.GetFiles(Path.Combine(fixture.Temp.Options.DataFolder, "refused"), "*.reason.txt"));
        Assert.Contains("No source profile takes odd.csv", File.ReadAllText(reason), StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(Path.Combine(fixture.Temp.Options.DataFolder, "refused"), "*-odd.csv"));
    }

    [Fact]
    public void A_failure_half_way_leaves_neither_rows_nor_a_ledger_line_of_loading()
    {
        using (var breaking = fixture.Temp.Warehouse.Read())
            breaking.Run("test", "alter table surveys rename column comment to remark");

        var file = fixture.Ingest("export.csv", """
            Unique id,channel_name,category,Sub-category,Customer Remarks,Issue_reported at,issue_responded,Survey_response_Date,Product_category,Agent_name,Supervisor,Manager,Tenure Bucket,Agent Shift,CSAT Score
            a1,Inbound,Returns,Pickup,,01/08/2023 08:55,01/08/2023 08:57,01-Aug-23,,A,B,C,31-60,Morning,5

            """);

        Assert.Equal(IngestStatus.Refused, file.Status);
        Assert.Equal(0, fixture.Count("tickets"));
        Assert.Equal(["refused"], fixture.Ask<string>("select state from received_files"));
    }

    [Fact]
    public void A_rebuild_refuses_to_lose_a_file_that_left_the_archive()
    {
        fixture.Ingest("tickets.csv", Tickets);
        Directory.Delete(Path.Combine(fixture.Temp.Options.DataFolder, "archive"), recursive: true);

        Assert.Throws<WarehouseException>(() => fixture.Rebuild());
        Assert.Equal(1, fixture.Count("tickets"));
    }

    [Fact]
    public void Reference_files_and_tickets_of_one_run_end_in_one_refresh()
    {
        fixture.Exports.File("markets.csv", "market,time_zone\nSG,Asia/Singapore\n");
        fixture.Exports.File("tickets.csv", Tickets);
        var before = fixture.Temp.Warehouse.DataVersion;

        fixture.IngestPaths(fixture.Exports.Path);

        Assert.Equal(before + 1, fixture.Temp.Warehouse.DataVersion);
    }

    [Fact]
    public void A_backup_comes_back_and_later_files_are_taken_again()
    {
        fixture.Ingest("tickets-a.csv", Tickets);
        var target = Path.Combine(fixture.Exports.Path, "backup");
        DataCopy.BackUp(fixture.Temp.Warehouse, target);
        fixture.Ingest("tickets-b.csv", Tickets.Replace("T1", "T2", StringComparison.Ordinal));
        var hash = fixture.HashOf("tickets");
        fixture.CloseWarehouse();

        DataCopy.Restore(target, fixture.Temp.Options, fixture.Temp.Clock, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        fixture.OpenWarehouse();
        Assert.Equal(1, fixture.Count("tickets"));
        fixture.CatchUp();

        Assert.Equal(hash, fixture.HashOf("tickets"));
    }

    [Fact]
    public void A_copy_and_a_link_are_told_of_though_the_ledger_has_no_line_for_them()
    {
        fixture.Ingest("tickets.csv", Tickets);
        File.CreateSymbolicLink(Path.Combine(fixture.Exports.Path, "tickets-link.csv"), "/etc/hostname");

        fixture.IngestPaths(fixture.Exports.File("tickets-copy.csv", Tickets), Path.Combine(fixture.Exports.Path, "tickets-link.csv"));

        Assert.Equal([("tickets-copy.csv", 1), ("tickets-link.csv", null)], new ReceivedData(fixture.Temp.Warehouse).TurnedAway(10).Select(turned => (turned.FileName, turned.FileId)));
        fixture.Rebuild();
        Assert.Equal(2, fixture.Count("turned_away"));
    }

    [Fact]
    public void A_pipe_in_the_drop_folder_is_refused_and_nobody_waits_for_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Pipes with names are made by mkfifo.");
        var pipe = Path.Combine(fixture.Exports.Path, "tickets-pipe.csv");
        using (var made = System.Diagnostics.Process.Start("mkfifo", [pipe]))
            made.WaitForExit();

        var run = fixture.IngestPaths(pipe, fixture.Exports.File("tickets.csv", Tickets));

        Assert.Equal([IngestStatus.Refused, IngestStatus.Loaded], run.Files.Select(file => file.Status));
        Assert.Contains("no plain file", run.Files[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_archive_is_found_and_never_read_as_if_it_were_sound()
    {
        fixture.Ingest("tickets.csv", Tickets);
        var kept = Directory.GetFiles(Path.Combine(fixture.Temp.Options.DataFolder, "archive"), "*.csv", SearchOption.AllDirectories)[0];
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(kept, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllText(kept, File.ReadAllText(kept).Replace("Login", "Logon", StringComparison.Ordinal));

        Assert.Equal(["every archived file is whole"], new Examination(fixture.Temp.Warehouse).Run().Select(failure => failure.Claim));
        Assert.Contains("damaged", fixture.Ingestion.Replay(1).Reason, StringComparison.Ordinal);
        Assert.Throws<WarehouseException>(() => fixture.Rebuild());
        Assert.Equal(["Login"], fixture.Ask<string>("select lob from tickets"));
    }

    [Fact]
    public async Task A_backup_is_made_by_the_process_that_has_the_warehouse_open()
    {
        fixture.Ingest("tickets.csv", Tickets);
        var target = Path.Combine(fixture.Exports.Path, "backup");
        var requests = new BackupRequests(fixture.Temp.Options);

        var asking = requests.Ask(target, TestContext.Current.CancellationToken);
        while (!asking.IsCompleted)
        {
            requests.AnswerAll(fixture.Temp.Warehouse);
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.Equal(1, (await asking).ReceivedFiles);
        Assert.True(File.Exists(Path.Combine(target, "kpipulse.duckdb")));
        Assert.Empty(Directory.GetFiles(Path.Combine(fixture.Temp.Options.DataFolder, "requests")));
    }

    [Fact]
    public void A_run_that_ends_while_somebody_writes_beside_leaves_its_log_to_the_next_run()
    {
        using (var beside = fixture.Temp.Warehouse.Read())
        {
            // A backup does this to the one who ends a run, half of the time.
            beside.InTransaction(() =>
            {
                beside.Run("markets", "insert into markets values ('SG', 'Singapore', 'Asia/Singapore', 1, 2)");
                Assert.Equal(IngestStatus.Loaded, fixture.Ingest("tickets.csv", Tickets).Status);
                Assert.True(HasLog(), "Without a log there was nothing to leave.");
            });
        }

        fixture.Ingest("tickets.csv", Tickets.Replace("T1,", "T2,", StringComparison.Ordinal));
        Assert.False(HasLog());
        Assert.Equal(2, fixture.Count("tickets"));

        bool HasLog() => new FileInfo(fixture.Temp.Options.DatabasePath + ".wal") is { Exists: true, Length: > 0 };
    }

    [Fact]
    public async Task A_backup_is_all_in_its_file_though_somebody_looks_through_all_catalogues_meanwhile()
    {
        const int Backups = 5;
        fixture.Ingest("tickets.csv", Tickets);
        using var end = new CancellationTokenSource();
        var looking = Task.Run(
            async () =>
            {
                using var session = fixture.Temp.Warehouse.Read();
                while (!end.IsCancellationRequested)
                {
                    session.Run("look", "begin transaction");
                    session.Ask<long>("look", "select count(*) from duckdb_tables()");
                    await Task.Delay(20, CancellationToken.None);
                    session.Run("look", "commit");
                }
            },
            TestContext.Current.CancellationToken);

        for (var backup = 0; backup < Backups; backup++)
        {
            fixture.Temp.Clock.Advance(TimeSpan.FromSeconds(1));
            var alone = Path.Combine(fixture.Exports.Path, $"alone-{backup}.duckdb");
            File.Copy(Backup.Take(fixture.Temp.Warehouse), alone);

            using var copy = new DuckDBConnection($"Data Source={alone}");
            copy.Open();
            using var command = copy.CreateCommand();
            command.CommandText = "select count(*) from tickets";
            Assert.Equal(1L, command.ExecuteScalar());
        }

        await end.CancelAsync();
        await looking;
    }

    public void Dispose() => fixture.Dispose();
}
