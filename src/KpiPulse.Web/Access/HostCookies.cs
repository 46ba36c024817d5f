using Microsoft.Extensions.Primitives;

namespace KpiPulse.Web.Access;

/// <summary>
/// Over HTTPS every cookie of ours is called <c>__Host-…</c>, so that neither a sister domain nor plain HTTP can plant one; inside, cookies have
/// their plain names. Over plain HTTP, which only the machine itself may speak, browsers would not take such a cookie.
/// </summary>
internal sealed class HostCookies(RequestDelegate next)
{
    public const string Ours = "kp.";
    private const string Prefix = "__Host-";

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.IsHttps)
        {
            context.Request.Headers.Cookie = new StringValues([.. context.Request.Headers.Cookie.Select(Inside)]);
            context.Response.OnStarting(() =>
            {
                context.Response.Headers.SetCookie = new StringValues([.. context.Response.Headers.SetCookie.Select(cookie => cookie?.StartsWith(Ours, StringComparison.Ordinal) == true ? Prefix + cookie : cookie)]);
                return Task.CompletedTask;
            });
        }

        return next(context);
    }

    /// <summary>Only those with the prefix are believed.</summary>
    private static string Inside(string? header) => string.Join("; ", (header ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Where(cookie => !cookie.StartsWith(Ours, StringComparison.Ordinal))
        .Select(cookie => cookie.StartsWith(Prefix + Ours, StringComparison.Ordinal) ? cookie[Prefix.Length..] : cookie));
}
