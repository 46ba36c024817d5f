using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Npgsql;
using Xunit;

namespace KpiPulse.Testing;

/// <summary>
/// A PostgreSQL of its own on the loopback, from Debian's binaries, gone afterwards. Without them tests skip with the reason, except in CI,
/// where that is a failure.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string User = "postgres";

    // PostgreSQL refuses to run as root; setpriv becomes the program that it starts, so the process is PostgreSQL's own.
    private static readonly string[] AsItsUser = Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=" + User, "--regid=" + User, "--clear-groups", "--"] : [];

    private readonly TempFolder folder;
    private readonly string binaries;
    private readonly Process process;

    private PostgresServer(TempFolder folder, string binaries, Process process, int port)
    {
        this.folder = folder;
        this.binaries = binaries;
        this.process = process;
        ConnectionString = $"Host=127.0.0.1;Port={port.ToString(CultureInfo.InvariantCulture)};Username={User};Password={Password};Database=postgres";
    }

    public static string Password { get; } = RandomNumberGenerator.GetHexString(24);

    public string ConnectionString { get; }

    public static async Task<PostgresServer> Start()
    {
        var binaries = Binaries();
        var folder = new TempFolder();
        var password = folder.File("password", Password);
        if (Environment.IsPrivilegedProcess)
            await Run(["chown", "-R", User, folder.Path]);
        await Run([.. AsItsUser, Path.Combine(binaries, "initdb"), "--pgdata", Data(folder), "--username", User, "--pwfile", password, "--auth", "scram-sha-256", "--encoding", "UTF8", "--no-locale", "--no-sync"]);

        var port = Loopback.FreePort();
        var process = Launch([.. AsItsUser, Path.Combine(binaries, "postgres"), "-D", Data(folder), "-h", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture), "-k", folder.Path, "-F"]);
        var server = new PostgresServer(folder, binaries, process, port);
        await server.UntilItAnswers();
        return server;
    }

    /// <summary>An empty database of its own for one test.</summary>
    public async Task<string> NewDatabase()
    {
        var name = "test_" + RandomNumberGenerator.GetHexString(8, lowercase: true);
        await using var source = NpgsqlDataSource.Create(ConnectionString);
        await using var create = source.CreateCommand("create database " + name);
        await create.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(ConnectionString) { Database = name }.ConnectionString;
    }

    /// <summary>As if the server were down, for whoever uses it.</summary>
    public async Task Drop(string database)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString);
        await using var drop = source.CreateCommand($"drop database {new NpgsqlConnectionStringBuilder(database).Database} with (force)");
        await drop.ExecuteNonQueryAsync();
    }

    /// <summary>At once and by its id; there is nothing to keep.</summary>
    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (!process.HasExited)
            await Run([.. AsItsUser, Path.Combine(binaries, "pg_ctl"), "kill", "QUIT", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync();
        process.Dispose();
        folder.Dispose();
    }

    private async Task UntilItAnswers()
    {
        var patience = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(ConnectionString);
                await connection.OpenAsync();
                return;
            }
            catch (NpgsqlException) when (!process.HasExited && patience.Elapsed < TimeSpan.FromMinutes(1))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50));
            }
        }
    }

    private static string Binaries()
    {
        const string Installed = "/usr/lib/postgresql";
        var newest = !Directory.Exists(Installed) ? null : Directory.EnumerateDirectories(Installed).Select(version => Path.Combine(version, "bin"))
            .Where(path => File.Exists(Path.Combine(path, "initdb"))).OrderByDescending(path => path, StringComparer.Ordinal).FirstOrDefault();
        if (newest is not null)
            return newest;

        const string Reason = "No PostgreSQL in /usr/lib/postgresql (Debian: apt-get install postgresql).";
        Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") is "true" or "1", Reason);
        Assert.Fail(Reason);
        return null!;
    }

    private static string Data(TempFolder folder) => Path.Combine(folder.Path, "data");

    private static async Task Run(string[] command)
    {
        using var process = Launch(command);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{string.Join(' ', command)} ended with {process.ExitCode}.");
    }

    /// <summary>Its words are of no interest; a pipe that nobody reads would stop it one day.</summary>
    private static Process Launch(string[] command)
    {
        var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" })!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
