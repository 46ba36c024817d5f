using KpiPulse.Metrics.Access;
using Microsoft.AspNetCore.Authorization;

namespace KpiPulse.Web.Access;

/// <summary>What a page, a handler or an endpoint asks of its reader. One that names nothing is open to nobody.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class NeedsAttribute(Capability capability) : AuthorizeAttribute(PolicyOf(capability))
{
    public Capability Capability { get; } = capability;

    public static string PolicyOf(Capability capability) => "needs " + capability;
}

internal static class NeedsOfEndpoints
{
    public static RouteHandlerBuilder Needs(this RouteHandlerBuilder endpoint, Capability capability) => endpoint.WithMetadata(new NeedsAttribute(capability));

    /// <summary>Rows leave the building: the audit log says which and who took them.</summary>
    public static RouteHandlerBuilder IsExport(this RouteHandlerBuilder endpoint) => endpoint.RequireRateLimiting(AccessModule.Exports).AddEndpointFilter(async (context, next) =>
    {
        var answer = await next(context);
        var http = context.HttpContext;
        http.RequestServices.GetRequiredService<Trail>().Add(http, "export", http.Request.Path + http.Request.QueryString);
        return answer;
    });
}

internal sealed record NeedsRequirement(Capability Capability) : IAuthorizationRequirement;

internal sealed class NeedsHandler : AuthorizationHandler<NeedsRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, NeedsRequirement requirement)
    {
        if (context.Resource is HttpContext http && Readers.Find(http) is { } reader && reader.Can(requirement.Capability))
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
