using System.Reflection;
using KpiPulse.Metrics.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace KpiPulse.Web.Access;

/// <summary>Everybody who has signed in, whatever their role: one's own account.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class SignedInOnlyAttribute : AuthorizeAttribute;

/// <summary>What one handler of a page asks of its reader, beside what the page asks.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class HandlerNeedsAttribute(Capability capability) : Attribute
{
    public Capability Capability { get; } = capability;
}

/// <summary>
/// Handlers of one page may need different things; ASP.NET's own attribute works for whole pages only. A handler that changes something and
/// names nothing is refused, and so is a verb that the page has no handler for: ASP.NET would draw the page with nothing in it.
/// </summary>
internal sealed class HandlerGate(Trail trail) : IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var isRead = HttpMethods.IsGet(context.HttpContext.Request.Method) || HttpMethods.IsHead(context.HttpContext.Request.Method);
        if (!MayOpen(context) || (context.HandlerMethod is { } handler ? !MayCall(handler.MethodInfo, handler.HttpMethod, context) : !isRead))
        {
            trail.Denied(context.HttpContext);
            context.Result = new NotFoundResult();
            return;
        }

        var executed = await next();
        if (!isRead && executed.Exception is null && Changed(context.HttpContext, executed.Result))
            trail.Changed(context.HttpContext);
    }

    /// <summary>Accounts and sessions say in words of their own what was done to them.</summary>
    private static bool Changed(HttpContext context, IActionResult? result) => result is RedirectResult or LocalRedirectResult or FileResult
        && !((string[])["/sign-in", "/sign-out", "/account", "/admin/accounts", "/setup", "/welcome"]).Any(path => context.Request.Path.StartsWithSegments(path));

    /// <summary>A page that names nothing needs what most pages need, so that a new one is never open by oversight.</summary>
    private static bool MayOpen(PageHandlerExecutingContext context)
    {
        var page = context.ActionDescriptor.ModelTypeInfo!;
        return page.IsDefined(typeof(NeedsAttribute), inherit: true) || page.IsDefined(typeof(SignedInOnlyAttribute), inherit: true) || page.IsDefined(typeof(AllowAnonymousAttribute), inherit: true)
            || Readers.Find(context.HttpContext)?.Can(Capability.ReadNumbers) == true;
    }

    private static bool MayCall(MethodInfo method, string verb, PageHandlerExecutingContext context)
    {
        var needs = method.GetCustomAttributes<HandlerNeedsAttribute>().ToList();
        if (needs.Count > 0)
            return Readers.Find(context.HttpContext) is { } reader && needs.TrueForAll(need => reader.Can(need.Capability));

        var page = method.DeclaringType!;
        return HttpMethods.IsGet(verb) || HttpMethods.IsHead(verb)
            || page.IsDefined(typeof(AllowAnonymousAttribute), inherit: true)
            || (page.IsDefined(typeof(SignedInOnlyAttribute), inherit: true) && context.HttpContext.User.Identity?.IsAuthenticated == true);
    }
}
