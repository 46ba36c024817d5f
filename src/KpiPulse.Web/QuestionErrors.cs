using KpiPulse.Metrics;
using KpiPulse.Web.Access;

namespace KpiPulse.Web;

/// <summary>A question that cannot be asked is the reader's to mend: 400 with what to write instead; one that reaches beyond their scope finds nothing.</summary>
internal sealed class QuestionErrors(RequestDelegate next, Trail trail)
{
    public const string MessageKey = "question-error";

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (QuestionException failure) when (!context.Response.HasStarted)
        {
            await Answer(context, StatusCodes.Status400BadRequest, failure.Message);
        }
        catch (OutOfScopeException) when (!context.Response.HasStarted)
        {
            trail.Denied(context);
            await Answer(context, StatusCodes.Status404NotFound, "There is nothing here.");
        }
        catch (BadHttpRequestException failure) when (!context.Response.HasStarted)
        {
            await Answer(context, failure.StatusCode, "The request is not of its form.");
        }
    }

    private async Task Answer(HttpContext context, int status, string message)
    {
        context.Response.Clear();
        context.Response.StatusCode = status;
        if (context.Request.Path.StartsWithSegments("/api"))
        {
            await Results.Problem(message, statusCode: status).ExecuteAsync(context);
            return;
        }

        context.Items[MessageKey] = message;
        context.Request.Path = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/error/{status}");
        context.Request.QueryString = QueryString.Empty;
        context.SetEndpoint(null);
        context.Request.RouteValues.Clear();
        await next(context);
    }
}
