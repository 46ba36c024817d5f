using System.Net;

namespace KpiPulse.Web.Access;

/// <summary>Plain HTTP is for the machine itself. Whoever comes through a proxy must have come by HTTPS, and the proxy must say so. Probes ask for health without either, and learn one word.</summary>
internal sealed class PlainHttp(RequestDelegate next, IHostEnvironment environment)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.IsHttps || environment.IsDevelopment() || IsFromHere(context) || context.Request.Path.StartsWithSegments("/health"))
            return next(context);

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return context.Response.WriteAsync("KpiPulse answers by HTTPS only. If a proxy stands before it, let it send X-Forwarded-Proto and X-Forwarded-For, and name it in Proxies__0.");
    }

    private static bool IsFromHere(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && !context.Request.Headers.Keys.Any(name => name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase) || name.Equals("Forwarded", StringComparison.OrdinalIgnoreCase));
}
