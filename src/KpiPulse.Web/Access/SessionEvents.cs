using System.Security.Claims;
using KpiPulse.Metrics.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace KpiPulse.Web.Access;

/// <summary>A session holds as long as its account stands as it did when the session began; looked at with each request.</summary>
internal sealed class SessionEvents(Accounts accounts, EndedSessions ended, Trail trail, OidcOptions oidc, TimeProvider clock, IHostEnvironment environment) : CookieAuthenticationEvents
{
    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        if (IsValid(context.Principal!, context.Properties))
            return;

        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(context.Scheme.Name);
    }

    /// <summary>A person is shown the door with the way back in; a script is told.</summary>
    public override Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (context.Request.Path.StartsWithSegments("/api"))
            return Results.Problem("Sign in, or send a token: Authorization: Bearer …", statusCode: StatusCodes.Status401Unauthorized).ExecuteAsync(context.HttpContext);

        var back = HttpMethods.IsGet(context.Request.Method) ? context.Request.PathBase + context.Request.Path + context.Request.QueryString : "/";
        context.Response.Redirect($"/sign-in?back={Uri.EscapeDataString(back)}");
        return Task.CompletedTask;
    }

    /// <summary>What is not yours to see is not there.</summary>
    public override Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context)
    {
        trail.Denied(context.HttpContext);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private bool IsValid(ClaimsPrincipal user, AuthenticationProperties properties) =>
        user.FindFirstValue(Readers.AccountClaim) is { } id
        && accounts.Get(id) is { IsActive: true } account
        && account.SecurityStamp == user.FindFirstValue(Readers.StampClaim)
        && account.Origin switch
        {
            AccountOrigin.Persona => environment.IsDevelopment(),
            AccountOrigin.Oidc => oidc.IsOn,
            _ => !oidc.IsOn,
        }
        && user.FindFirstValue(Readers.SessionClaim) is { } session && !ended.Contains(session)
        && properties.GetString(Sessions.BeganAt) is { } began
        && clock.GetUtcNow() - DateTimeOffset.Parse(began, System.Globalization.CultureInfo.InvariantCulture) < (account.Origin == AccountOrigin.Oidc ? Sessions.LongestOfProvider : EndedSessions.LongestSession);
}
