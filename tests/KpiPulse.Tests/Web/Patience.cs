using System.Diagnostics;
using Xunit;

namespace KpiPulse.Tests.Web;

/// <summary>Waits for what another process or thread does.</summary>
internal static class Patience
{
    /// <summary>A job that failed is tried again after up to three quarters of a minute.</summary>
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(2);

    /// <param name="tell">What there is instead, for the failure.</param>
    public static Task Until(Func<bool> holds, Func<string>? tell = null) => Until(() => Task.FromResult(holds()), tell);

    public static async Task Until(Func<Task<bool>> holds, Func<string>? tell = null)
    {
        var waited = Stopwatch.StartNew();
        while (!await holds())
        {
            if (waited.Elapsed > Most)
                Assert.Fail($"It did not come about within {Most.TotalMinutes} minutes. {tell?.Invoke()}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken);
        }
    }
}
