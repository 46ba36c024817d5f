using System.Threading.RateLimiting;
using KpiPulse.Metrics.Access;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace KpiPulse.Web.Access;

internal enum SignInAnswer
{
    Welcome,
    Refused,
    TooMany,
}

/// <summary>Names and passwords. Wrong name, wrong password, resting and disabled account answer alike, and take as long.</summary>
internal sealed class SignInDesk : IDisposable
{
    private const int TriesPerMinute = 10;
    private const int TriesPerMinuteOfAddress = 300;

    private readonly Accounts accounts;
    private readonly Trail trail;
    private readonly TimeProvider clock;
    private readonly PasswordHasher<string> hasher = NewHasher();
    private readonly Lazy<string> nobody;

    // Hashing costs on purpose: no more than so many at a time, whoever knocks.
    private readonly SemaphoreSlim benches = new(Math.Max(2, Environment.ProcessorCount));

    // By name and address first: who fails there does not use up what others of the same address have.
    private readonly PartitionedRateLimiter<(string Name, string Address)> limits = PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<(string Name, string Address), (string, string)>(knock => RateLimitPartition.GetFixedWindowLimiter(knock, _ => Window(TriesPerMinute))),
        PartitionedRateLimiter.Create<(string Name, string Address), string>(knock => RateLimitPartition.GetFixedWindowLimiter(knock.Address, _ => Window(TriesPerMinuteOfAddress))));

    public SignInDesk(Accounts accounts, Trail trail, TimeProvider clock)
    {
        (this.accounts, this.trail, this.clock) = (accounts, trail, clock);
        nobody = new(() => hasher.HashPassword("", Secrets.New()));
    }

    internal static PasswordHasher<string> NewHasher() => new(Options.Create(new PasswordHasherOptions { IterationCount = 210_000 }));

    public string HashOf(string password) => hasher.HashPassword("", password);

    public async Task<(SignInAnswer Answer, Account? Account)> Try(HttpContext context, string? name, string? password)
    {
        var normal = Accounts.Normal(name);
        using var lease = limits.AttemptAcquire((normal.Length <= Accounts.LongestName ? normal : "", context.Connection.RemoteIpAddress?.ToString() ?? ""));
        if (!lease.IsAcquired)
        {
            trail.SignInRefused(context, normal, "too many tries");
            return (SignInAnswer.TooMany, null);
        }

        var account = accounts.Named(normal);
        var known = account is { Origin: AccountOrigin.Local, IsActive: true, PasswordHash: not null } ? account : null;
        var isRight = await Verify(known?.PasswordHash ?? nobody.Value, password ?? "", context.RequestAborted);
        var isResting = known?.LockedUntil > clock.GetUtcNow().UtcDateTime;
        if (known is not null && isRight && !isResting)
            return (SignInAnswer.Welcome, known);

        // While it rests nothing is counted: the right password is not told from a wrong one.
        if (known is not null && !isResting && accounts.Failed(known.Id) is { LockedUntil: not null, FailedSignIns: >= SignInRules.FailuresUntilLock } locked)
            trail.Add(context, normal, "lockout", normal, isDone: true, $"{locked.FailedSignIns} wrong passwords in a row");
        trail.SignInRefused(context, normal, known is null ? "no such account" : isResting ? "account rests" : "wrong password");
        return (SignInAnswer.Refused, null);
    }

    public async Task<bool> IsPasswordOf(Account account, string? password, CancellationToken cancellation) =>
        account.PasswordHash is not null && await Verify(account.PasswordHash, password ?? "", cancellation);

    public void Dispose()
    {
        limits.Dispose();
        benches.Dispose();
    }

    private async Task<bool> Verify(string hash, string password, CancellationToken cancellation)
    {
        if (password.Length > PasswordRules.Longest)
            password = "";
        await benches.WaitAsync(cancellation);
        try
        {
            return await Task.Run(() => hasher.VerifyHashedPassword("", hash, password), cancellation) != PasswordVerificationResult.Failed;
        }
        finally
        {
            benches.Release();
        }
    }

    private static FixedWindowRateLimiterOptions Window(int permits) => new() { PermitLimit = permits, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 };
}
