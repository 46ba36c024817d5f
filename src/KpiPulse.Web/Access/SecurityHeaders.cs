using System.Security.Cryptography;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace KpiPulse.Web.Access;

/// <summary>What a browser may do with our answers: nothing that is not ours, and keep nothing.</summary>
internal sealed class SecurityHeaders(RequestDelegate next, OidcOptions oidc)
{
    private static readonly object NonceKey = new();

    private readonly string formTargets = oidc.IsOn ? "'self' " + new Uri(oidc.Authority!).GetLeftPart(UriPartial.Authority) : "'self'";

    /// <summary>Of this answer; scripts without it do not run.</summary>
    public static string NonceOf(HttpContext context)
    {
        if (context.Items[NonceKey] is not string nonce)
            context.Items[NonceKey] = nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        return nonce;
    }

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers["Referrer-Policy"] = "same-origin";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
            headers.ContentSecurityPolicy = PolicyOf(context);
            if (context.Request.IsHttps)
                headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
            if (!IsAsset(context.Request.Path))
                headers.CacheControl = "no-store";
            return Task.CompletedTask;
        });
        return next(context);
    }

    private string PolicyOf(HttpContext context) => context.Request.Path.StartsWithSegments(Jobs.JobsModule.DashboardPath)
        // Hangfire's own pages know no nonces; only administrators reach them.
        ? "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
        : $"default-src 'none'; script-src 'nonce-{NonceOf(context)}'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action {formTargets}";

    private static bool IsAsset(PathString path) => path.StartsWithSegments("/css") || path.StartsWithSegments("/js") || path.StartsWithSegments("/fonts") || path == "/favicon.svg";
}

/// <summary>Gives every script of our own pages the answer's nonce.</summary>
[HtmlTargetElement("script")]
public sealed class ScriptNonce : TagHelper
{
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output) => output.Attributes.SetAttribute("nonce", SecurityHeaders.NonceOf(ViewContext.HttpContext));
}
