using System.Net;
using KpiPulse.Metrics.Access;
using KpiPulse.Web.Copies;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace KpiPulse.Web.Access;

/// <summary>Who is let in and what each may ask: the wiring. Everything needs a sign-in unless it says otherwise, and a page that says nothing needs a role.</summary>
internal static class AccessModule
{
    public const string Exports = "exports";
    private const long LargestBody = 1 << 20;
    private const string BySession = "session or token";

    /// <exception cref="UnsafeSettingsException">The program must not run so; the message says what to change.</exception>
    public static OidcOptions RefuseUnsafe(this WebApplicationBuilder builder, string dataFolder, CopyOptions copies)
    {
        var oidc = builder.Configuration.GetSection("Oidc").Get<OidcOptions>() ?? new OidcOptions();
        UnsafeSettings.Refuse(builder.Configuration, builder.Environment, [.. ((string?[])[dataFolder, copies.PublishTo, copies.ReadFrom]).OfType<string>()], copies.Keys, oidc);
        return oidc;
    }

    /// <summary>What whoever listens lets in at all.</summary>
    public static void HardenServer(this WebApplicationBuilder builder) => builder.WebHost.ConfigureKestrel(kestrel =>
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = LargestBody;
    });

    public static void AddAccess(this WebApplicationBuilder builder, string dataFolder, CopyOptions copies)
    {
        var oidc = builder.RefuseUnsafe(dataFolder, copies);
        var services = builder.Services;
        services.AddSingleton(oidc);
        services.AddSingleton<Accounts>();
        services.AddSingleton<EndedSessions>();
        services.AddSingleton<ApiTokens>();
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<Trail>();
        services.AddSingleton<SignInDesk>();
        services.AddSingleton<SetupLink>();
        services.AddSingleton<Personas>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<SessionEvents>();
        services.TryAddSingleton(_ => Console.Error);
        services.AddHttpContextAccessor();
        services.AddScoped(provider => Readers.Find(provider.GetRequiredService<IHttpContextAccessor>().HttpContext!) ?? throw new InvalidOperationException("Nobody has signed in here."));

        AddKeys(builder, dataFolder, copies);
        AddSessions(services, oidc);
        AddPolicies(services);
        services.TryAddSingleton(_ => RequestLimits.Of(builder.Configuration));
        services.Configure<ForwardedHeadersOptions>(options => TrustProxies(options, builder.Configuration));
        builder.HardenServer();
    }

    /// <summary>Before anything looks at the request.</summary>
    public static void UseDoor(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseMiddleware<PlainHttp>();
        app.UseMiddleware<HostCookies>();
        app.UseMiddleware<SecurityHeaders>();
    }

    public static void UseAccess(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseMiddleware<ExportLimit>();
        app.UseMiddleware<OpenAnswers>();
    }

    private static void AddSessions(IServiceCollection services, OidcOptions oidc)
    {
        var authentication = services.AddAuthentication(options =>
        {
            options.DefaultScheme = BySession;
            options.DefaultSignInScheme = CookieAuthenticationDefaults.AuthenticationScheme;
        }).AddPolicyScheme(BySession, null, options => options.ForwardDefaultSelector = context =>
            TokenScheme.IsSentBy(context.Request) ? TokenScheme.Name : CookieAuthenticationDefaults.AuthenticationScheme)
        .AddScheme<AuthenticationSchemeOptions, TokenScheme>(TokenScheme.Name, null)
        .AddCookie(options =>
        {
            options.EventsType = typeof(SessionEvents);
            options.ExpireTimeSpan = TimeSpan.FromHours(2);
            options.SlidingExpiration = true;
            Harden(options.Cookie, "session");
        });
        if (oidc.IsOn)
            OidcSignIn.Add(authentication, oidc);
        services.AddAntiforgery(options => Harden(options.Cookie, "form"));
        services.Configure<CookieTempDataProviderOptions>(options => Harden(options.Cookie, "note"));
    }

    internal static void Harden(CookieBuilder cookie, string name)
    {
        cookie.Name = HostCookies.Ours + name;
        cookie.HttpOnly = true;
        cookie.SameSite = SameSiteMode.Lax;
        cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        cookie.Path = "/";
        cookie.IsEssential = true;
    }

    private static void AddPolicies(IServiceCollection services)
    {
        var policies = services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        foreach (var capability in Enum.GetValues<Capability>())
            policies.AddPolicy(NeedsAttribute.PolicyOf(capability), policy => policy.RequireAuthenticatedUser().AddRequirements(new NeedsRequirement(capability)));
        services.AddSingleton<IAuthorizationHandler, NeedsHandler>();
        services.Configure<MvcOptions>(options => options.Filters.Add<HandlerGate>());
    }

    /// <summary>Sessions and forms stay valid over a restart, and one server's keys are of no use to another; read-only nodes use those of the ingesting one.</summary>
    private static void AddKeys(WebApplicationBuilder builder, string dataFolder, CopyOptions copies)
    {
        var keys = builder.Services.AddDataProtection().SetApplicationName("KpiPulse").PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(copies.Keys ?? Path.Combine(dataFolder, "keys"), "forms")));
        if (copies.ReadFrom is not null)
            keys.DisableAutomaticKeyGeneration();
        if (builder.Configuration["Keys:Certificate"] is { Length: > 0 } path)
            keys.ProtectKeysWithCertificate(System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadPkcs12FromFile(path, builder.Configuration["Keys:Password"]));
    }

    /// <summary>Nobody's word on where a request came from is taken, but that of the machine itself and of named proxies.</summary>
    private static void TrustProxies(ForwardedHeadersOptions options, ConfigurationManager configuration)
    {
        options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        options.ForwardLimit = 1;
        foreach (var proxy in configuration.GetSection("Proxies").Get<string[]>() ?? [])
            options.KnownProxies.Add(IPAddress.Parse(proxy));
    }
}
