using System.Security.Claims;
using System.Text.Encodings.Web;
using KpiPulse.Metrics.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace KpiPulse.Web.Access;

/// <summary><c>Authorization: Bearer kpp_…</c>, for reading the JSON API and nothing else.</summary>
internal sealed class TokenScheme(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, ApiTokens tokens, Accounts accounts, Trail trail)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string Name = "token";
    private const string Bearer = "Bearer ";

    public static bool IsSentBy(HttpRequest request) => request.Headers.Authorization.ToString().StartsWith(Bearer, StringComparison.OrdinalIgnoreCase);

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!Request.Path.StartsWithSegments("/api") || !(HttpMethods.IsGet(Request.Method) || HttpMethods.IsHead(Request.Method)))
            return Task.FromResult(AuthenticateResult.Fail("A token reads the API and nothing else."));
        if (tokens.Find(Request.Headers.Authorization.ToString()[Bearer.Length..].Trim()) is not { } token || accounts.Get(token.AccountId) is not { IsActive: true } account)
        {
            trail.SignInRefused(Context, "token", "no such token, or it has run out");
            return Task.FromResult(AuthenticateResult.Fail("No such token, or it has run out."));
        }

        var person = new ClaimsIdentity(
            [new Claim(Readers.AccountClaim, account.Id), new Claim(ClaimTypes.Name, account.Name), new Claim(Readers.TokenLimitsClaim, LimitTexts.ToJson(token.Limits))], Name);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(person), Name)));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        await Results.Problem("The token is none, has run out or was taken back.", statusCode: StatusCodes.Status401Unauthorized).ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        trail.Denied(Context);
        Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
