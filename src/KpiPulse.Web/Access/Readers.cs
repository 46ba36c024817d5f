using System.Security.Claims;
using KpiPulse.Metrics;
using KpiPulse.Metrics.Access;
using KpiPulse.Metrics.Freeze;

namespace KpiPulse.Web.Access;

/// <summary>From a session to the account as it stands now: rights and limits are never read from the cookie.</summary>
internal static class Readers
{
    public const string AccountClaim = ClaimTypes.NameIdentifier;
    public const string StampClaim = "stamp";
    public const string SessionClaim = "session";

    private static readonly object Key = new();

    /// <summary>Null for one who has not signed in.</summary>
    public static Reader? Find(HttpContext context)
    {
        if (context.User.FindFirstValue(AccountClaim) is not { } id)
            return null;
        if (context.Items[Key] is Reader known && known.Account.Id == id)
            return known;

        var services = context.RequestServices;
        if (services.GetRequiredService<Accounts>().Get(id) is not { IsActive: true } account)
            return null;

        var reader = Reader.Of(account, services.GetRequiredService<FrozenWeeks>(), TokenLimitsOf(context.User));
        context.Items[Key] = reader;
        return reader;
    }

    public const string TokenLimitsClaim = "token limits";

    private static IReadOnlyList<DimensionFilter>? TokenLimitsOf(ClaimsPrincipal user) =>
        user.FindFirstValue(TokenLimitsClaim) is { } json ? LimitTexts.FromJson(json) : null;
}
