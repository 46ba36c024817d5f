using KpiPulse.Testing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace KpiPulse.Tests.Web;

/// <summary>What a service manager or a load balancer asks.</summary>
public sealed class HealthTests
{
    [Fact]
    public async Task It_is_alive_at_once_and_ready_when_it_has_caught_up_and_tells_nobody_more()
    {
        await using var app = await RunningApp.Start(new FakeTimeProvider(new DateTimeOffset(2026, 11, 16, 1, 0, 0, TimeSpan.Zero)));

        Assert.Equal("Healthy", await app.Anonymous.GetStringAsync("/health/live", TestContext.Current.CancellationToken));
        var patience = System.Diagnostics.Stopwatch.StartNew();
        string ready;
        do
        {
            using var answer = await app.Anonymous.GetAsync("/health/ready", TestContext.Current.CancellationToken);
            ready = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Equal((ready == "Healthy", ready), ((int)answer.StatusCode == 200, ready));
        }
        while (ready != "Healthy" && patience.Elapsed < TimeSpan.FromMinutes(1));
        Assert.Equal("Healthy", ready);
    }
}
