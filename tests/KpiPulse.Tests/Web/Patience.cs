using System.Diagnostics;
using Xunit;

namespace KpiPulse.Tests.Web;

/// <summary>Waits for what another process or thread does.</summary>
internal static class Patience
{
    /// <param name="tell">What there is instead, for the failure.</param>
    public static Task Until(Func<bool> holds, Func<string>? tell = null) => Until(() => Task.FromResult(holds()), tell);

    public static async Task Until(Func<Task<bool>> holds, Func<string>? tell = null)
    {
        var waited = Stopwatch.StartNew();
        while (!await holds())
        {
            if (waited.Elapsed >= TimeSpan.FromMinutes(1))
                Assert.Fail($"It did not come about within a minute. {tell?.Invoke()}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken);
        }
    }
}
