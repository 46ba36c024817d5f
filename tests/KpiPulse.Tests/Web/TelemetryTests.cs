using System.Diagnostics;
using System.Net;
using Hangfire;
using KpiPulse.Ingestion;
using KpiPulse.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Xunit;

namespace KpiPulse.Tests.Web;

/// <summary>What the real application sends to a collector: what it was asked to measure, and nothing about anybody.</summary>
public sealed class TelemetryTests(SampleApp sample)
{
    private const string Ticket = "T-canary-ticket";
    private const string Question = "canary-question";
    private const string File = "tickets-canaryfile.csv";
    private const string Browser = "canary-browser";

    /// <summary>One row of it is rejected.</summary>
    private static string Export => "ticket_id,source_updated_at,created_at,status,market,lob\n"
        + string.Concat(Enumerable.Range(1, 60).Select(number => $"{(number == 1 ? Ticket : $"T{number}")},2026-11-10T10:00:00Z,2026-11-09T09:00:00Z,open,SG,Login\n")) + "B1,,nonsense,open,SG,Login\n";

    [Fact]
    public async Task Numbers_and_traces_arrive_by_name_and_nothing_in_them_is_about_a_ticket_or_a_person()
    {
        using var collector = new OtlpSink();
        using var exports = new TempFolder();
        await using (var app = await Start(collector.Address))
        {
            app.Get<InboxIngestion>().Ingest([exports.File(File, Export)], cancellation: TestContext.Current.CancellationToken);
            app.Get<IBackgroundJobClient>().Enqueue(() => FailingJob.Run());
            Assert.Equal(HttpStatusCode.OK, await Get(app, $"/ticket/kpipulse/{Ticket}?note={Question}"));
            Assert.Equal(HttpStatusCode.NotFound, await Get(app, $"/nowhere/{Ticket}?note={Question}"));
            Assert.Equal(HttpStatusCode.OK, await Get(app, "/api/kpi/created?week=2026-W46"));
            Assert.Equal(HttpStatusCode.OK, await Get(app, "/api/kpi/created?week=2026-W46"));

            await Arrived(collector,
                "kpipulse.ingest.files", "kpipulse.ingest.rows", "kpipulse-tickets", "rejected", "kpipulse.ingest.lag", "kpipulse.statement.duration",
                "kpipulse.answer_cache.hits", "kpipulse.answer_cache.misses", "kpipulse.job.failures", nameof(FailingJob), "http.server.request.duration", "dotnet.gc.collections",
                "ingest file", "job " + nameof(FailingJob), "GET ticket/{source}/{id}");
        }

        foreach (var secret in (string[])[Ticket, Question, File, Browser, "everything@test", "/nowhere"])
            Assert.All(collector.Bodies, body => Assert.DoesNotContain(secret, body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_an_endpoint_nothing_is_added()
    {
        var services = (await sample.App).Services;

        Assert.Null(services.GetService<MeterProvider>());
        Assert.Null(services.GetService<TracerProvider>());
    }

    private static Task<RunningApp> Start(string collector) => RunningApp.Start(new FakeTimeProvider(new DateTimeOffset(2026, 11, 16, 1, 0, 0, TimeSpan.Zero)), configure: builder =>
    {
        builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector;
        builder.Configuration["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        builder.Configuration["OTEL_METRIC_EXPORT_INTERVAL"] = "200";
        builder.Configuration["OTEL_BSP_SCHEDULE_DELAY"] = "200";
    });

    private static async Task<HttpStatusCode> Get(RunningApp app, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.UserAgent.ParseAdd(Browser);
        using var answer = await app.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private static async Task Arrived(OtlpSink collector, params string[] names)
    {
        var patience = Stopwatch.StartNew();
        while (Missing() is { Count: > 0 } missing)
        {
            Assert.True(patience.Elapsed < TimeSpan.FromMinutes(1), $"{collector.Bodies.Count} exports came, and none with {string.Join(", ", missing)}.");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken);
        }

        List<string> Missing() => [.. names.Where(name => !collector.Bodies.Any(body => body.Contains(name, StringComparison.Ordinal)))];
    }
}

public static class FailingJob
{
    public static void Run() => throw new InvalidOperationException("It fails, as it should.");
}
