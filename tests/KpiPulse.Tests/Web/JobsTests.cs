using System.Net;
using Hangfire;
using KpiPulse.Testing;
using Xunit;

namespace KpiPulse.Tests.Web;

public sealed class JobsTests
{
    /// <summary>Hangfire keeps storage and loggers in statics: one application that ends must not take those of another with it.</summary>
    [Fact]
    public async Task Applications_in_one_process_have_a_queue_each()
    {
        var apps = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => RunningApp.Start(TimeProvider.System))));
        await using var kept = apps[0];

        var queues = apps.Select(app => app.Get<JobStorage>()).Distinct().Count();
        foreach (var other in apps.Skip(1))
            await other.DisposeAsync();
        var response = await kept.Client.GetAsync("/data/upload", TestContext.Current.CancellationToken);

        Assert.Equal(apps.Length, queues);
        Assert.True(response.StatusCode == HttpStatusCode.OK, kept.Log.Errors.LastOrDefault());
    }
}
