using System.Collections.Concurrent;
using AngleSharp.Html.Parser;
using Hangfire;
using Hangfire.Server;
using Hangfire.Storage;
using KpiPulse.Testing;
using KpiPulse.Web.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace KpiPulse.Tests.Web;

/// <summary>The real application with its queue in a real PostgreSQL.</summary>
public sealed class PostgresJobsTests(PostgresJobsTests.Postgres server) : IClassFixture<PostgresJobsTests.Postgres>, IAsyncLifetime
{
    private const int Jobs = 50;

    private QueueInPostgres on = null!;

    public async ValueTask InitializeAsync() => on = await server.Started;

    [Fact]
    public async Task Recurring_jobs_stand_in_it_once_whoever_registers_them_and_the_application_runs_them()
    {
        JobSchedule.Register(new RecurringJobManager(on.App.Get<JobStorage>()), "Asia/Singapore");
        var other = JobQueue.Open(on.Queue);
        using var connection = other.GetConnection();

        new RecurringJobManager(other).TriggerJob("ingest-inbox");

        Assert.Equal(["backup", "deliver-reports", "freeze", "ingest-inbox", "refresh"], connection.GetRecurringJobs().Select(job => job.Id).Order());
        await Patience.Until(() => connection.GetRecurringJobs(["ingest-inbox"])[0].LastJobState == "Succeeded");
    }

    /// <summary>In a queue without the application's own jobs: a server that is no application cannot run those.</summary>
    [Fact]
    public async Task Two_servers_on_one_queue_execute_each_job_once()
    {
        var storage = JobQueue.Open(await on.Server.NewDatabase());
        using var first = ServerOf("first", storage);
        using var second = ServerOf("second", storage);
        var client = new BackgroundJobClient(storage);

        for (var number = 0; number < Jobs; number++)
            client.Enqueue(() => NotedJob.Run(number, null!));

        await Patience.Until(() => storage.GetMonitoringApi().GetStatistics() is { Enqueued: 0, Processing: 0 } && NotedJob.Executions.Count >= Jobs, () => StateOf(storage));
        Assert.Equal(Enumerable.Range(0, Jobs), NotedJob.Executions.Select(execution => execution.Number).Order());
        Assert.Equal(["first", "second"], NotedJob.Executions.Select(execution => execution.Server.Split(':')[0]).Distinct().Order());
    }

    [Fact]
    public async Task Its_password_is_shown_to_nobody()
    {
        var page = await on.App.Client.GetStringAsync("/admin/jobs/servers", TestContext.Current.CancellationToken);

        Assert.Contains("KpiPulse jobs", page, StringComparison.Ordinal);
        Assert.NotEmpty(on.Log.Lines);
        Assert.All([page, .. on.Log.Lines], text => Assert.DoesNotContain(PostgresServer.Password, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_second_warehouse_is_refused_because_one_would_do_the_work_of_the_other()
    {
        using var folder = new TempFolder();

        var ended = await RealProgram.Run(
            ["serve", "--data", Path.Combine(folder.Path, "data"), "--urls", "http://127.0.0.1:0"], ("Jobs__Postgres", on.Queue), ("ASPNETCORE_ENVIRONMENT", "Production"));

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("another data folder", Assert.Single(ended.Errors.Trim().Split('\n')), StringComparison.Ordinal);
    }

    /// <summary>An upload is safe in the drop folder; the schedule finds it when the queue is back.</summary>
    [Fact]
    public async Task An_upload_is_taken_while_the_queue_is_gone()
    {
        var queue = await on.Server.NewDatabase();
        await using var app = await QueueInPostgres.StartOn(queue, new ErrorLog());
        var page = new HtmlParser().ParseDocument(await app.Client.GetStringAsync("/data/upload", TestContext.Current.CancellationToken));
        var token = page.QuerySelector("[data-testid=upload] input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var form = new MultipartFormDataContent { { new StringContent(token), "__RequestVerificationToken" }, { new StringContent("nothing\n"), "file", "tickets.csv" } };
        await on.Server.Drop(queue);

        using var answer = await app.Client.PostAsync("/data/upload", form, TestContext.Current.CancellationToken);

        Assert.Equal("/data?received=1", answer.Headers.Location?.OriginalString);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static string StateOf(JobStorage storage)
    {
        var (api, noted) = (storage.GetMonitoringApi(), NotedJob.Executions.GroupBy(execution => execution.Server).Select(server => $"{server.Key} did {server.Count()}"));
        var waiting = api.ScheduledJobs(0, Jobs).Select(job => job.Key).Concat(api.ProcessingJobs(0, Jobs).Select(job => job.Key));
        var stories = waiting.Select(id => $"job {id}: {string.Join(", ", api.JobDetails(id).History.Select(state => $"{state.StateName} {state.Reason} {(state.Data?.TryGetValue("ExceptionMessage", out var why) == true ? why : "")}"))}");
        return string.Join("; ", [$"{api.GetStatistics().Enqueued} wait", .. api.Servers().Select(server => $"{server.Name} heard of at {server.Heartbeat:HH:mm:ss}"), .. noted, .. stories]);
    }

    /// <summary>With an activator of its own: the process-wide one belongs to whichever application started last, and may have stopped with it.</summary>
    private static BackgroundJobServer ServerOf(string name, JobStorage storage) =>
        new(new BackgroundJobServerOptions { WorkerCount = 1, ServerName = name, Activator = new JobActivator() }, storage);

    public sealed class Postgres : IAsyncLifetime
    {
        private readonly Lazy<Task<QueueInPostgres>> started = new(QueueInPostgres.Start);

        /// <summary>Started by the first test that asks, so that a missing PostgreSQL skips tests.</summary>
        internal Task<QueueInPostgres> Started => started.Value;

        public ValueTask InitializeAsync() => ValueTask.CompletedTask;

        public async ValueTask DisposeAsync()
        {
            if (started is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
                await (await started.Value).DisposeAsync();
        }
    }

    internal sealed record QueueInPostgres(PostgresServer Server, string Queue, RunningApp App, EveryLog Log) : IAsyncDisposable
    {
        public static async Task<QueueInPostgres> Start()
        {
            var server = await PostgresServer.Start();
            var queue = await server.NewDatabase();
            var log = new EveryLog();
            return new QueueInPostgres(server, queue, await StartOn(queue, log), log);
        }

        public static Task<RunningApp> StartOn(string queue, ILoggerFactory log) => RunningApp.Start(TimeProvider.System, configure: builder =>
        {
            builder.Configuration["Jobs:Postgres"] = queue;
            builder.Services.AddSingleton(log);
        });

        public async ValueTask DisposeAsync()
        {
            await App.DisposeAsync();
            await Server.DisposeAsync();
        }
    }

    /// <summary>Never disposed, for the reason of <see cref="ErrorLog"/>.</summary>
    internal sealed class EveryLog : ILoggerFactory, ILogger
    {
        private readonly ConcurrentQueue<string> lines = new();

        public IReadOnlyCollection<string> Lines => lines;

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}

public static class NotedJob
{
    private static readonly ConcurrentBag<(int Number, string Server)> Noted = [];
    private static readonly ConcurrentDictionary<string, bool> Busy = [];
    private static readonly Lazy<bool> BothCame = new(() => SpinWait.SpinUntil(() => Busy.Count > 1, TimeSpan.FromSeconds(40)));

    public static IReadOnlyCollection<(int Number, string Server)> Executions => Noted;

    /// <summary>The first job of each server waits for the other server's, so that both have a part in it.</summary>
    public static void Run(int number, PerformContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Busy[context.ServerId] = true;
        _ = BothCame.Value;
        Noted.Add((number, context.ServerId));
    }
}
