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
    private readonly Accounts accounts;
    private readonly Trail trail;
    private readonly RequestLimits limits;
    private readonly TimeProvider clock;
    private readonly PasswordHasher<string> hasher = NewHasher();
    private readonly Lazy<string> nobody;

    // Hashing costs on purpose: no more than so many at a time, whoever knocks.
    private readonly SemaphoreSlim benches = new(Math.Max(2, Environment.ProcessorCount));

    public SignInDesk(Accounts accounts, Trail trail, RequestLimits limits, TimeProvider clock)
    {
        (this.accounts, this.trail, this.limits, this.clock) = (accounts, trail, limits, clock);
        nobody = new(() => hasher.HashPassword("", Secrets.New()));
    }

    internal static PasswordHasher<string> NewHasher() => new(Options.Create(new PasswordHasherOptions { IterationCount = 210_000 }));

    public string HashOf(string password) => hasher.HashPassword("", password);

    public async Task<(SignInAnswer Answer, Account? Account)> Try(HttpContext context, string? name, string? password)
    {
        var normal = Accounts.Normal(name);
        if (!limits.MayTry(normal.Length <= Accounts.LongestName ? normal : "", context.Connection.RemoteIpAddress?.ToString() ?? ""))
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

    public void Dispose() => benches.Dispose();

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
}
