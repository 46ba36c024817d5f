using System.Globalization;
using System.Security.Claims;
using KpiPulse.Metrics;
using KpiPulse.Metrics.Access;
using KpiPulse.Warehouse;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;

namespace KpiPulse.Web.Access;

/// <summary>Sign-in by a provider: its claims become a role and a scope here, anew at each sign-in.</summary>
internal static class OidcSignIn
{
    public const string Scheme = "oidc";

    public static void Add(AuthenticationBuilder authentication, OidcOptions oidc) => authentication.AddOpenIdConnect(Scheme, options =>
    {
        options.Authority = oidc.Authority;
        options.ClientId = oidc.ClientId;
        options.ClientSecret = oidc.ClientSecret;
        options.RequireHttpsMetadata = !new Uri(oidc.Authority!).IsLoopback;
        options.ResponseType = "code";
        // By query, so that cookies need not be sent along from other sites.
        options.ResponseMode = "query";
        options.UsePkce = true;
        options.SaveTokens = false;
        options.MapInboundClaims = false;
        options.GetClaimsFromUserInfoEndpoint = false;
        options.DisableTelemetry = true;
        options.CallbackPath = "/sign-in/back";
        options.SignInScheme = CookieAuthenticationDefaults.AuthenticationScheme;
        options.Scope.Clear();
        foreach (var scope in oidc.Scopes)
            options.Scope.Add(scope);
        AccessModule.Harden(options.CorrelationCookie, "correlation.");
        AccessModule.Harden(options.NonceCookie, "nonce.");
        options.Events.OnTicketReceived = Enter;
        options.Events.OnRemoteFailure = context =>
        {
            context.HttpContext.RequestServices.GetRequiredService<Trail>().SignInRefused(context.HttpContext, Scheme, context.Failure?.GetType().Name ?? "refused by the provider");
            return Refuse(context);
        };
    });

    private static Task Enter(TicketReceivedContext context)
    {
        var services = context.HttpContext.RequestServices;
        var person = context.Principal!;
        var oidc = services.GetRequiredService<OidcOptions>();
        var trail = services.GetRequiredService<Trail>();
        var name = person.FindFirstValue(oidc.NameClaim) ?? person.FindFirstValue("sub") ?? "";
        try
        {
            var account = AccountOf(person, name, oidc, services.GetRequiredService<Accounts>(), services.GetRequiredService<MetricEngine>().Dimensions);
            services.GetRequiredService<Accounts>().SignedIn(account.Id);
            trail.Add(context.HttpContext, account.Name, "sign_in", account.Name, detail: $"provider; {RoleNames.TextOf(account.Roles)}; {account.LimitsText}");
            context.Principal = Sessions.PrincipalOf(account, services.GetRequiredService<EndedSessions>());
            context.Properties = new AuthenticationProperties
            {
                Items = { [Sessions.BeganAt] = services.GetRequiredService<TimeProvider>().GetUtcNow().ToString("o", CultureInfo.InvariantCulture) },
                RedirectUri = context.ReturnUri,
            };
            return Task.CompletedTask;
        }
        catch (QuestionException refusal)
        {
            trail.SignInRefused(context.HttpContext, name, refusal.Message);
            return Refuse(context);
        }
        catch (WarehouseException refusal) when (refusal.IsReadOnly)
        {
            // A new person, or new rights: those are written, so they begin on the ingesting node.
            trail.SignInRefused(context.HttpContext, name, "new here, or with other rights, on a read-only node");
            return Refuse(context);
        }
    }

    /// <exception cref="QuestionException">Nobody whom the claims give a role, or one who was disabled here.</exception>
    internal static Account AccountOf(ClaimsPrincipal person, string name, OidcOptions oidc, Accounts accounts, Dimensions dimensions)
    {
        var subject = person.FindFirstValue("sub") ?? throw new QuestionException("The provider did not say who this is.");
        var roles = person.FindAll(oidc.RoleClaim).Select(claim => oidc.Roles.GetValueOrDefault(claim.Value)).OfType<string>().Aggregate(Roles.None, (all, role) => all | RoleNames.Parse(role));
        if (roles == Roles.None)
            throw new QuestionException("None of the person's claims is mapped to a role.");

        IReadOnlyList<DimensionFilter> limits = [.. oidc.Limits
            .Select(pair => new DimensionFilter(dimensions.Get(pair.Key).Id, [.. person.FindAll(pair.Value).Select(claim => claim.Value).Where(value => value.Length > 0)]))
            .Where(limit => limit.Values.Count > 0)];
        var external = oidc.Authority!.TrimEnd('/') + "|" + subject;
        if (accounts.Known(external) is not { } known)
            return accounts.Add(accounts.Named(name) is null && name.Length <= Accounts.LongestName ? name : external[^Math.Min(external.Length, Accounts.LongestName)..], roles, limits, AccountOrigin.Oidc, externalId: external);
        if (!known.IsActive)
            throw new QuestionException("The account is disabled here.");
        return known.Roles == roles && new Scope(known.Limits).Key == new Scope(limits).Key ? known : accounts.Change(known.Id, roles, limits);
    }

    private static Task Refuse(HandleRequestContext<RemoteAuthenticationOptions> context)
    {
        context.Response.Redirect("/sign-in?refused=true");
        context.HandleResponse();
        return Task.CompletedTask;
    }
}
