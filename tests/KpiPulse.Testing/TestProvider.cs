using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace KpiPulse.Testing;

/// <summary>A real OpenID Connect provider (OpenIddict) on a port of the loopback: code flow with PKCE, one client. Whoever knocks is <see cref="Subject"/>.</summary>
public sealed class TestProvider : IAsyncDisposable
{
    public const string ClientId = "kpipulse";
    public const string ClientSecret = "a secret of the tests";

    private readonly WebApplication app;

    private TestProvider()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddOpenIddict().AddServer(Configure);
        app = builder.Build();
    }

    public string Authority => app.Urls.First();

    public string Subject { get; set; } = "subject-1";

    /// <summary>Of the next sign-ins, beside the subject.</summary>
    public Dictionary<string, string[]> Claims { get; } = [];

    public static async Task<TestProvider> Start()
    {
        var provider = new TestProvider();
        await provider.app.StartAsync();
        return provider;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private void Configure(OpenIddictServerBuilder server)
    {
        server.SetAuthorizationEndpointUris("connect/authorize").SetTokenEndpointUris("connect/token");
        server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
        server.RegisterScopes(OpenIddictConstants.Scopes.Profile, OpenIddictConstants.Scopes.Email);
        server.AddEphemeralEncryptionKey().AddEphemeralSigningKey();
        server.EnableDegradedMode();
        server.UseAspNetCore().DisableTransportSecurityRequirement();
        server.AddEventHandler<ValidateAuthorizationRequestContext>(handler => handler.UseInlineHandler(context =>
        {
            if (context.ClientId != ClientId || context.RedirectUri?.EndsWith("/sign-in/back", StringComparison.Ordinal) != true)
                context.Reject(OpenIddictConstants.Errors.InvalidClient, "Not this client.");
            return default;
        }));
        server.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseInlineHandler(context =>
        {
            if (context.ClientId != ClientId || context.ClientSecret != ClientSecret)
                context.Reject(OpenIddictConstants.Errors.InvalidClient, "Not this client.");
            return default;
        }));
        server.AddEventHandler<HandleAuthorizationRequestContext>(handler => handler.UseInlineHandler(context =>
        {
            context.SignIn(Person(context.Request.GetScopes()));
            return default;
        }));
    }

    private ClaimsPrincipal Person(ImmutableArray<string> scopes)
    {
        var identity = new ClaimsIdentity("provider", OpenIddictConstants.Claims.Name, OpenIddictConstants.Claims.Role);
        identity.SetClaim(OpenIddictConstants.Claims.Subject, Subject);
        foreach (var (claim, values) in Claims)
            identity.SetClaims(claim, [.. values]);
        identity.SetScopes(scopes);
        identity.SetDestinations(_ => [OpenIddictConstants.Destinations.IdentityToken]);
        return new ClaimsPrincipal(identity);
    }
}
