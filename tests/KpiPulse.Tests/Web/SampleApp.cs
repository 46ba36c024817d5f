using KpiPulse.Testing;
using KpiPulse.Tests.Web;
using Microsoft.Extensions.Time.Testing;
using Xunit;

[assembly: AssemblyFixture(typeof(SampleApp))]

namespace KpiPulse.Tests.Web;

/// <summary>The real application over the sample data, once for all tests that only read.</summary>
public sealed class SampleApp : IAsyncLifetime
{
    private readonly Lazy<Task<RunningApp>> app = new(() => RunningApp.Start(new FakeTimeProvider(new DateTimeOffset(2026, 11, 16, 1, 0, 0, TimeSpan.Zero)), SampleWarehouse.CopyTo));

    public Task<RunningApp> App => app.Value;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (app.IsValueCreated)
            await (await app.Value).DisposeAsync();
    }
}
