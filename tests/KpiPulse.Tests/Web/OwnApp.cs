using KpiPulse.Testing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace KpiPulse.Tests.Web;

/// <summary>The real application over a copy of the sample data, for a class whose tests write into it.</summary>
public sealed class OwnApp : IAsyncLifetime
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
