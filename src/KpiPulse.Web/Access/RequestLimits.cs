using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace KpiPulse.Web.Access;

/// <summary>How often somebody may try to sign in, and take rows along. A read-only node has one for all the copies that it shows.</summary>
internal sealed class RequestLimits(int exportsPerMinute) : IDisposable
{
    private const int TriesPerMinute = 10;
    private const int TriesPerMinuteOfAddress = 300;

    // By name and address first: who fails there does not use up what others of the same address have.
    private readonly PartitionedRateLimiter<(string Name, string Address)> signIns = PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<(string Name, string Address), (string, string)>(knock => RateLimitPartition.GetFixedWindowLimiter(knock, _ => Window(TriesPerMinute))),
        PartitionedRateLimiter.Create<(string Name, string Address), string>(knock => RateLimitPartition.GetFixedWindowLimiter(knock.Address, _ => Window(TriesPerMinuteOfAddress))));

    private readonly PartitionedRateLimiter<string> exports =
        PartitionedRateLimiter.Create<string, string>(account => RateLimitPartition.GetFixedWindowLimiter(account, _ => Window(exportsPerMinute)));

    public static RequestLimits Of(IConfiguration configuration) => new(configuration.GetValue("Access:ExportsPerMinute", 60));

    public bool MayTry(string name, string address)
    {
        using var lease = signIns.AttemptAcquire((name, address));
        return lease.IsAcquired;
    }

    public bool MayExport(string account)
    {
        using var lease = exports.AttemptAcquire(account);
        return lease.IsAcquired;
    }

    public void Dispose()
    {
        signIns.Dispose();
        exports.Dispose();
    }

    private static FixedWindowRateLimiterOptions Window(int permits) => new() { PermitLimit = permits, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 };
}

/// <summary>
/// Refuses exports beyond the limit. Not by ASP.NET's own middleware: nobody can dispose of its limiter, whose timer then keeps a whole application
/// in memory, and a read-only node has one for each copy.
/// </summary>
internal sealed class ExportLimit(RequestDelegate next, RequestLimits limits)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<EnableRateLimitingAttribute>()?.PolicyName != AccessModule.Exports || limits.MayExport(context.User.FindFirst(Readers.AccountClaim)?.Value ?? ""))
            return next(context);

        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        return Task.CompletedTask;
    }
}
