using System.Globalization;
using KpiPulse.Warehouse;
using KpiPulse.Web.Pages;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.Localization;

namespace KpiPulse.Web.Copies;

/// <summary>
/// On a read-only node: what would write is refused with the way to where it can be done, before anything else looks at it; so are files,
/// published reports and administration, which are the ingesting node's. Every answer says how old it is.
/// </summary>
internal sealed class ReadOnlyGate(RequestDelegate next, CopyInUse copy, IStringLocalizer<Texts> texts)
{
    private static readonly string[] OfTheIngestingNode = ["/data", "/reports", "/admin", "/setup", "/welcome"];

    // A session that begins here is this node's own and needs no write.
    private static readonly string[] Doors = ["/sign-in", "/sign-out"];

    public async Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(() =>
        {
            context.Response.Headers.Age = ((long)copy.Age.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return Task.CompletedTask;
        });
        if (IsAnsweredHere(context))
        {
            try
            {
                await next(context);
                return;
            }
            catch (WarehouseException refusal) when (refusal.IsReadOnly && !context.Response.HasStarted)
            {
                context.Response.Clear();
            }
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        if (context.Request.Path.StartsWithSegments("/api"))
            await Results.Problem(texts["Error403Advice"], statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(context);
    }

    private static bool IsAnsweredHere(HttpContext context)
    {
        var request = context.Request;
        // The page that says what was refused.
        if (context.Features.Get<IStatusCodeReExecuteFeature>() is not null)
            return true;
        if (Array.Exists(OfTheIngestingNode, place => request.Path.StartsWithSegments(place)))
            return false;
        return HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || Array.Exists(Doors, place => request.Path.StartsWithSegments(place));
    }
}
