using System.Globalization;
using System.Security.Claims;
using KpiPulse.Metrics.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace KpiPulse.Web.Access;

/// <summary>Begins and ends the session of a browser.</summary>
internal sealed class Sessions(Accounts accounts, EndedSessions ended, Trail trail, TimeProvider clock)
{
    public const string BeganAt = "began";

    /// <summary>The provider may have taken a role away meanwhile; after this long it is asked again.</summary>
    public static readonly TimeSpan LongestOfProvider = TimeSpan.FromHours(1);

    public async Task Begin(HttpContext context, Account account, string how)
    {
        accounts.SignedIn(account.Id);
        trail.Add(context, account.Name, "sign_in", account.Name, detail: how);
        await context.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, PrincipalOf(account, ended), new AuthenticationProperties
        {
            Items = { [BeganAt] = clock.GetUtcNow().ToString("o", CultureInfo.InvariantCulture) },
        });
    }

    public async Task End(HttpContext context)
    {
        if (context.User.FindFirstValue(Readers.SessionClaim) is { } session)
        {
            ended.End(session);
            trail.Add(context, context.User.Identity?.Name ?? "", "sign_out", context.User.Identity?.Name ?? "");
        }

        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
    }

    public static ClaimsPrincipal PrincipalOf(Account account, EndedSessions ended) => new(new ClaimsIdentity(
        [
            new Claim(Readers.AccountClaim, account.Id),
            new Claim(ClaimTypes.Name, account.Name),
            new Claim(Readers.StampClaim, account.SecurityStamp),
            new Claim(Readers.SessionClaim, ended.NewId()),
        ],
        CookieAuthenticationDefaults.AuthenticationScheme));
}
